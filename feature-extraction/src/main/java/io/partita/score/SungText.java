package io.partita.score;

import io.partita.Labelled;
import java.util.ArrayList;
import java.util.BitSet;
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
  private static final String PARAGRAPH = "\\";

  /** What the marks of karaoke begin. */
  public enum Begins implements Labelled {
    /** {@code \}, which clears the screen. */
    PARAGRAPH,
    /** {@code /}. */
    LINE
  }

  /**
   * The words of a score: its lyrics. Where karaoke has none, its texts, as {@code .kar} files have
   * them: those with {@code @} are headers, {@code \} and {@code /} begin lines. Karaoke is a file
   * with the text {@code @KMIDI}, or else a track with headers and {@code \}.
   */
  public static List<SungText> of(Score score) {
    List<SungText> lyrics =
        score.texts().stream()
            .filter(text -> text.kind() == TextEvent.Kind.LYRIC)
            .map(text -> new SungText(text, Optional.empty()))
            .toList();
    return lyrics.isEmpty() ? karaoke(score) : lyrics;
  }

  private static List<SungText> karaoke(Score score) {
    boolean isAll = false;
    BitSet withHeaders = new BitSet();
    BitSet tracks = new BitSet();
    for (TextEvent event : score.texts()) {
      isAll |= event.text().startsWith(KARAOKE);
      if (event.kind() == TextEvent.Kind.TEXT) {
        if (isHeader(event)) {
          withHeaders.set(event.track());
        }
        if (event.text().startsWith(PARAGRAPH)) {
          tracks.set(event.track());
        }
      }
    }
    tracks.and(withHeaders);
    List<SungText> words = new ArrayList<>();
    for (TextEvent event : score.texts()) {
      if (event.kind() == TextEvent.Kind.TEXT
          && !isHeader(event)
          && (isAll || tracks.get(event.track()))) {
        words.add(word(event));
      }
    }
    return words;
  }

  private static boolean isHeader(TextEvent event) {
    return event.text().startsWith(HEADER);
  }

  private static SungText word(TextEvent event) {
    String text = event.text();
    Optional<Begins> begins =
        switch (text.isEmpty() ? ' ' : text.charAt(0)) {
          case '\\' -> Optional.of(Begins.PARAGRAPH);
          case '/' -> Optional.of(Begins.LINE);
          default -> Optional.empty();
        };
    String sung = begins.isPresent() ? text.substring(1) : text;
    return new SungText(
        new TextEvent(event.tick(), event.track(), event.kind(), sung, event.encoding()), begins);
  }
}
