package io.partita.files;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.partita.Mistake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SynthOptionsTest {
  private static SynthOptions of(String... arguments) {
    return CommandLine.populateCommand(new SynthOptions(), arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--rate=8000", "--rate=96000", "--max-seconds=1"})
  void takesWhatIsInRange(String argument) {
    assertThatCode(of(argument)::check).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "--rate=7999, 'bad_option --rate 8000 96000 7999'",
    "--rate=96001, 'bad_option --rate 8000 96000 96001'",
    "--max-seconds=0, 'bad_option --max-seconds 1 0'"
  })
  void refusesTheRest(String argument, String message) {
    assertThatMistake(of(argument)::check).is(message);
  }

  @Test
  void aWavFileHolds4Gibibytes() {
    // 2 channels of 2 bytes: 6 hours at 48 kHz are 4.1e9 bytes of 4.29e9.
    assertThatCode(() -> of("--rate=48000").requireRoom("a.mid", 6 * 3600))
        .doesNotThrowAnyException();
    assertThatMistake(() -> of("--rate=48000").requireRoom("a.mid", 7 * 3600))
        .is(Mistake.TOO_LARGE)
        .names("a.mid", "25200", "48000", "4", "--rate");
    assertThatCode(() -> of("--rate=8000").requireRoom("a.mid", 7 * 3600))
        .doesNotThrowAnyException();
  }
}
