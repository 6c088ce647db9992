package io.partita.option;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Loudness as commands are told it. */
class LoudnessOptionsTest {
  private static LoudnessOptions told(String... args) {
    LoudnessOptions options = new LoudnessOptions();
    new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("loudness", mixin(options)))
        .parseArgs(args);
    return options;
  }

  private static CommandLine.Model.CommandSpec mixin(LoudnessOptions options) {
    return CommandLine.Model.CommandSpec.forAnnotatedObject(options);
  }

  @ParameterizedTest
  @CsvSource({"-23, -23", "0, 0", "-70, -70", "-14.5, -14.5"})
  void aLoudnessIsANumber(String text, double lufs) {
    assertThat(told("--loudness=" + text).lufs()).hasValue(lufs);
  }

  @Test
  void offLeavesSamplesAsTheyAre() {
    assertThat(told("--loudness=off").lufs()).isEmpty();
    assertThat(told().lufs()).hasValue(-16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "-70.1", "loud", "NaN", "OFF"})
  void whatIsNoLoudnessIsAMistake(String text) {
    assertThatMistake(() -> told("--loudness=" + text).lufs())
        .is(Mistake.BAD_OPTION)
        .names("--loudness", "-70", "0", text);
  }

  @Test
  void aPipeCannotBeMadeQuieterAfterwards() {
    assertThatMistake(() -> told().check(Path.of("/dev/null")))
        .is(Mistake.BAD_PATH)
        .names("/dev/null");
  }
}
