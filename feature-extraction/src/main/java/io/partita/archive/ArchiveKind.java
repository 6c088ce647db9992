package io.partita.archive;

import io.partita.MalformedInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** What a file is to the archive readers: decided by its content first, then by its name. */
public enum ArchiveKind {
  TAR,
  TAR_GZ,
  ZIP,
  /** One file, compressed with gzip. */
  GZIP_FILE,
  /** One file as it is. */
  FILE;

  /** How much of a file's beginning {@link #of(String, byte[])} can make use of, in bytes. */
  public static final int PREFIX_BYTES = 4096;

  /**
   * Decides from a file's name and beginning.
   *
   * @param path the file's path or name; only its ending is looked at, in any case
   * @param prefix the file's first bytes, {@link #PREFIX_BYTES} of them unless it is shorter
   * @return the kind its content shows; where the content shows none, the kind its name promises
   *     (such a file is broken, and opening it says how); else {@link #FILE}
   */
  public static ArchiveKind of(String path, byte[] prefix) {
    String name = path.toLowerCase(Locale.ROOT);
    if (GzipBytes.startsGzip(prefix)) {
      return isTarName(name) || isTarGzName(name) || holdsTar(prefix) ? TAR_GZ : GZIP_FILE;
    }
    if (ZipDirectory.startsZip(prefix)) {
      return ZIP;
    }
    if (TarHeader.isHeader(prefix)) {
      return TAR;
    }
    if (isTarGzName(name)) {
      return TAR_GZ;
    }
    if (isTarName(name)) {
      return TAR;
    }
    if (name.endsWith(".zip")) {
      return ZIP;
    }
    return name.endsWith(".gz") ? GZIP_FILE : FILE;
  }

  static ArchiveKind of(InputFile file) throws IOException {
    try (InputStream in = file.openStream()) {
      return of(file.path(), in.readNBytes(PREFIX_BYTES));
    }
  }

  private static boolean isTarName(String name) {
    return name.endsWith(".tar");
  }

  private static boolean isTarGzName(String name) {
    return name.endsWith(".tar.gz") || name.endsWith(".tgz");
  }

  private static boolean holdsTar(byte[] gzipPrefix) {
    byte[] block = new byte[TarHeader.BLOCK_BYTES];
    try (GzipBytes gzip =
        new GzipBytes(new ByteArrayInputStream(gzipPrefix), ArchiveLimits.defaults())) {
      return gzip.readFully(block) == block.length && TarHeader.isHeader(block);
    } catch (IOException | MalformedInputException e) {
      return false; // a cut or broken prefix shows no tar
    }
  }
}
