package io.partita.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.partita.lake.run.RunOptions;
import io.partita.lake.run.UnchangedRun;
import io.partita.output.Answer;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What becomes of a run that an earlier one has made unnecessary; see {@link UnchangedRun}. */
public final class UnchangedOptions {
  private static final String CODE = "--unchanged-code";
  private static final String JSON = "--json";
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

  /**
   * Prints what such a command found in the end.
   *
   * @return its exit code
   */
  public static int print(UnchangedRun run, CommandLine command) throws JsonProcessingException {
    boolean json = value(command, JSON).filter(Boolean.TRUE::equals).isPresent();
    Answer.print(json, run.report(), report -> run.line());
    return value(command, CODE).map(Integer.class::cast).orElse(0);
  }

  private static Optional<Object> value(CommandLine command, String option) {
    return Optional.ofNullable(command.getCommandSpec().findOption(option))
        .map(found -> found.getValue());
  }
}
