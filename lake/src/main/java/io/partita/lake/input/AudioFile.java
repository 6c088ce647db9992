package io.partita.lake.input;

import io.partita.MalformedInputException;
import io.partita.archive.ArchiveFault;
import io.partita.archive.HashedChannel;
import io.partita.archive.ZipDirectory;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/**
 * A file of a folder or archive that is to be opened.
 *
 * @param sizeBytes of its content
 * @param entry its entry in a zip's directory, whose CRC-32 it has yet to prove; else null
 * @param opening function that opens its content, to be read by ranges
 */
public record AudioFile(
    String path, long ordinal, long sizeBytes, ZipDirectory.Entry entry, Opening opening) {
  /** Opens a file where it lies. */
  interface Opening {
    SeekableByteChannel open() throws IOException;
  }

  public HashedChannel open() throws IOException {
    return new HashedChannel(opening.open());
  }

  /**
   * Reads what is left of a file, and checks it.
   *
   * @return its SHA-256
   */
  public String sha256(HashedChannel content) throws IOException, MalformedInputException {
    String sha256 = content.sha256();
    if (entry != null && content.crc32() != entry.crc32()) {
      throw new MalformedInputException(
          ArchiveFault.CORRUPT_MEMBER,
          entry.headerOffset(),
          "The data have CRC-32 %08x, the zip's directory says %08x"
              .formatted(content.crc32(), entry.crc32()));
    }
    return sha256;
  }
}
