package io.partita.option;

import picocli.CommandLine.Option;

/** How many matches a search finds. */
public final class TopOption {
  private static final int MAX = 100;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Number of matches to find, 1 to " + MAX + " (default: ${DEFAULT-VALUE}).")
  private int top = 10;

  /**
   * The number.
   *
   * @throws io.partita.UserException out of range
   */
  public int number() {
    OptionRange.require(top >= 1 && top <= MAX, "--top must be 1 to " + MAX, top);
    return top;
  }
}
