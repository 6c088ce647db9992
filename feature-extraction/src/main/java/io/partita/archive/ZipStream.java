package io.partita.archive;

import io.partita.MalformedInputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import java.util.zip.CRC32;

/** The content of one zip member, checked against the directory's size and CRC-32 at its end. */
final class ZipStream extends InputStream {
  private final ChannelBytes channel;
  private final ByteSource data;
  private final ZipDirectory.Entry entry;
  private final Function<String, MalformedInputException> corrupt;
  private final CRC32 crc = new CRC32();
  private long left;

  /**
   * @param channel at the member's data, closed with the stream
   * @param corrupt function that makes the fault out of a detail
   */
  ZipStream(
      ChannelBytes channel,
      ZipDirectory.Entry entry,
      boolean isStored,
      Function<String, MalformedInputException> corrupt) {
    this.channel = channel;
    this.data = isStored ? channel : new ZipBytes(channel, entry.compressedBytes());
    this.entry = entry;
    this.corrupt = corrupt;
    this.left = entry.sizeBytes();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      if (left == 0) {
        requireEnd();
        return -1;
      }
      int count = data.read(into, from, (int) Math.min(length, left));
      if (count < 0) {
        throw corrupt.apply(
            "The zip's directory says "
                + entry.sizeBytes()
                + " bytes, the data are "
                + (entry.sizeBytes() - left));
      }
      crc.update(into, from, count);
      left -= count;
      return count;
    } catch (MalformedInputException e) {
      throw new IOException(entry.path() + " cannot be read to its end: " + e.getMessage(), e);
    }
  }

  private void requireEnd() throws IOException, MalformedInputException {
    if (data != channel && data.read(new byte[1], 0, 1) > 0) {
      throw corrupt.apply(
          "The zip's directory says " + entry.sizeBytes() + " bytes, the data are more");
    }
    if (crc.getValue() != entry.crc32()) {
      throw corrupt.apply(
          "The data have CRC-32 %08x, the zip's directory says %08x"
              .formatted(crc.getValue(), entry.crc32()));
    }
  }

  @Override
  public void close() throws IOException {
    data.close();
    channel.close();
  }
}
