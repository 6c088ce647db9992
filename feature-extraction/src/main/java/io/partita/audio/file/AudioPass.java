package io.partita.audio.file;

import io.partita.MalformedInputException;
import io.partita.audio.AudioStatistics;
import io.partita.audio.FrameSink;
import io.partita.audio.LogMel;
import io.partita.audio.MelRecipe;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;

/**
 * One pass over an audio file: decoded, measured, averaged to mono, brought to a recipe's rate and
 * turned into log-mel frames, in memory that does not grow with the file, or given as samples.
 */
public final class AudioPass implements Closeable {
  private static final int BLOCK_SAMPLES = DecoderWire.BLOCK_SAMPLES;

  private final AudioReader reader;

  /** Of what comes as samples; those of what does not are the reader's. */
  private final AudioStatistics statistics = new AudioStatistics();

  /** Opens a file; see {@link AudioReader#open}. */
  public AudioPass(SeekableByteChannel bytes, AudioLimits limits)
      throws IOException, MalformedInputException {
    reader = AudioReader.open(bytes, limits);
  }

  /**
   * Reads the file to its end.
   *
   * @throws MalformedInputException when the rest cannot be used, or all of it is too short for a
   *     frame: {@link #summary} then tells of what came before
   */
  public void run(MelRecipe recipe, FrameSink frames) throws IOException, MalformedInputException {
    LogMel mel = new LogMel(recipe);
    reader.monoAlone(recipe.sampleRateHz(), (samples, count) -> mel.push(samples, count, frames));
    mel.finish(frames);
  }

  /** The same, with a look at the samples of each channel. */
  public void run(MelRecipe recipe, FrameSink frames, PlaneSink sink)
      throws IOException, MalformedInputException {
    LogMel mel = new LogMel(recipe);
    reader.mono(recipe.sampleRateHz(), (samples, count) -> mel.push(samples, count, frames));
    run(sink);
    mel.finish(frames);
  }

  /**
   * Reads the file to its end: all of its samples, the channels averaged, at another rate.
   *
   * @return ⌈samples · sampleRateHz / the file's rate⌉ of them; 4 bytes each
   * @throws MalformedInputException when the rest cannot be used
   */
  public float[] mono(int sampleRateHz) throws IOException, MalformedInputException {
    MonoSamples mono = new MonoSamples();
    reader.monoAlone(sampleRateHz, mono);
    return Arrays.copyOf(mono.samples, mono.count);
  }

  /** All samples so far, in an array that grows. */
  private static final class MonoSamples implements AudioReader.MonoSink {
    private float[] samples = new float[BLOCK_SAMPLES];
    private int count;

    @Override
    public void samples(float[] more, int moreCount) {
      if (samples.length - count < moreCount) {
        samples =
            Arrays.copyOf(samples, Math.max(2 * samples.length, Math.addExact(count, moreCount)));
      }
      System.arraycopy(more, 0, samples, count, moreCount);
      count += moreCount;
    }
  }

  /** Takes samples on their way. */
  @FunctionalInterface
  public interface PlaneSink {
    /**
     * @param planes [channels][count or more], which the next samples overwrite
     */
    void planes(float[][] planes, int count) throws IOException;
  }

  /** Reads the file to its end, for its samples and figures alone. */
  public void run(PlaneSink sink) throws IOException, MalformedInputException {
    float[][] planes = new float[reader.format().channels()][BLOCK_SAMPLES];
    for (int count = reader.read(planes); count >= 0; count = reader.read(planes)) {
      for (float[] plane : planes) {
        statistics.add(plane, count);
      }
      sink.planes(planes, count);
    }
  }

  /** What is known of the file as far as it was read. */
  public AudioSummary summary() {
    AudioStatistics all = new AudioStatistics();
    all.merge(statistics);
    all.merge(reader.statistics());
    return new AudioSummary(reader.format(), reader.samplesRead(), reader.decodeErrors(), all);
  }

  /** Frees the decoder; the channel stays open. */
  @Override
  public void close() {
    reader.close();
  }
}
