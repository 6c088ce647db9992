package io.partita.kind.rvq;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.partita.codec.CodeBooks;
import io.partita.codec.CodePacking;
import java.io.Serializable;
import java.util.Locale;

/**
 * A residual vector quantiser but for its codebooks. Frames are brought to a mean of 0 and a
 * deviation of 1 before the first stage, all their numbers alike, so that distances between frames
 * keep their proportions.
 *
 * @param column what its frames are: {@link #MEL} or {@link #LATENTS}
 * @param source the recipe of the mel; of latents, the SHA-256 of the model's weights
 * @param sampleRateHz of the audio; 0 where it is not known
 * @param hop samples from one frame to the next, at that rate; 0 where it is not known
 * @param stages codebooks, one a stage
 * @param entries of each codebook
 * @param dimension numbers in a frame
 * @param mean of the numbers of the frames that it learnt from
 * @param deviation of them, above 0
 * @param zeroCodeword whether entry 0 of all stages but the first is 0, so that no stage brings a
 *     frame farther away
 */
public record Rvq(
    String column,
    String source,
    int sampleRateHz,
    int hop,
    int stages,
    int entries,
    int dimension,
    double mean,
    double deviation,
    boolean zeroCodeword)
    implements Serializable {
  /** What archives call the kind. */
  public static final String KIND = "rvq";

  /** Frames of the table mel. */
  public static final String MEL = "mel";

  /** Windows of the table latents. */
  public static final String LATENTS = "latents";

  public static final int MAX_STAGES = 64;
  public static final int MAX_DIMENSION = 4096;

  public Rvq {
    require(column != null && (column.equals(MEL) || column.equals(LATENTS)), "column", column);
    require(source != null, "source", source);
    require(sampleRateHz >= 0, "sampleRateHz", sampleRateHz);
    require(hop >= 0, "hop", hop);
    require(stages >= 1 && stages <= MAX_STAGES, "stages", stages);
    require(entries >= 2 && entries <= CodeBooks.MAX_ENTRIES, "entries", entries);
    require(dimension >= 1 && dimension <= MAX_DIMENSION, "dimension", dimension);
    require(Double.isFinite(mean), "mean", mean);
    require(deviation > 0 && deviation < Double.POSITIVE_INFINITY, "deviation", deviation);
    require((long) stages * entries * dimension <= 1 << 28, "codebooks", stages);
  }

  private static void require(boolean isGood, String what, Object value) {
    if (!isGood) {
      throw new IllegalArgumentException("a quantiser has no " + what + " " + value);
    }
  }

  /** The same with another number of stages. */
  public Rvq with(int ofStages) {
    return new Rvq(
        column,
        source,
        sampleRateHz,
        hop,
        ofStages,
        entries,
        dimension,
        mean,
        deviation,
        zeroCodeword);
  }

  /** Numbers of all codebooks. */
  @JsonIgnore
  public long parameters() {
    return (long) stages * entries * dimension;
  }

  /**
   * The codebooks, of normalised frames.
   *
   * @param numbers as an archive holds them: [stages][entries][dimension]
   */
  public CodeBooks books(float[] numbers) {
    return CodeBooks.of(numbers, stages, entries, dimension);
  }

  /** Frames as the codebooks know them; the given ones stay as they are. */
  public float[][] normalised(float[][] frames) {
    float[][] normalised = new float[frames.length][];
    for (int t = 0; t < frames.length; t++) {
      normalised[t] = new float[frames[t].length];
      for (int i = 0; i < frames[t].length; i++) {
        normalised[t][i] = (float) ((frames[t][i] - mean) / deviation);
      }
    }
    return normalised;
  }

  /** The way back, likewise. */
  public float[][] denormalised(float[][] frames) {
    float[][] back = new float[frames.length][];
    for (int t = 0; t < frames.length; t++) {
      back[t] = new float[frames[t].length];
      for (int i = 0; i < frames[t].length; i++) {
        back[t][i] = (float) (frames[t][i] * deviation + mean);
      }
    }
    return back;
  }

  /** What it is, for people. */
  public String title() {
    return String.format(
        Locale.ROOT, "%d stages of %,d entries of %d numbers", stages, entries, dimension);
  }

  /** Bits that a code takes, at most {@link CodePacking#MAX_BITS}. */
  public int bits() {
    return Integer.SIZE - Integer.numberOfLeadingZeros(entries - 1);
  }
}
