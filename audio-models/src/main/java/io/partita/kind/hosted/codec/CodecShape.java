package io.partita.kind.hosted.codec;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.codec.CodecLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a codec says of itself.
 *
 * @param model its file
 * @param rateHz of the sound that goes in and comes out
 * @param channels of that sound
 * @param hop samples of a channel from one frame of codes to the next
 * @param entries of each codebook
 * @param bandwidths in kbit/s, the least first; at least one
 */
public record CodecShape(
    CodecFile model, int rateHz, int channels, int hop, int entries, List<Double> bandwidths) {
  private static final double BITS_PER_KILOBIT = 1000;

  public CodecShape {
    bandwidths = List.copyOf(bandwidths);
  }

  /** How EnCodec lays out such codes in time, which its containers go by. */
  public Optional<CodecLayout> layout() {
    return Arrays.stream(CodecLayout.values())
        .filter(layout -> layout.sampleRateHz() == rateHz && layout.channels() == channels)
        .filter(layout -> layout.hop() == hop && layout.entries() == entries)
        .findFirst();
  }

  /** Bits that a code takes. */
  public int bits() {
    return Integer.SIZE - Integer.numberOfLeadingZeros(entries - 1);
  }

  /** Frames in a second, a begun one counted. */
  public int framesPerSecond() {
    return (rateHz + hop - 1) / hop;
  }

  /** Codebooks that so many kbit/s pay for. */
  int stagesFor(double bandwidth) {
    return (int) Math.floor(BITS_PER_KILOBIT * bandwidth / (framesPerSecond() * bits()) + 1e-9);
  }

  /** What so many codebooks take, in kbit/s. */
  double bandwidthOf(int stages) {
    return stages * framesPerSecond() * bits() / BITS_PER_KILOBIT;
  }

  /**
   * Codebooks that a bandwidth pays for.
   *
   * @param bandwidth in kbit/s
   * @throws UserException where the model has no such bandwidth; it names those that there are
   */
  public int stages(double bandwidth) {
    if (!bandwidths.contains(bandwidth)) {
      throw new UserException(
          Mistake.BAD_OPTION,
          "%s has bandwidths of %s kbit/s, not %s."
              .formatted(
                  model().name(),
                  bandwidths.stream().map(CodecShape::text).collect(Collectors.joining(", ")),
                  text(bandwidth)));
    }
    return stagesFor(bandwidth);
  }

  /** Codebooks at the largest bandwidth. */
  public int maxStages() {
    return stagesFor(bandwidths.get(bandwidths.size() - 1));
  }

  /** A bandwidth without needless zeros, as {@code 6} and {@code 1.5}. */
  public static String text(double bandwidth) {
    return bandwidth == Math.rint(bandwidth) && Math.abs(bandwidth) < 1e9
        ? String.format(Locale.ROOT, "%.0f", bandwidth)
        : Double.toString(bandwidth);
  }

  /** Segments of so many samples of a channel. */
  public int segments(long samples) {
    return layout().map(layout -> layout.segments(samples)).orElse(1);
  }

  /** Frames of a segment of a recording of so many samples. */
  public int frames(long samples, int segment) {
    return layout()
        .map(layout -> layout.frames(samples, segment))
        .orElse(Math.toIntExact((samples + hop - 1) / hop));
  }

  /** Samples from the beginning of a segment to that of the next; 0 where there is one. */
  int strideSamples() {
    return layout().map(CodecLayout::strideSamples).orElse(0);
  }

  /** Whether each segment is brought to one loudness, and its scale kept. */
  boolean isScaled() {
    return layout().map(CodecLayout::isScaled).orElse(false);
  }
}
