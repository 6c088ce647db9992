package io.partita.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A piece of a song's words.
 *
 * @param event where it is, with its text less the mark of karaoke
 * @param begins what it begins by the mark of karaoke; empty where it goes on
 */
public record SungText(TextEvent event, Optional<Begins> begins) {
  private static final String KARAOKE = "@KMIDI";
  private static final String HEADER = "@";

  /** What the marks of karaoke begin. */
  public enum Begins {
    /** {@code \}, which clears the screen. */
    PARAGRAPH,
    /** {@code /}. */
    LINE
  }

  /**
   * The words of a score: its lyrics. Where karaoke has none, its texts, as {@code .kar} files have
   * them: those with {@code @} are headers, {@code \} and {@code /} begin lines.
   */
  public static List<SungText> of(Score score) {
    List<SungText> lyrics =
        score.texts().stream()
            .filter(text -> text.kind() == TextEvent.Kind.LYRIC)
            .map(text -> new SungText(text, Optional.empty()))
            .toList();
    return lyrics.isEmpty() && isKaraoke(score) ? karaoke(score) : lyrics;
  }

  private static boolean isKaraoke(Score score) {
    return score.texts().stream().anyMatch(text -> text.text().startsWith(KARAOKE));
  }

  private static List<SungText> karaoke(Score score) {
    List<SungText> words = new ArrayList<>();
    for (TextEvent event : score.texts()) {
      String text = event.text();
      if (event.kind() != TextEvent.Kind.TEXT || text.startsWith(HEADER)) {
        continue;
      }
      Optional<Begins> begins =
          switch (text.isEmpty() ? ' ' : text.charAt(0)) {
            case '\\' -> Optional.of(Begins.PARAGRAPH);
            case '/' -> Optional.of(Begins.LINE);
            default -> Optional.empty();
          };
      String sung = begins.isPresent() ? text.substring(1) : text;
      words.add(
          new SungText(
              new TextEvent(event.tick(), event.track(), event.kind(), sung, event.encoding()),
              begins));
    }
    return words;
  }
}
