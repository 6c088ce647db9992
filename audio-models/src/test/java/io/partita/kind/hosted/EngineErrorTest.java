package io.partita.kind.hosted;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EngineErrorTest {
  private static String line(String message) {
    return EngineError.line(new IllegalStateException(message));
  }

  @Test
  void isTheLastErrorOfPages() {
    assertThat(
            line(
                """
                The following operation failed in the TorchScript interpreter.
                Traceback of TorchScript, original code (most recent call last):
                  File "a.py", line 3, in encode
                ValueError: an earlier one
                RuntimeError: Given groups=1, expected input[1, 3, 2048] to have 1 channels
                """))
        .isEqualTo("RuntimeError: Given groups=1, expected input[1, 3, 2048] to have 1 channels");
  }

  @Test
  void isTheBeginningWhereNoneIsNamed() {
    assertThat(line("Method 'sing' is not defined.\nException raised from find at a.cpp:1\n#0 b"))
        .isEqualTo("Method 'sing' is not defined.");
    assertThat(line("Error code - X - Got invalid dimensions\n index: 1\n Got: 64"))
        .isEqualTo("Error code - X - Got invalid dimensions index: 1 Got: 64");
    assertThat(line("x".repeat(1000))).hasSize(301).endsWith("…");
    assertThat(EngineError.line(new IllegalStateException()))
        .isEqualTo("java.lang.IllegalStateException");
  }
}
