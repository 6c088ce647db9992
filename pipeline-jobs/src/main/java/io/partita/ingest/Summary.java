package io.partita.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.partita.lake.CommandName;
import io.partita.output.Answer;
import io.partita.split.Split;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a person sees at the end of a run, and what a program does. */
public final class Summary {
  private final RunReport report;
  private final StringBuilder text = new StringBuilder();

  public Summary(RunReport report) {
    this.report = report;
  }

  /**
   * Prints the report on standard output, as one object with {@code json}, otherwise as a table.
   *
   * @return the run's exit code
   */
  public int print(boolean json) throws JsonProcessingException {
    Answer.print(json, report, shown -> table());
    return report.exitCode();
  }

  private String table() {
    text.append(CommandName.of(report.run().command())).append(" → ").append(report.run().lake());
    text.append(", data set ").append(report.run().dataset()).append('\n');
    line("members read", report.membersRead());
    line("  kept", report.members().getOrDefault("ok", 0L));
    line("  repaired", report.members().getOrDefault("repaired", 0L));
    line("  rejected (in quarantine)", report.rejected());
    report.faults().entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(fault -> line("    " + fault.getKey(), fault.getValue()));
    report.counts().forEach((what, count) -> line(what.replace('_', ' '), count));
    report.splits().forEach((split, count) -> line("contents in " + split, count));
    if (!report.emptySplits().isEmpty()) {
      text.append(emptySplits(report)).append('\n');
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%-36s %14.1f   (%.1f MB/s of input, %.0f files/s)%n",
            "seconds",
            report.run().seconds(),
            report.bytesRead() / 1e6 / report.run().seconds(),
            report.membersRead() / report.run().seconds()));
    text.append("run ").append(report.run().runId()).append(": ").append(report.outcome());
    if (Boolean.TRUE.equals(report.run().options().get("stage_only"))) {
      text.append(", staged only: partita publish makes it the newest version");
    }
    return text.toString();
  }

  /** What training and evaluation will lack, in one line. */
  private static String emptySplits(RunReport report) {
    return report.emptySplits().stream()
        .map(
            split ->
                split.equals(Split.VALIDATION.label())
                    ? "Split validation is empty: no validation loss."
                    : "Split test is empty: no test figures.")
        .collect(Collectors.joining(" "));
  }

  private void line(String what, long count) {
    text.append(String.format(Locale.ROOT, "%-36s %,14d%n", what, count));
  }
}
