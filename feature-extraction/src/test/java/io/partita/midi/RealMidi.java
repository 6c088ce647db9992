package io.partita.midi;

import io.partita.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Real files for the tests that want them; tests are skipped where there are none. */
public final class RealMidi {
  private RealMidi() {}

  /** All clean or mostly clean files, by path: a folder of many origins, and the Groove archive. */
  public static Map<String, byte[]> files() {
    Path data = SharedData.file("data");
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(data.resolve("midi"));
        ZipInputStream groove =
            new ZipInputStream(Files.newInputStream(data.resolve("groove.zip")))) {
      for (Path path : paths.filter(path -> isMidi(path.toString())).toList()) {
        files.put(data.relativize(path).toString(), Files.readAllBytes(path));
      }
      for (ZipEntry entry = groove.getNextEntry(); entry != null; entry = groove.getNextEntry()) {
        if (isMidi(entry.getName())) {
          files.put(entry.getName(), groove.readAllBytes());
        }
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isMidi(String path) {
    return path.toLowerCase(Locale.ROOT).endsWith(".mid");
  }
}
