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
                note(
                    note.pitch(),
                    note.onsetTick() / quarter,
                    (note.offsetTick() - note.onsetTick()) / quarter))
        .toList();
  }

  /** One note; onset and length in quarters. */
  public static String note(int pitch, double onset, double length) {
    return pitch + "@" + plain(onset) + "+" + plain(length);
  }

  private static String plain(double value) {
    double rounded = Math.rint(value * 1000) / 1000;
    return rounded == Math.rint(rounded)
        ? Long.toString(Math.round(rounded))
        : Double.toString(rounded);
  }
}
