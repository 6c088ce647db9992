package io.partita.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
  @ParameterizedTest
  @CsvSource({
    "0x1b, \\u001b",
    "0x00, \\u0000",
    "0x07, \\u0007",
    "0x0d, \\u000d",
    "0x7f, \\u007f",
    "0x85, \\u0085",
    "0x9b, \\u009b",
    "0xad, \\u00ad",
    "0x61c, \\u061c",
    "0x200b, \\u200b",
    "0x200f, \\u200f",
    "0x2028, \\u2028",
    "0x2029, \\u2029",
    "0x202e, \\u202e",
    "0x2060, \\u2060",
    "0x2067, \\u2067",
    "0xfeff, \\ufeff",
    "0xd800, \\ud800",
    "0xdfff, \\udfff",
    "0x3164, \\u3164",
    "0xfe0f, \\ufe0f",
    "0xe0041, \\udb40\\udc41",
    "0x1d173, \\ud834\\udd73",
  })
  void whatActsOrHidesIsWrittenAsItsNumber(String character, String shown) {
    String text = "a" + Character.toString(Integer.decode(character)) + "b";

    assertThat(VisibleText.lines(text)).isEqualTo("a" + shown + "b");
    assertThat(VisibleText.line(text)).isEqualTo("a" + shown + "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain ~", "é ü ß", "Дворжак", "שלום", "初音ミク", "🎵", "\\u001b"})
  void allElseStays(String text) {
    assertThat(VisibleText.lines(text)).isSameAs(text);
    assertThat(VisibleText.line(text)).isSameAs(text);
  }

  @Test
  void linesAndTabsAreNoTextOfOneLine() {
    assertThat(VisibleText.lines("a\n\tb")).isEqualTo("a\n\tb");
    assertThat(VisibleText.line("a\n\tb")).isEqualTo("a\\u000a\\u0009b");
  }

  @Test
  void jsonStaysTheSameJson() throws IOException {
    ObjectMapper json = new ObjectMapper();
    Map<String, String> value =
        Map.of("name\u202e", "\u001b\\\u009b\u2028\"\ufeff\udb40\udc41 \u007f");

    String shown = VisibleText.lines(json.writeValueAsString(value));

    assertThat(shown).isASCII();
    assertThat(json.readTree(shown)).isEqualTo(json.valueToTree(value));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 1000})
  void aStreamMayBeWrittenInPiecesOfAnySize(int size) throws IOException {
    String text = "é\u202e🎵\u001b[2J初\udb40\udc41\n\tend\u0085";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    try (OutputStream out = new VisibleStream(shown)) {
      for (int i = 0; i < bytes.length; i += size) {
        out.write(bytes, i, Math.min(size, bytes.length - i));
      }
    }

    assertThat(shown.toString(StandardCharsets.UTF_8))
        .isEqualTo("é\\u202e🎵\\u001b[2J初\\udb40\\udc41\n\tend\\u0085");
  }

  @Test
  void bytesThatAreNoUtf8DoNotPass() throws IOException {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    try (OutputStream out = new VisibleStream(shown)) {
      out.write(new byte[] {'a', (byte) 0x9b, (byte) 0xC0, 'b', (byte) 0xED, (byte) 0xA0, 'c'});
      out.write('\u001b');
    }

    assertThat(shown.toString(StandardCharsets.UTF_8)).matches("a\uFFFD+b\uFFFD+c\\\\u001b");
  }
}
