package io.partita.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How EnCodec's published models lay out codes in time (Défossez et al. 2022, sections 3.1 and
 * 3.2).
 */
public enum CodecLayout {
  /** Mono, the whole file as one segment. */
  ENCODEC_24KHZ(24_000, 1, 0, 0, false, List.of(1.5, 3.0, 6.0, 12.0, 24.0)),
  /** Stereo, segments of a second that overlap by a hundredth, each with its own scale. */
  ENCODEC_48KHZ(48_000, 2, 48_000, 47_520, true, List.of(3.0, 6.0, 12.0, 24.0));

  private static final int HOP = 320;
  private static final int ENTRIES = 1024;
  private static final int BITS = 10;

  private final int sampleRateHz;
  private final int channels;
  private final int segmentSamples;
  private final int strideSamples;
  private final boolean isScaled;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<Double> bandwidths;

  CodecLayout(
      int sampleRateHz,
      int channels,
      int segmentSamples,
      int strideSamples,
      boolean isScaled,
      List<Double> bandwidths) {
    this.sampleRateHz = sampleRateHz;
    this.channels = channels;
    this.segmentSamples = segmentSamples;
    this.strideSamples = strideSamples;
    this.isScaled = isScaled;
    this.bandwidths = bandwidths;
  }

  /** By what a container calls the model, as {@code encodec_24khz}. */
  public static Optional<CodecLayout> named(String model) {
    return Arrays.stream(values()).filter(layout -> layout.model().equals(model)).findFirst();
  }

  /** What a container calls the model. */
  public String model() {
    return name().toLowerCase(Locale.ROOT);
  }

  public int sampleRateHz() {
    return sampleRateHz;
  }

  public int channels() {
    return channels;
  }

  /** Samples of each channel from one frame to the next. */
  public int hop() {
    return HOP;
  }

  public int entries() {
    return ENTRIES;
  }

  public int bits() {
    return BITS;
  }

  /** Frames in a second. */
  public int framesPerSecond() {
    return sampleRateHz / HOP;
  }

  /** Whether each segment has a scale. */
  public boolean isScaled() {
    return isScaled;
  }

  /** Samples from the beginning of a segment to that of the next; 0 where there is one segment. */
  public int strideSamples() {
    return strideSamples;
  }

  /** In kbit/s, those that the models were trained for. */
  public List<Double> bandwidths() {
    return bandwidths;
  }

  /** Most codebooks that are used. */
  public int maxCodebooks() {
    return codebooks(bandwidths.get(bandwidths.size() - 1));
  }

  /**
   * Codebooks that a bandwidth pays for.
   *
   * @param kilobitsPerSecond one of {@link #bandwidths()}
   * @throws IllegalArgumentException where it is none of them
   */
  public int codebooks(double kilobitsPerSecond) {
    if (!bandwidths.contains(kilobitsPerSecond)) {
      throw new IllegalArgumentException(
          "%s has bandwidths of %s kbit/s, not %s"
              .formatted(model(), bandwidths, kilobitsPerSecond));
    }
    return (int) Math.floor(1000 * kilobitsPerSecond / (framesPerSecond() * BITS));
  }

  /** Segments of so many samples of a channel. */
  public int segments(long samples) {
    return Math.toIntExact(segmentSamples == 0 ? 1 : (samples + strideSamples - 1) / strideSamples);
  }

  /** Frames of a segment. */
  public int frames(long samples, int segment) {
    long length =
        segmentSamples == 0
            ? samples
            : Math.min(samples - (long) segment * strideSamples, segmentSamples);
    return Math.toIntExact((length + HOP - 1) / HOP);
  }
}
