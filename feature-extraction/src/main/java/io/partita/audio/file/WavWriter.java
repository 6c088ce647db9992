package io.partita.audio.file;

import io.partita.audio.FullScale;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a RIFF/WAVE file, piece by piece: 16-bit integers or 32-bit floats, little-endian. The
 * sizes in its header are put right when it is closed; before that they are 0. Up to 4 GiB, which
 * is what the format's sizes can tell.
 */
public final class WavWriter implements SoundSink {
  /** How samples are stored. */
  public enum SampleType {
    /**
     * round(x · 32768), halves to even, clipped to −32768 … 32767: what was read from 16 bits comes
     * out again.
     */
    INT16(1, 2),
    /** As they are. */
    FLOAT32(3, 4);

    private final int tag;
    private final int bytes;

    SampleType(int tag, int bytes) {
      this.tag = tag;
      this.bytes = bytes;
    }
  }

  private static final int FORMAT_BYTES = 16;
  static final int HEADER_BYTES = 12 + 8 + FORMAT_BYTES + 8;
  private static final int FACT_BYTES = 12;
  private static final long MOST_BYTES = 0xffff_ffffL;

  private final SeekableByteChannel file;
  private final SampleType type;
  private final int sampleRateHz;
  private final int channels;
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private long dataBytes;

  private WavWriter(SeekableByteChannel file, SampleType type, int sampleRateHz, int channels) {
    this.file = file;
    this.type = type;
    this.sampleRateHz = sampleRateHz;
    this.channels = channels;
  }

  /** Samples of each channel that a file can hold. */
  public static long mostSamples(SampleType type, int channels) {
    return (MOST_BYTES - HEADER_BYTES - FACT_BYTES) / ((long) channels * type.bytes);
  }

  /**
   * Creates a file; one that is there is replaced.
   *
   * @param sampleRateHz 1 or more
   * @param channels 1 to 64
   */
  public static WavWriter create(Path file, SampleType type, int sampleRateHz, int channels)
      throws IOException {
    if (sampleRateHz < 1 || channels < 1 || channels > 64) {
      throw new IllegalArgumentException(
          "Expected a rate of at least 1 Hz and 1 to 64 channels, not %s Hz and %s"
              .formatted(sampleRateHz, channels));
    }
    SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try {
      return on(channel, type, sampleRateHz, channels);
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
  }

  /** Writes from the beginning of a file that is open; it is closed with the writer. */
  static WavWriter on(SeekableByteChannel file, SampleType type, int sampleRateHz, int channels)
      throws IOException {
    WavWriter writer = new WavWriter(file, type, sampleRateHz, channels);
    file.position(0);
    writer.writeAll(writer.header(0));
    return writer;
  }

  /**
   * Appends samples 0 to {@code count} − 1 of each channel.
   *
   * @param planes an array for each channel
   * @throws IOException if the file cannot be written, or would be larger than 4 GiB
   */
  @Override
  public void write(float[][] planes, int count) throws IOException {
    SoundSink.requireChannels(planes, channels);
    long bytes = (long) count * channels * type.bytes;
    if (headerBytes() + dataBytes + bytes > MOST_BYTES) {
      throw new IOException(
          "A WAV file holds at most 4 GiB, and this one would be larger: write FLAC, or a part");
    }
    if (buffer.capacity() < bytes) {
      buffer = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
    buffer.clear();
    for (int i = 0; i < count; i++) {
      for (float[] plane : planes) {
        put(plane[i]);
      }
    }
    writeAll(buffer.flip());
    dataBytes += bytes;
  }

  private void put(float sample) {
    switch (type) {
      case INT16 -> buffer.putShort(FullScale.int16(sample));
      case FLOAT32 -> buffer.putFloat(sample);
    }
  }

  private int headerBytes() {
    return type == SampleType.FLOAT32 ? HEADER_BYTES + FACT_BYTES : HEADER_BYTES;
  }

  private ByteBuffer header(long bytes) {
    int frameBytes = channels * type.bytes;
    ByteBuffer header = ByteBuffer.allocate(headerBytes()).order(ByteOrder.LITTLE_ENDIAN);
    header.put(ascii("RIFF")).putInt((int) (headerBytes() - 8 + bytes)).put(ascii("WAVE"));
    header.put(ascii("fmt ")).putInt(FORMAT_BYTES);
    header.putShort((short) type.tag).putShort((short) channels);
    header
        .putInt(sampleRateHz)
        .putInt((int) Math.min(MOST_BYTES, (long) sampleRateHz * frameBytes));
    header.putShort((short) frameBytes).putShort((short) (8 * type.bytes));
    if (type == SampleType.FLOAT32) {
      header.put(ascii("fact")).putInt(4).putInt((int) (bytes / frameBytes));
    }
    return header.put(ascii("data")).putInt((int) bytes).flip();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  /** Puts the sizes into the header. */
  @Override
  public void close() throws IOException {
    try (file) {
      if (file.isOpen()) {
        file.position(0);
        writeAll(header(dataBytes));
      }
    }
  }
}
