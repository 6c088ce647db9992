package io.partita;

import io.partita.sample.FmaSample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Generated audio in the Free Music Archive's layout: written once for all tests. */
public final class AudioSample {
  /** Two periods of the generator's damage, and enough for two slices. */
  public static final int CLIPS = 24;

  private static Path folder;

  private AudioSample() {}

  /** The folder with fma_small.zip and fma_metadata.zip, which must not be changed. */
  public static synchronized Path folder() {
    if (folder == null) {
      try {
        folder = Files.createTempDirectory("partita-audio").toRealPath();
        FmaSample.write(folder, CLIPS, 5, (done, total) -> {});
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return folder;
  }

  public static Path audio() {
    return folder().resolve("fma_small.zip");
  }

  public static Path metadata() {
    return folder().resolve("fma_metadata.zip");
  }

  /** The files of a zip by their paths. */
  public static SortedMap<String, byte[]> members(Path zip) {
    SortedMap<String, byte[]> members = new TreeMap<>();
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : file.stream().toList()) {
        members.put(entry.getName(), file.getInputStream(entry).readAllBytes());
      }
      return members;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The path of the first member that ends in {@code .mp3}. */
  public static Map.Entry<String, byte[]> firstClip() {
    return members(audio()).entrySet().stream()
        .filter(member -> member.getKey().endsWith(".mp3"))
        .findFirst()
        .orElseThrow();
  }
}
