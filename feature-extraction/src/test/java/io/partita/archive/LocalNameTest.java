package io.partita.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalNameTest {
  /** Percent signs and digits are frequent enough to make what looks like an escape. */
  private static final byte[] FREQUENT = "%%%25FE01Az/é\u2028".getBytes(UTF_8);

  @Property
  void everyNameIsReadBack(@ForAll byte[] name) {
    assertThat(LocalName.bytes(LocalName.text(name))).isEqualTo(name);
  }

  @Property
  void everyNameOfPercentSignsAndDigitsIsReadBack(@ForAll byte[] places) {
    byte[] name = new byte[places.length];
    for (int i = 0; i < name.length; i++) {
      name[i] = FREQUENT[(places[i] & 0xff) % FREQUENT.length];
    }
    assertThat(LocalName.bytes(LocalName.text(name))).isEqualTo(name);
  }

  @Property
  void everyTextCanBePrinted(@ForAll byte[] name) {
    assertThat(LocalName.text(name).codePoints().map(Character::getType))
        .doesNotContain(
            (int) Character.CONTROL,
            (int) Character.SURROGATE,
            (int) Character.LINE_SEPARATOR,
            (int) Character.PARAGRAPH_SEPARATOR);
  }

  @Property
  void aPathIsTurnedComponentByComponent(@ForAll byte[] one, @ForAll byte[] other) {
    byte[] path = Arrays.copyOf(one, one.length + 1 + other.length);
    path[one.length] = '/';
    System.arraycopy(other, 0, path, one.length + 1, other.length);
    assertThat(LocalName.text(path)).isEqualTo(LocalName.text(one) + "/" + LocalName.text(other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a:b.mid",
        "100%.mid",
        "a%20b.mid",
        "%41.mid",
        "%ff.mid",
        "é.mid",
        "東京 #1?.mid",
        " x ",
        "\\"
      })
  void mostNamesStayAsTheyAre(String name) {
    assertThat(LocalName.text(name.getBytes(UTF_8))).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"%FF, %25FF", "%25, %2525", "%0A, %250A", "%7F%, %257F%", "%%80, %%2580"})
  void whatWouldReadAsAnEscapeIsEscaped(String name, String text) {
    assertThat(LocalName.text(name.getBytes(UTF_8))).isEqualTo(text);
  }

  @Test
  void bytesThatAreNotUtf8AndControlsAreEscaped() {
    assertThat(LocalName.text("\u00ff\u00e9.mid".getBytes(ISO_8859_1))).isEqualTo("%FF%E9.mid");
    assertThat(LocalName.text("a\nb\u2028\u0085".getBytes(UTF_8)))
        .isEqualTo("a%0Ab%E2%80%A8%C2%85");
    assertThat(LocalName.text(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}))
        .as("half of a surrogate pair")
        .isEqualTo("%ED%A0%80");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a:b/%FF/%25FF.mid", "/%E9/é?#[x]\\", "/100% of%0A.mid", "/"})
  void aPathHasItsText(String text) {
    assertThat(LocalName.text(LocalName.path(text))).isEqualTo(text);
  }

  @Test
  void aPathAsItStandsIsInUtf8() {
    assertThat(LocalName.text(LocalName.literalPath("/x/%FF/é"))).isEqualTo("/x/%25FF/é");
    assertThat(LocalName.literalPath("x//y/")).isEqualTo(Path.of("x/y").toAbsolutePath());
  }
}
