package io.partita.midi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.partita.score.Score;
import io.partita.score.SungText;
import io.partita.score.TextEvent;
import io.partita.score.TextEvent.Encoding;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {
  private static final Charset SHIFT_JIS = Charset.forName("Shift_JIS");

  @ParameterizedTest
  @CsvSource({
    "efbbbf66c3b672, för, UTF_8",
    "500069006100, Pia, UTF_16",
    "5069616e6f00, Piano, UTF_8",
    "fffe6600f6007200, för, UTF_16",
    "feff006600f60072, för, UTF_16",
    "feff65e5672c, 日本, UTF_16",
    "6600f6007200, för, UTF_16",
    "006600f60072, för, UTF_16",
    "66f672, för, ISO_8859_1",
    // "Ä" and "DÉBUT" of a Macintosh look like one half-width and one full-width kana.
    "c4, Ä, ISO_8859_1",
    "4483425554, D\u0083BUT, ISO_8859_1",
    // NUL behind one letter
    "4100, A, UTF_8",
  })
  void encodingsAreRecognisedWhereTheyAreCertain(String hex, String text, Encoding encoding)
      throws Exception {
    assertThat(texts(HexFormat.of().parseHex(hex)))
        .extracting(TextEvent::text, TextEvent::encoding)
        .containsExactly(tuple(text, encoding));
  }

  @Test
  void shiftJisHoldsForAllTextsOfAFile() throws Exception {
    assertThat(texts("空".getBytes(SHIFT_JIS), "さくら".getBytes(SHIFT_JIS), "La".getBytes(SHIFT_JIS)))
        .extracting(TextEvent::text, TextEvent::encoding)
        .containsExactly(
            tuple("空", Encoding.SHIFT_JIS),
            tuple("さくら", Encoding.SHIFT_JIS),
            tuple("La", Encoding.UTF_8));
  }

  @Test
  void oneTextThatIsNoShiftJisMakesTheFileLatin() throws Exception {
    byte[] latin = "für ÿ".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(texts("さくら".getBytes(SHIFT_JIS), latin))
        .extracting(TextEvent::encoding)
        .containsExactly(Encoding.ISO_8859_1, Encoding.ISO_8859_1);
  }

  /** ÉTÉ and ÉCOLE in the code pages of DOS and the Macintosh, whose É is 0x90 and 0x83. */
  @Test
  void accentedCapitalsOfOldCodePagesAreNoKana() throws Exception {
    for (String page : List.of("IBM850", "x-MacRoman", "windows-1252")) {
      for (String word : List.of("ÉTÉ", "ÉCOLE", "Ça sera très gâté", "À l'été")) {
        assertThat(texts(word.getBytes(Charset.forName(page))))
            .as("%s in %s", word, page)
            .extracting(TextEvent::encoding)
            .containsExactly(Encoding.ISO_8859_1);
      }
    }
  }

  @Test
  void textsOfKaraokeAreLyricsWhereItHasNone() throws Exception {
    List<String> words = List.of("@KMIDI KARAOKE FILE", "@TSong", "\\Oh ", "/la", " la");

    assertThat(SungText.of(score(1, words)))
        .extracting(sung -> sung.event().text(), SungText::begins)
        .containsExactly(
            tuple("Oh ", Optional.of(SungText.Begins.PARAGRAPH)),
            tuple("la", Optional.of(SungText.Begins.LINE)),
            tuple(" la", Optional.empty()));
    assertThat(SungText.of(score(1, words.subList(1, 5)))).as("without @KMIDI").hasSize(3);
    assertThat(SungText.of(score(1, words.subList(2, 5)))).as("without a header").isEmpty();
    assertThat(SungText.of(score(1, words.subList(3, 5)))).as("without a mark").isEmpty();
    assertThat(SungText.of(score(5, words)))
        .as("lyric events are as they are")
        .extracting(sung -> sung.event().text())
        .isEqualTo(words);
  }

  private static Score score(int type, List<String> words) throws Exception {
    StringBuilder events = new StringBuilder("00 903c40 04 803c00");
    for (String word : words) {
      events.append(event(type, word.getBytes(StandardCharsets.UTF_8)));
    }
    return MidiBytes.oneTrack(events.toString()).read();
  }

  private static List<TextEvent> texts(byte[]... texts) throws Exception {
    StringBuilder events = new StringBuilder("00 903c40 04 803c00");
    for (byte[] text : texts) {
      events.append(event(5, text));
    }
    return MidiBytes.oneTrack(events.toString()).read().texts();
  }

  private static String event(int type, byte[] text) {
    return " 00 ff%02x%02x%s".formatted(type, text.length, HexFormat.of().formatHex(text));
  }
}
