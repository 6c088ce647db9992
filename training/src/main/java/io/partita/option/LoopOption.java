package io.partita.option;

import picocli.CommandLine.Option;

/** Whether sound is a loop: whole bars that go on at their beginning. */
public final class LoopOption {
  @Option(
      names = "--loop",
      negatable = true,
      description =
          "Cut at whole bars and mix the ringing tail into the beginning (default: for"
              + " drum loops).")
  private Boolean given;

  /**
   * @param usual where it is not given
   */
  public boolean or(boolean usual) {
    return given == null ? usual : given;
  }
}
