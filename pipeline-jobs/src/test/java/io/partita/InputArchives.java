package io.partita;

import io.partita.archive.Archives;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Inputs of commands: the same members as a tar, a tar.gz, a zip or a folder. */
public final class InputArchives {
  private InputArchives() {}

  /** The files of a tar.gz by their paths. */
  public static SortedMap<String, byte[]> members(Path tarGz) {
    try (InputStream in = Files.newInputStream(tarGz);
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in))) {
      SortedMap<String, byte[]> members = new TreeMap<>();
      for (var entry = tar.getNextTarEntry(); entry != null; entry = tar.getNextTarEntry()) {
        if (entry.isFile()) {
          members.put(entry.getName(), tar.readAllBytes());
        }
      }
      return members;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes an archive, or a folder, of the kind that the name's ending tells. */
  public static Path write(Path to, Map<String, byte[]> members) {
    try {
      Files.createDirectories(to.getParent());
      String name = to.getFileName().toString();
      if (name.endsWith(".zip")) {
        zip(to, members);
      } else if (name.endsWith(".tar")) {
        Files.write(to, Archives.tar(members));
      } else if (name.endsWith(".tar.gz")) {
        Files.write(to, Archives.gzip(Archives.tar(members)));
      } else {
        folder(to, members);
      }
      return to;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void zip(Path to, Map<String, byte[]> members) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(to))) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue());
        zip.closeEntry();
      }
    }
  }

  /** The folder stands for the first component that all members have in common. */
  private static void folder(Path to, Map<String, byte[]> members) throws IOException {
    for (Map.Entry<String, byte[]> member : members.entrySet()) {
      Path file = to.resolveSibling(member.getKey());
      if (!file.startsWith(to)) {
        throw new IllegalArgumentException(member.getKey() + " is not below " + to.getFileName());
      }
      Files.createDirectories(file.getParent());
      Files.write(file, member.getValue());
    }
  }
}
