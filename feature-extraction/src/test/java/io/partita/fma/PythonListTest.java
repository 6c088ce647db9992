package io.partita.fma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonListTest {
  @Test
  void listsOfNumbers() {
    assertThat(PythonList.integers("[]")).isEmpty();
    assertThat(PythonList.integers(" [ 21, 76 ,103, ] ")).containsExactly(21, 76, 103);
    assertThat(PythonList.integers("[-1, +2, 1_000]")).containsExactly(-1, 2, 1000);
  }

  @Test
  void textsInEitherQuote() {
    assertThat(PythonList.texts("['punk', \"rock 'n' roll\", 'say \"so\"', '']"))
        .containsExactly("punk", "rock 'n' roll", "say \"so\"", "");
    assertThat(PythonList.texts("[u'a', 'b' 'c']")).containsExactly("a", "bc");
  }

  @Test
  void everyEscapeOfTheLanguage() {
    assertThat(
            PythonList.texts(
                "['\\\\ \\' \\\" \\a\\b\\f\\n\\r\\t\\v', '\\x41\\u00e9\\U0001f600\\101\\0',"
                    + " '\\N{LATIN SMALL LETTER E WITH ACUTE}', '\\d', 'a\\\nb']"))
        .containsExactly("\\ ' \" \u0007\b\f\n\r\t\u000b", "Aé😀A\0", "é", "\\d", "ab");
    assertThat(PythonList.texts("['\\ud83d\\ude00']")).containsExactly("😀");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "punk|expected '[' at character 1, found 'p'",
        "['a'|expected ',' at character 5, found the end",
        "['a' 5]|expected ',' at character 6, found '5'",
        "['a|expected the text's closing ' at character 4, found the end",
        "['\\x4']|expected a character's 2 hexadecimal digits at character 5, found '4'",
        "['\\N{NO SUCH}']|expected a character's name in braces at character 5, found '{'",
        "['a'] x|expected the end at character 7, found 'x'",
        "[1]|expected a quoted text at character 2, found '1'"
      })
  void whatIsNoListOfTextsIsRefused(String text, String message) {
    assertThatThrownBy(() -> PythonList.texts(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void whatIsNoWholeNumberIsRefused() {
    assertThatThrownBy(() -> PythonList.integers("[1.5]"))
        .hasMessage("expected ',' at character 3, found '.'");
    assertThatThrownBy(() -> PythonList.integers("[99999999999]"))
        .hasMessage("expected a whole number at character 2, found '9'");
  }

  @Property(tries = 300)
  void whatPythonWouldWriteIsRead(@ForAll List<String> items) {
    List<String> literals = new ArrayList<>();
    for (String item : items) {
      StringBuilder literal = new StringBuilder("'");
      item.codePoints().forEach(c -> literal.append("\\U%08x".formatted(c)));
      literals.add(literal.append("'").toString());
    }
    assertThat(PythonList.texts(literals.toString())).isEqualTo(items);
  }

  @Property(tries = 500)
  void anyTextEndsInAListOrARefusal(@ForAll String text) {
    try {
      assertThat(PythonList.texts("['" + text)).isNotNull();
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("expected ");
    }
  }
}
