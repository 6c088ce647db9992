package io.partita.nn.conv;

import org.jtransforms.fft.DoubleFFT_1D;

/**
 * How far signals' magnitude spectrograms are from those of others, at five resolutions: for frames
 * of 2,048, 1,024, 512, 256 and 128 samples
 *
 * <pre>
 * mean((|X| − |Y|)²) / mean(|X|²) + mean|ln(|X| + ε) − ln(|Y| + ε)|
 * </pre>
 *
 * <p>added up (Caillon and Esling, "RAVE", 2021, equation 5; the means are over all signals, frames
 * and bins together). X are the spectra of the targets, with periodic Hann windows, every quarter
 * of a frame, the first around the first sample; signals are reflected at their ends, the last
 * sample not repeated. {@link io.partita.audio.StftDistance} is another distance.
 *
 * <p>Where |Y| is 0 it has the gradient 0. With a small ε few bins that are nearly silent make most
 * of the gradient. Of targets with mean(|X|²) below 1e-12 there is no linear term.
 */
public final class SpectralDistance {
  /** The ε that distances are reported with. */
  public static final double REPORTED_EPSILON = 1e-7;

  /** A signal is longer than this: half of the longest frame. */
  public static final int LEAST_LENGTH = 1024;

  private static final int[] LENGTHS = {2048, 1024, 512, 256, 128};
  private static final double SILENT = 1e-12;

  private final double epsilon;

  /**
   * @param epsilon above 0
   */
  public SpectralDistance(double epsilon) {
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("Epsilon is above 0, not " + epsilon);
    }
    this.epsilon = epsilon;
  }

  /**
   * The terms of a distance, one for each length of frames, the longest first.
   *
   * @param linear 0 where the targets are silent
   * @param logarithmic of all
   * @param silent how many linear terms were left out
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Terms(double[] linear, double[] logarithmic, int silent) {
    /** The distance. */
    public double sum() {
      double sum = 0;
      for (int k = 0; k < linear.length; k++) {
        sum += linear[k] + logarithmic[k];
      }
      return sum;
    }
  }

  /**
   * The distance of signals from their targets.
   *
   * @param signals one after the other, of equal length
   * @param targets likewise
   * @param count of signals; each is longer than {@link #LEAST_LENGTH}
   * @param gradient of each sample of the signals, to which that of the distance is added; null
   *     where nobody asks for it
   */
  public Terms of(double[] signals, double[] targets, int count, double[] gradient) {
    int length = signals.length / count;
    if (length <= LEAST_LENGTH || targets.length != signals.length) {
      throw new IllegalArgumentException(
          "%d signals of %d samples, where targets have %d in all and each is longer than %d"
              .formatted(count, length, targets.length, LEAST_LENGTH));
    }
    double[] linear = new double[LENGTHS.length];
    double[] logarithmic = new double[LENGTHS.length];
    int silent = 0;
    for (int k = 0; k < LENGTHS.length; k++) {
      Resolution resolution = new Resolution(LENGTHS[k], count, length);
      resolution.read(signals, targets);
      linear[k] = resolution.linear();
      logarithmic[k] = resolution.logarithmic();
      silent += resolution.isSilent() ? 1 : 0;
      if (gradient != null) {
        resolution.addGradient(gradient);
      }
    }
    return new Terms(linear, logarithmic, silent);
  }

  /** All spectra of one length of frames. */
  private final class Resolution {
    private final int size;
    private final int count;
    private final int length;
    private final int frames;
    private final int bins;
    private final double[] window;
    private final DoubleFFT_1D fft;

    /** Frame after frame as JTransforms packs them: bins 0 and size/2, then the others' parts. */
    private final double[] spectra;

    /** Frame after frame, [bins]. */
    private final double[] wanted;

    private double apart;
    private double energy;
    private double logs;

    Resolution(int size, int count, int length) {
      this.size = size;
      this.count = count;
      this.length = length;
      this.frames = 1 + length / (size / 4);
      this.bins = size / 2 + 1;
      this.window = new double[size];
      for (int i = 0; i < size; i++) {
        window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / size);
      }
      this.fft = new DoubleFFT_1D(size);
      this.spectra = new double[count * frames * size];
      this.wanted = new double[count * frames * bins];
    }

    void read(double[] signals, double[] targets) {
      double[] spectrum = new double[size];
      for (int frame = 0; frame < count * frames; frame++) {
        transform(targets, frame, spectrum, 0);
        transform(signals, frame, spectra, frame * size);
        for (int bin = 0; bin < bins; bin++) {
          double a = magnitude(spectrum, 0, bin);
          double b = magnitude(spectra, frame * size, bin);
          wanted[frame * bins + bin] = a;
          energy += a * a;
          apart += (a - b) * (a - b);
          logs += Math.abs(Math.log((a + epsilon) / (b + epsilon)));
        }
      }
    }

    private void transform(double[] signals, int frame, double[] into, int first) {
      for (int i = 0; i < size; i++) {
        into[first + i] = signals[place(frame, i)] * window[i];
      }
      fft.realForward(into, first);
    }

    /** Where a sample of a frame is, reflected at the ends of its signal. */
    private int place(int frame, int i) {
      int at = Math.abs(frame % frames * (size / 4) + i - size / 2);
      return frame / frames * length + (at < length ? at : 2 * (length - 1) - at);
    }

    private double magnitude(double[] spectrum, int first, int bin) {
      if (bin == 0 || bin == size / 2) {
        return Math.abs(spectrum[first + (bin == 0 ? 0 : 1)]);
      }
      double re = spectrum[first + 2 * bin];
      double im = spectrum[first + 2 * bin + 1];
      return Math.sqrt(re * re + im * im);
    }

    boolean isSilent() {
      return energy < SILENT * wanted.length;
    }

    double linear() {
      return isSilent() ? 0 : apart / energy;
    }

    double logarithmic() {
      return logs / wanted.length;
    }

    void addGradient(double[] gradient) {
      double[] back = new double[size];
      for (int frame = 0; frame < count * frames; frame++) {
        int first = frame * size;
        for (int bin = 0; bin < bins; bin++) {
          double b = magnitude(spectra, first, bin);
          double slope = b == 0 ? 0 : slope(wanted[frame * bins + bin], b) / b;
          if (bin == 0 || bin == size / 2) {
            // Twice, as JTransforms' inverse without its scale halves what has no mirror image.
            int at = bin == 0 ? 0 : 1;
            back[at] = 2 * slope * spectra[first + at];
          } else {
            back[2 * bin] = slope * spectra[first + 2 * bin];
            back[2 * bin + 1] = slope * spectra[first + 2 * bin + 1];
          }
        }
        fft.realInverse(back, false);
        for (int i = 0; i < size; i++) {
          gradient[place(frame, i)] += back[i] * window[i];
        }
      }
    }

    /** The gradient of a magnitude b whose target is a. */
    private double slope(double a, double b) {
      double ofLinear = isSilent() ? 0 : 2 * (b - a) / energy;
      return ofLinear + Math.signum(b - a) / ((b + epsilon) * wanted.length);
    }
  }
}
