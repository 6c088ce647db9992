package io.partita.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.lake.run.StepProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class JobLogTest {
  @Test
  void whoListensHearsRemarksAndSteps() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try (HeardJobs heard = new HeardJobs()) {
      JobLog.say("Reading …");
      JobLog.sayf("%,d files, %.1f s", 1234, 0.5);
      JobLog.draft("a half");
      JobLog.keepDraft();
      try (StepProgress step = new StepProgress("Cutting", "files")) {
        step.show(3, 7);
      }
      assertThat(heard.lines())
          .containsExactly(
              "Reading …",
              "1,234 files, 0.5 s",
              "draft: a half",
              "Cutting",
              "Cutting: 3 of 7 files",
              "Cutting: over");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aProgramThatDoesNotListenSeesNothing() {
    PrintStream before = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try (StepProgress step = new StepProgress("Cutting", "files")) {
      JobLog.say("Reading …");
      step.show(3, 7);
    } finally {
      System.setErr(before);
    }
    assertThat(err.size()).isZero();
  }
}
