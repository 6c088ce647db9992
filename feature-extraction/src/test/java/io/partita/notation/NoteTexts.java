package io.partita.notation;

import io.partita.score.Score;
import java.util.List;

/** Notes as tests write them. */
public final class NoteTexts {
  private NoteTexts() {}

  /** As {@code 60@0+1.5}: pitch, onset and length in quarters. */
  public static List<String> notes(Score score) {
    double quarter = score.division().ticksPerQuarter();
    return score.notes().stream()
        .map(
            note ->
                note.pitch()
                    + "@"
                    + plain(note.onsetTick() / quarter)
                    + "+"
                    + plain((note.offsetTick() - note.onsetTick()) / quarter))
        .toList();
  }

  private static String plain(double value) {
    double rounded = Math.rint(value * 1000) / 1000;
    return rounded == Math.rint(rounded)
        ? Long.toString(Math.round(rounded))
        : Double.toString(rounded);
  }
}
