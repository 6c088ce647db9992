package io.partita.archive;

import static io.partita.archive.ArchiveFault.CORRUPT_MEMBER;

import io.partita.MalformedInputException;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The deflated data of one zip member, inflated; closing it frees the inflater, not the channel.
 */
final class ZipBytes implements ByteSource {
  private static final int BUFFER_BYTES = 64 << 10;

  private final ChannelBytes channel;
  private final Inflater inflater = new Inflater(true);
  private final byte[] buffer;
  private long left;

  ZipBytes(ChannelBytes channel, long compressedBytes) {
    this.channel = channel;
    this.buffer = new byte[(int) Math.min(compressedBytes, BUFFER_BYTES)];
    this.left = compressedBytes;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException, MalformedInputException {
    while (!inflater.finished()) {
      int count = inflate(into, from, length);
      if (count > 0) {
        return count;
      }
      if (inflater.needsDictionary() || (inflater.needsInput() && !fill())) {
        break;
      }
    }
    return -1;
  }

  private int inflate(byte[] into, int from, int length) throws MalformedInputException {
    try {
      return inflater.inflate(into, from, length);
    } catch (DataFormatException e) {
      throw new MalformedInputException(
          CORRUPT_MEMBER, byteOffset(), "The member's data are broken: " + e.getMessage());
    }
  }

  private boolean fill() throws IOException {
    int count = channel.read(buffer, 0, (int) Math.min(left, buffer.length));
    if (count > 0) {
      left -= count;
      inflater.setInput(buffer, 0, count);
    }
    return count > 0;
  }

  @Override
  public long byteOffset() {
    return channel.byteOffset() - inflater.getRemaining();
  }

  @Override
  public void close() {
    inflater.end();
  }
}
