package io.partita.fma;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

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
        "punk|'[' 1 'p'",
        "['a'|',' 5 end",
        "['a' 5]|',' 6 '5'",
        "['a|closing ' 4 end",
        "['\\x4']|2 hexadecimal 5 '4'",
        "['\\N{NO SUCH}']|name 5 '{'",
        "['a'] x|end 7 'x'",
        "[1]|quoted 2 '1'"
      })
  void whatIsNoListOfTextsIsRefused(String text, String expectedPlaceAndFound) {
    assertThatIllegal(() -> PythonList.texts(text))
        .names((Object[]) expectedPlaceAndFound.split(" "));
  }

  @Test
  void whatIsNoWholeNumberIsRefused() {
    assertThatIllegal(() -> PythonList.integers("[1.5]")).names("','", 3, "'.'");
    assertThatIllegal(() -> PythonList.integers("[99999999999]")).names("number", 2, "'9'");
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
      assertThat(e).as("its place").hasMessageFindingMatch("\\b\\d+\\b");
    }
  }
}
