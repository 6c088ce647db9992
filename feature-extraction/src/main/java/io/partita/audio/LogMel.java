package io.partita.audio;

import io.partita.MalformedInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples to log-mel frames by a {@link MelRecipe}, in pieces of any size and in memory that does
 * not grow with them. Frames do not depend on the sizes of the pieces. Arithmetic is in float64,
 * frames are rounded to float32. Not for use by several threads.
 */
public final class LogMel {
  private static final int FRAMES_PER_FILL = 16;

  private final MelRecipe recipe;
  private final Stft stft;
  private final MelBank bank;
  private final double[] spectrum;
  private final double[] magnitudes;
  private final double[] mels;
  private final float[] frame;

  /** A stretch of the mirrored samples: kept up to {@code end}, not used before {@code start}. */
  private final double[] window;

  private int start;
  private int end;
  private long received;

  public LogMel(MelRecipe recipe) {
    this.recipe = recipe;
    stft = new Stft(recipe);
    bank = new MelBank(recipe);
    spectrum = new double[recipe.nFft()];
    magnitudes = new double[recipe.nFft() / 2 + 1];
    mels = new double[recipe.nMels()];
    frame = new float[recipe.nMels()];
    window = new double[recipe.nFft() + FRAMES_PER_FILL * recipe.hop() + 2 * recipe.padding()];
    end = recipe.padding();
  }

  /**
   * The frames of whole audio.
   *
   * @param samples mono, in [-1, 1], at the recipe's rate
   * @return [frames][nMels], floor(samples / hop) frames
   * @throws MalformedInputException {@link AudioFault#TOO_SHORT}
   */
  public static float[][] of(float[] samples, MelRecipe recipe) throws MalformedInputException {
    List<float[]> frames = new ArrayList<>();
    LogMel mel = new LogMel(recipe);
    mel.push(samples, samples.length, frame -> frames.add(frame.clone()));
    mel.finish(frame -> frames.add(frame.clone()));
    return frames.toArray(float[][]::new);
  }

  /**
   * Takes the next samples and hands over the frames they complete.
   *
   * @param samples mono, in [-1, 1], at the recipe's rate; a frame over a NaN is NaN
   * @param count of them, from the array's start
   */
  public void push(float[] samples, int count, FrameSink sink) {
    int taken = 0;
    while (taken < count) {
      int n = Math.min(count - taken, window.length - recipe.padding() - end);
      for (int i = 0; i < n; i++) {
        window[end + i] = samples[taken + i];
      }
      taken += n;
      end += n;
      mirrorStart(n);
      emit(sink);
    }
  }

  /**
   * Hands over the last frames. Nothing can be pushed after it.
   *
   * @throws MalformedInputException {@link AudioFault#TOO_SHORT} where there were fewer samples
   *     than {@link MelRecipe#minSamples}
   */
  public void finish(FrameSink sink) throws MalformedInputException {
    if (received < recipe.minSamples()) {
      throw new MalformedInputException(
          AudioFault.TOO_SHORT,
          0,
          "Recipe %s needs %s samples at %s Hz, but there are %s"
              .formatted(recipe.name(), recipe.minSamples(), recipe.sampleRateHz(), received));
    }
    for (int i = 1; i <= recipe.padding(); i++) {
      window[end - 1 + i] = window[end - 1 - i];
    }
    end += recipe.padding();
    emit(sink);
  }

  /** Once there are enough samples for it: x[padding], …, x[1] before x[0]. */
  private void mirrorStart(int n) {
    int padding = recipe.padding();
    if (received <= padding && received + n > padding) {
      for (int i = 1; i <= padding; i++) {
        window[padding - i] = window[padding + i];
      }
    }
    received += n;
  }

  private void emit(FrameSink sink) {
    if (received <= recipe.padding()) {
      return;
    }
    for (; end - start >= recipe.nFft(); start += recipe.hop()) {
      fill(start);
      sink.frame(frame);
    }
    // The end is mirrored from the last padding + 1 samples, which later frames may not need.
    int kept = Math.min(start, end - recipe.padding() - 1);
    System.arraycopy(window, kept, window, 0, end - kept);
    start -= kept;
    end -= kept;
  }

  private void fill(int from) {
    stft.forward(window, from, spectrum);
    int half = recipe.nFft() / 2;
    magnitudes[0] = spectrum[0] * spectrum[0];
    for (int bin = 1; bin < Math.min(bank.binCount(), half); bin++) {
      double re = spectrum[2 * bin];
      double im = spectrum[2 * bin + 1];
      magnitudes[bin] = re * re + im * im;
    }
    magnitudes[half] = spectrum[1] * spectrum[1];
    // A loop of its own, which the compiler turns into vector instructions.
    for (int bin = 0; bin < bank.binCount(); bin++) {
      magnitudes[bin] = Math.sqrt(magnitudes[bin] + MelRecipe.POWER_EPSILON);
    }
    bank.apply(magnitudes, mels);
    for (int mel = 0; mel < mels.length; mel++) {
      frame[mel] = (float) recipe.logBase().log(Math.max(mels[mel], MelRecipe.MAGNITUDE_FLOOR));
    }
  }
}
