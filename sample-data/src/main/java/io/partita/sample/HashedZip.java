package io.partita.sample;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip with one folder, and in it, as in the Free Music Archive's own, a file {@code checksums}
 * with the SHA-1 of every other member. Nothing in it depends on the clock or the time zone.
 */
final class HashedZip implements Closeable {
  private static final LocalDateTime WRITTEN = LocalDateTime.of(2017, 4, 1, 0, 0);

  private final String folder;
  private final ZipOutputStream zip;
  private final MessageDigest sha1;
  private final StringBuilder checksums = new StringBuilder();

  /** Creates the file; the members' names begin with the folder's. */
  HashedZip(Path file, String folder) throws IOException {
    this.folder = folder;
    zip =
        new ZipOutputStream(
            new BufferedOutputStream(Files.newOutputStream(file), 1 << 16), StandardCharsets.UTF_8);
    try {
      sha1 = MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1", e);
    }
  }

  /** Adds a member that is not compressed. */
  void store(String name, byte[] bytes) throws IOException {
    ZipEntry entry = entry(name);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
    sha1.update(bytes);
    check(name);
  }

  /** Begins a compressed member, whose text {@link #text} gives piece by piece. */
  void begin(String name) throws IOException {
    zip.putNextEntry(entry(name));
  }

  void text(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    zip.write(bytes);
    sha1.update(bytes);
  }

  /** Ends the member that {@link #begin} has begun. */
  void end(String name) throws IOException {
    zip.closeEntry();
    check(name);
  }

  /** Adds the checksums of all members so far, and a README. */
  void finish(String readme) throws IOException {
    zip.putNextEntry(entry("checksums"));
    zip.write(checksums.toString().getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
    zip.putNextEntry(entry("README.txt"));
    zip.write(readme.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  private ZipEntry entry(String name) {
    ZipEntry entry = new ZipEntry(folder + "/" + name);
    entry.setTimeLocal(WRITTEN);
    return entry;
  }

  private void check(String name) {
    checksums.append(HexFormat.of().formatHex(sha1.digest())).append("  ").append(name);
    checksums.append('\n');
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
