package io.partita.archive;

import static io.partita.archive.ArchiveFault.CORRUPT_MEMBER;

import io.partita.MalformedInputException;
import io.partita.archive.ZipDirectory.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;

/** The content of single members of a zip, of any size, without reading it into memory. */
public final class ZipContent {
  private ZipContent() {}

  /**
   * The content of a member that is stored as it is, to be read by ranges. Its CRC-32 is the
   * reader's to check.
   *
   * @return empty for a folder and for a member that is compressed or to be refused: {@link
   *     ZipMembers} of this one entry then says what there is to say
   */
  public static Optional<SeekableByteChannel> openStored(InputFile file, Entry entry)
      throws IOException {
    if (ZipMembers.isDirectory(entry) || !ZipMembers.isStored(entry)) {
      return Optional.empty();
    }
    try (ZipMembers zip = open(file, entry)) {
      zip.refuse(entry);
      zip.requireStoredSize(entry);
      ChannelBytes data = zip.seekToData(entry);
      return data.byteOffset() + entry.sizeBytes() > data.size()
          ? Optional.empty()
          : Optional.of(new RangeChannel(file.openChannel(), data.byteOffset(), entry.sizeBytes()));
    } catch (MalformedInputException e) {
      return Optional.empty();
    }
  }

  /**
   * The content of a member as a stream.
   *
   * @return to be closed by the caller. Where the data do not fit what the directory says of them,
   *     reading ends in an {@link IOException} with a {@link MalformedInputException} as its cause
   * @throws MalformedInputException when the member cannot be read at all
   */
  public static InputStream openStream(InputFile file, Entry entry)
      throws IOException, MalformedInputException {
    ZipMembers zip = open(file, entry);
    try {
      zip.refuse(entry);
      return new ZipStream(
          zip.seekToData(entry),
          entry,
          ZipMembers.isStored(entry),
          detail -> zip.reject(entry, CORRUPT_MEMBER, detail));
    } catch (IOException | MalformedInputException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static ZipMembers open(InputFile file, Entry entry) throws IOException {
    return ZipMembers.open(file, List.of(entry), ArchiveLimits.defaults(), path -> true);
  }
}
