package io.partita.nn.device;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an NVIDIA GPU's instruction set is called, as 8.6: code of one version runs on GPUs of the
 * same major version and the same or a higher minor one (CUDA C++ Programming Guide, "Binary
 * Compatibility").
 */
record ComputeCapability(int major, int minor) {
  /**
   * What ND4J's published binaries for CUDA 11.6 hold code for. They hold no PTX, which a driver
   * could translate for other GPUs.
   */
  private static final List<ComputeCapability> PUBLISHED =
      List.of(
          new ComputeCapability(3, 7),
          new ComputeCapability(5, 0),
          new ComputeCapability(5, 2),
          new ComputeCapability(6, 0),
          new ComputeCapability(6, 1),
          new ComputeCapability(7, 0),
          new ComputeCapability(7, 5),
          new ComputeCapability(8, 0),
          new ComputeCapability(8, 6));

  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");

  /** Reads {@code 8.6}; empty for anything else. */
  static Optional<ComputeCapability> parse(String text) {
    Matcher matcher = NUMBERS.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new ComputeCapability(
                Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /** Whether ND4J's published binaries run on such a GPU. */
  boolean runsPublishedBinaries() {
    return PUBLISHED.stream().anyMatch(code -> code.major == major && code.minor <= minor);
  }

  /** What the published binaries hold code for, as {@code 3.7, 5.0, …}. */
  static String published() {
    return PUBLISHED.stream().map(ComputeCapability::toString).collect(joining(", "));
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
