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
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Writes a sound file at a {@link Loudness}, piece by piece, in little memory: how loud a piece of
 * music is is known at its end only. Until then 32-bit floats are kept on the disk: of a WAV file
 * in the file itself, of others in one beside it that has no name any more once it is open. {@link
 * #finish} makes the sound of them.
 *
 * <p>A loop has a length. What is written beyond it is added to its beginning, as often around as
 * need be: what rings on after the end of a loop is heard when it starts again.
 */
public final class LevelledSound implements Closeable {
  /** No sample is louder, before a lossy encoder: dB of full scale. */
  public static final double MAX_PEAK_DB = -1;

  private static final int BLOCK_SAMPLES = 4096;

  private final Path file;
  private final SoundFormat format;
  private final FileChannel floats;
  private final int sampleRateHz;
  private final int channels;
  private final OptionalDouble targetLufs;
  private final OptionalLong loop;

  /** Samples that were written, a loop's folded ones too. */
  private long written;

  private LevelledSound(
      Path file,
      SoundFormat format,
      FileChannel floats,
      int sampleRateHz,
      int channels,
      OptionalDouble targetLufs,
      OptionalLong loop) {
    this.file = file;
    this.format = format;
    this.floats = floats;
    this.sampleRateHz = sampleRateHz;
    this.channels = channels;
    this.targetLufs = targetLufs;
    this.loop = loop;
  }

  /**
   * Creates a file; one that is there is replaced. It is a sound file once it is finished.
   *
   * @param file of any name
   * @param sampleRateHz 8,000 to 192,000, one that the format takes
   * @param channels 1 or 2
   * @param targetLufs the loudness, or nothing to leave samples as they are: then those beyond full
   *     scale are clipped
   * @param loop samples of a loop, at least 1, or nothing for a sound that ends
   */
  public static LevelledSound create(
      Path file,
      SoundFormat format,
      int sampleRateHz,
      int channels,
      OptionalDouble targetLufs,
      OptionalLong loop)
      throws IOException {
    FileChannel floats =
        format == SoundFormat.WAV
            ? open(file)
            : open(
                file.resolveSibling(file.getFileName() + ".floats"),
                StandardOpenOption.DELETE_ON_CLOSE);
    return new LevelledSound(file, format, floats, sampleRateHz, channels, targetLufs, loop);
  }

  private static FileChannel open(Path file, OpenOption... more) throws IOException {
    OpenOption[] options = new OpenOption[4 + more.length];
    options[0] = StandardOpenOption.CREATE;
    options[1] = StandardOpenOption.TRUNCATE_EXISTING;
    options[2] = StandardOpenOption.READ;
    options[3] = StandardOpenOption.WRITE;
    System.arraycopy(more, 0, options, 4, more.length);
    return FileChannel.open(file, options);
  }

  /**
   * Appends samples 0 to {@code count} − 1 of each channel.
   *
   * @param planes an array for each channel
   */
  public void write(float[][] planes, int count) throws IOException {
    int done = 0;
    while (done < count) {
      long position = loop.isPresent() ? written % loop.getAsLong() : written;
      long room = loop.isPresent() ? loop.getAsLong() - position : Long.MAX_VALUE;
      int some = (int) Math.min(count - done, room);
      FloatBuffer before = position < written ? read(position, some) : null;
      ByteBuffer bytes = buffer(some);
      for (int i = done; i < done + some; i++) {
        for (float[] plane : planes) {
          bytes.putFloat(before == null ? plane[i] : plane[i] + before.get());
        }
      }
      writeAll(bytes.flip(), floatsAt(position));
      done += some;
      written += some;
    }
  }

  /** Samples that the file will have. */
  private long length() {
    return loop.orElse(written);
  }

  /**
   * Makes a sound file of what was written; a loop that was left shorter ends in silence.
   *
   * @throws IOException if it cannot be written, or would be a WAV file larger than 4 GiB
   */
  public void finish() throws IOException {
    while (written < length()) {
      int some = (int) Math.min(BLOCK_SAMPLES, length() - written);
      write(new float[channels][some], some);
    }
    double gain = targetLufs.isPresent() ? gain(targetLufs.getAsDouble()) : 1;
    if (format == SoundFormat.WAV) {
      WavWriter wav = WavWriter.on(floats, SampleType.INT16, sampleRateHz, channels);
      copy(wav, gain); // ends before what is not read yet: it is half as long
      floats.truncate(floats.position());
      wav.close();
      return;
    }
    try (SoundSink sink = format.create(file, sampleRateHz, channels)) {
      copy(sink, gain);
    }
  }

  private double gain(double lufs) throws IOException {
    Loudness loudness = new Loudness(sampleRateHz, channels);
    float[][] planes = new float[channels][BLOCK_SAMPLES];
    for (long done = 0; done < length(); done += BLOCK_SAMPLES) {
      loudness.add(planes, read(done, planes, 1));
    }
    return loudness.gain(lufs, MAX_PEAK_DB);
  }

  private void copy(SoundSink sink, double gain) throws IOException {
    float[][] planes = new float[channels][BLOCK_SAMPLES];
    for (long done = 0; done < length(); done += BLOCK_SAMPLES) {
      sink.write(planes, read(done, planes, gain));
    }
  }

  /** Reads a block; how many samples it has. */
  private int read(long sample, float[][] planes, double gain) throws IOException {
    int count = (int) Math.min(BLOCK_SAMPLES, length() - sample);
    FloatBuffer block = read(sample, count);
    for (int i = 0; i < count; i++) {
      for (float[] plane : planes) {
        plane[i] = (float) (block.get() * gain);
      }
    }
    return count;
  }

  private FloatBuffer read(long sample, int count) throws IOException {
    ByteBuffer bytes = buffer(count);
    while (bytes.hasRemaining()) {
      if (floats.read(bytes, floatsAt(sample) + bytes.position()) < 0) {
        throw new EOFException("The file became shorter while it was written");
      }
    }
    return bytes.flip().asFloatBuffer();
  }

  private void writeAll(ByteBuffer bytes, long at) throws IOException {
    long position = at;
    while (bytes.hasRemaining()) {
      position += floats.write(bytes, position);
    }
  }

  private ByteBuffer buffer(int count) {
    return ByteBuffer.allocate(count * channels * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Behind where the header of a WAV file will be. */
  private long floatsAt(long sample) {
    return WavWriter.HEADER_BYTES + sample * channels * Float.BYTES;
  }

  @Override
  public void close() throws IOException {
    floats.close();
  }
}
