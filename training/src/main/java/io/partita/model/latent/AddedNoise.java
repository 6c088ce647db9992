package io.partita.model.latent;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.nn.latent.FrameNoise;
import io.partita.option.OptionRange;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/**
 * Normal noise that is added to latents before they are decoded, to hear what they stand for: a
 * function of seed, dimension and frame alone.
 */
public final class AddedNoise {
  private static final double MOST = 1e6;

  @Option(
      names = "--noise",
      paramLabel = "X",
      description =
          "RAVE, latent model: standard deviation of noise to add to the latents (default: none).")
  private Double deviation;

  @Option(
      names = "--dims",
      split = ",",
      paramLabel = "I,J",
      description = "RAVE, latent model: dimensions to add noise to, from 0 (default: all).")
  private List<Integer> dims;

  /**
   * Noise on the dimensions of that place in z.
   *
   * @param dims null for all
   */
  public static AddedNoise of(double deviation, List<Integer> dims) {
    AddedNoise noise = new AddedNoise();
    noise.deviation = deviation;
    noise.dims = dims;
    return noise;
  }

  /** Fails on what can be told from the options alone. */
  public void check() {
    OptionRange.require(
        deviation == null || (deviation >= 0 && deviation <= MOST),
        "--noise must be 0 to 1000000",
        deviation);
    if (dims != null && deviation == null) {
      throw new UserException(
          Mistake.MISSING_OPTION, "--dims says which dimensions get noise: give --noise, too.");
    }
    if (dims != null && dims.stream().distinct().count() < dims.size()) {
      throw new UserException(Mistake.BAD_OPTION, "--dims names a dimension twice: " + dims + ".");
    }
  }

  public boolean isNone() {
    return deviation == null;
  }

  /** 0 where none is added. */
  public double deviation() {
    return deviation == null ? 0 : deviation;
  }

  /**
   * The dimensions that get noise.
   *
   * @param count of the model
   * @throws UserException where an option names another one
   */
  public int[] dims(int count) {
    if (dims == null) {
      return IntStream.range(0, count).toArray();
    }
    for (int dim : dims) {
      if (dim < 0 || dim >= count) {
        throw new UserException(
            Mistake.BAD_OPTION,
            "--dims names dimension %s, but the model has %s of them, 0 to %s."
                .formatted(dim, count, count - 1));
      }
    }
    return dims.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The dimensions that are named; null for all. */
  public int[] named() {
    return dims == null ? null : dims.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Adds it to latents of windows that follow each other.
   *
   * @param z of each window, [dimension][frame]
   * @param count of dimensions
   */
  public void addTo(float[][] z, int count, long seed) {
    if (isNone()) {
      return;
    }
    int frames = z[0].length / count;
    for (int dim : dims(count)) {
      for (int window = 0; window < z.length; window++) {
        for (int frame = 0; frame < frames; frame++) {
          float noise = FrameNoise.at(seed, dim, (long) window * frames + frame);
          z[window][dim * frames + frame] += (float) (deviation * noise);
        }
      }
    }
  }
}
