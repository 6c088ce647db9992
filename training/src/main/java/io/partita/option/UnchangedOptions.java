package io.partita.option;

import io.partita.lake.run.RunOptions;
import io.partita.lake.run.UnchangedRun;
import picocli.CommandLine.Option;

/** What becomes of a run that an earlier one has made unnecessary; see {@link UnchangedRun}. */
public final class UnchangedOptions {
  /** Names the exit code. */
  public static final String CODE = "--unchanged-code";

  private static final int MOST = 255;

  @Option(names = "--again", description = "Run even if input and options are unchanged.")
  private boolean again;

  @Option(
      names = CODE,
      paramLabel = "N",
      description = "Exit code if input and options are unchanged, 0 to 255 (default: 0).")
  private int code;

  /**
   * Lets a run end at once where nothing has changed, unless the user wants it again.
   *
   * @throws io.partita.UserException where the exit code is none
   */
  public RunOptions addTo(RunOptions told) {
    return told.endUnchanged(mayEnd());
  }

  /**
   * Whether a run may end at once.
   *
   * @throws io.partita.UserException where the exit code is none
   */
  public boolean mayEnd() {
    OptionRange.require(code >= 0 && code <= MOST, CODE + " must be 0 to " + MOST, code);
    return !again;
  }
}
