package io.partita.grid;

import io.partita.score.Division;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;

/**
 * How steps of a grid are played: how fast, and how late the off sixteenths are.
 *
 * @param qpm quarters a minute, 20 to 400
 * @param swing where in its eighth the second sixteenth begins, as a percentage of the eighth: 50
 *     is straight, 66.7 a triplet, 75 a dotted sixteenth; 50 to 75
 */
public record Feel(double qpm, double swing) {
  /** As models of slices play by themselves: straight, 120 quarters a minute. */
  public static final Feel USUAL = new Feel(120, 50);

  private static final double MICROS_PER_MINUTE = 60e6;

  public Feel {
    require(qpm >= 20 && qpm <= 400, "qpm", "20 to 400", qpm);
    require(swing >= 50 && swing <= 75, "swing", "50 to 75", swing);
  }

  private static void require(boolean isGood, String name, String range, double given) {
    if (!isGood) {
      throw new IllegalArgumentException(name + " must be " + range + ", but is " + given);
    }
  }

  /**
   * The same notes with this feel. Between steps time is stretched evenly, so that all notes keep
   * their order; bars begin where they did.
   *
   * @param score in quarters of ticks that four steps divide, of one tempo
   * @return the score itself if it is played as usual
   */
  public Score of(Score score) {
    return equals(USUAL) ? score : played(score);
  }

  /** The same of a score of another tempo, which it is played as usual instead of. */
  public Score played(Score score) {
    Division division = score.division();
    ScoreBuilder played =
        Score.builder(division).tempo(0, (int) Math.round(MICROS_PER_MINUTE / qpm));
    score.timeSignatures().forEach(played::timeSignature);
    score.keySignatures().forEach(played::keySignature);
    score.texts().forEach(played::text);
    score.pedals().forEach(played::pedal);
    int eighth = division.ticksPerQuarter() / 2;
    for (Note note : score.notes()) {
      played.note(
          new Note(
              note.track(),
              note.port(),
              note.channel(),
              note.program(),
              note.pitch(),
              note.velocity(),
              swung(note.onsetTick(), eighth),
              swung(note.offsetTick(), eighth),
              Double.NaN,
              Double.NaN,
              note.closedBy()));
    }
    for (int track = 0; track < score.tracks().size(); track++) {
      played.endTick(track, score.tracks().get(track).endTick());
    }
    return played.build();
  }

  private long swung(long tick, int eighth) {
    double share = swing / 100;
    double place = (double) (tick % eighth) / eighth;
    double moved = place <= 0.5 ? 2 * share * place : 1 - 2 * (1 - share) * (1 - place);
    return tick - tick % eighth + Math.round(moved * eighth);
  }
}
