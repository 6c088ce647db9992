package io.partita.audio.file;

import io.partita.audio.Loudness;
import io.partita.audio.file.WavWriter.SampleType;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalDouble;

/**
 * Writes a WAV file of 16 bits at a {@link Loudness}, piece by piece, in little memory: how loud a
 * piece of music is is known at its end only. Until then the file holds 32-bit floats, twice as
 * many bytes; {@link #finish} makes the samples of them, from the front, in the same file.
 */
public final class LevelledWav implements Closeable {
  /** No sample is louder: dB of full scale. */
  public static final double MAX_PEAK_DB = -1;

  private static final int BLOCK_SAMPLES = 4096;

  private final FileChannel file;
  private final int sampleRateHz;
  private final int channels;
  private final OptionalDouble targetLufs;
  private final Loudness loudness;
  private long samples;

  private LevelledWav(FileChannel file, int sampleRateHz, int channels, OptionalDouble targetLufs) {
    this.file = file;
    this.sampleRateHz = sampleRateHz;
    this.channels = channels;
    this.targetLufs = targetLufs;
    this.loudness = new Loudness(sampleRateHz, channels);
  }

  /**
   * Creates a file; one that is there is replaced. It is a WAV file once it is finished.
   *
   * @param sampleRateHz 8,000 to 192,000
   * @param channels 1 or 2
   * @param targetLufs the loudness, or nothing to leave samples as they are: then those beyond full
   *     scale are clipped
   */
  public static LevelledWav create(
      Path file, int sampleRateHz, int channels, OptionalDouble targetLufs) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    return new LevelledWav(channel, sampleRateHz, channels, targetLufs);
  }

  /**
   * Appends samples 0 to {@code count} − 1 of each channel.
   *
   * @param planes an array for each channel
   */
  public void write(float[][] planes, int count) throws IOException {
    loudness.add(planes, count);
    ByteBuffer bytes = buffer(count);
    for (int i = 0; i < count; i++) {
      for (float[] plane : planes) {
        bytes.putFloat(plane[i]);
      }
    }
    bytes.flip();
    long position = floatsAt(samples);
    while (bytes.hasRemaining()) {
      position += file.write(bytes, position);
    }
    samples += count;
  }

  /**
   * Makes a WAV file of what was written.
   *
   * @throws IOException if it cannot be written, or would be larger than 4 GiB
   */
  public void finish() throws IOException {
    double gain = targetLufs.isPresent() ? loudness.gain(targetLufs.getAsDouble(), MAX_PEAK_DB) : 1;
    WavWriter wav = WavWriter.on(file, SampleType.INT16, sampleRateHz, channels);
    float[][] planes = new float[channels][BLOCK_SAMPLES];
    for (long done = 0; done < samples; done += BLOCK_SAMPLES) {
      int count = (int) Math.min(BLOCK_SAMPLES, samples - done);
      FloatBuffer floats = read(done, count);
      for (int i = 0; i < count; i++) {
        for (float[] plane : planes) {
          plane[i] = (float) (floats.get() * gain);
        }
      }
      wav.write(planes, count); // ends before what is not read yet: it is half as long
    }
    file.truncate(file.position());
    wav.close();
  }

  private FloatBuffer read(long sample, int count) throws IOException {
    ByteBuffer bytes = buffer(count);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, floatsAt(sample) + bytes.position()) < 0) {
        throw new EOFException("The file became shorter while it was written");
      }
    }
    return bytes.flip().asFloatBuffer();
  }

  private ByteBuffer buffer(int count) {
    return ByteBuffer.allocate(count * channels * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Behind where the header will be. */
  private long floatsAt(long sample) {
    return WavWriter.HEADER_BYTES + sample * channels * Float.BYTES;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
