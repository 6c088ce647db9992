package io.partita.files;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.UserException;
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
    "--rate=7999, '--rate must be 8000 to 96000, not 7999.'",
    "--rate=96001, '--rate must be 8000 to 96000, not 96001.'",
    "--max-seconds=0, '--max-seconds must be at least 1, not 0.'"
  })
  void refusesTheRest(String argument, String message) {
    assertThatThrownBy(of(argument)::check).isInstanceOf(UserException.class).hasMessage(message);
  }

  @Test
  void aWavFileHolds4Gibibytes() {
    // 2 channels of 2 bytes: 6 hours at 48 kHz are 4.1e9 bytes of 4.29e9.
    assertThatCode(() -> of("--rate=48000").requireRoom("a.mid", 6 * 3600))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> of("--rate=48000").requireRoom("a.mid", 7 * 3600))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "a.mid cannot be rendered: its 25200 s at 48000 Hz do not fit into a WAV file of 4 GiB;"
                + " give a lower --rate.");
    assertThatCode(() -> of("--rate=8000").requireRoom("a.mid", 7 * 3600))
        .doesNotThrowAnyException();
  }
}
