package io.partita.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenTest {
  private static final String FOREIGN = "a\u001b\u202e\u2028b\r";
  private static final String SHOWN = "a\\u001b\\u202e\\u2028b\\u000d";

  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errBytes = new ByteArrayOutputStream();

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void giveBack() {
    System.setOut(out);
    System.setErr(err);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoeverPrintsPrintsVisibleText(boolean isTerminal) throws IOException {
    try (Screen screen = Screen.open(isTerminal);
        Screen again = Screen.open(isTerminal)) {
      assertThat(again).isNotSameAs(screen);
      System.out.println(FOREIGN);
      System.out.printf("%s", FOREIGN);
      System.out.append(FOREIGN).write(FOREIGN.getBytes(StandardCharsets.UTF_8));
      System.err.print(FOREIGN.toCharArray());
    }
    System.out.print(FOREIGN);

    assertThat(outBytes.toString(StandardCharsets.UTF_8))
        .isEqualTo(SHOWN + "\n" + SHOWN + SHOWN + SHOWN + FOREIGN);
    assertThat(errBytes.toString(StandardCharsets.UTF_8)).isEqualTo(SHOWN);
  }

  @Test
  void dataAreExactWhereNobodyLooks() throws IOException {
    try (Screen screen = Screen.open(false)) {
      Screen.data().write(FOREIGN.getBytes(StandardCharsets.UTF_8));
      screen.close();
    }

    assertThat(outBytes.toString(StandardCharsets.UTF_8)).isEqualTo(FOREIGN);
  }

  @Test
  void dataOnATerminalAreText() throws IOException {
    try (Screen screen = Screen.open(true)) {
      Screen.data().write(FOREIGN.getBytes(StandardCharsets.UTF_8));
      screen.close();
    }

    assertThat(outBytes.toString(StandardCharsets.UTF_8)).isEqualTo(SHOWN);
  }

  @Test
  void progressMayWriteOverItsLine() {
    try (Screen screen = Screen.open(true)) {
      Screen.progress().print("\r50 %");
      screen.close();
    }

    assertThat(errBytes.toString(StandardCharsets.UTF_8)).isEqualTo("\r50 %");
  }
}
