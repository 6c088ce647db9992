package io.partita.lake.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.lake.CommandName;
import java.io.IOException;
import java.util.Optional;

/**
 * A run that would make what is there already. It ends before its lock is taken and Spark starts,
 * and writes nothing. Each command that runs night after night asks here, and only here.
 */
public final class UnchangedRun extends RuntimeException {
  private static final String OUTCOME = "unchanged";

  private final transient ObjectNode report;

  /**
   * What an earlier run left.
   *
   * @param state its {@link RunIdentity#state}
   * @param report what it printed as JSON
   */
  public record Earlier(String state, JsonNode report) {}

  /** Looks for what an earlier run of a command left. */
  @FunctionalInterface
  public interface Look {
    /** Empty where there is none, or it is not good enough for this run. */
    Optional<Earlier> at() throws IOException;
  }

  private UnchangedRun(String line, ObjectNode report) {
    super(line, null, false, false);
    this.report = report;
  }

  /**
   * Ends the run by throwing, where its options allow that and an earlier one has made all that it
   * would make.
   *
   * @param state of this run
   * @param place what was made, for a person, as {@code lake, data set groove}
   */
  public static void endIfSame(RunOptions options, String state, String place, Look look)
      throws IOException {
    if (!options.mayEndUnchanged()) {
      return;
    }
    Optional<Earlier> same = look.at().filter(earlier -> earlier.state().equals(state));
    if (same.isPresent() && same.get().report() instanceof ObjectNode report) {
      throw new UnchangedRun(
          "%s → %s: unchanged, nothing was done"
              .formatted(CommandName.of(options.command()), place),
          report.deepCopy().put("outcome", OUTCOME));
    }
  }

  /** One line for people, without a full stop. */
  public String line() {
    return getMessage();
  }

  /** What the earlier run printed as JSON, with the outcome {@code unchanged}. */
  public JsonNode report() {
    return report;
  }
}
