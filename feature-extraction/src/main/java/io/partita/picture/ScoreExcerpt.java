package io.partita.picture;

import io.partita.MalformedInputException;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumPiece;
import io.partita.drum.DrumStretch;
import io.partita.midi.MidiEvents;
import io.partita.midi.MidiReader;
import io.partita.score.Notes;
import io.partita.score.Score;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A part of a MIDI file, its beginning from the first note on or another one, to be seen and heard.
 *
 * @param startS where it begins, seconds
 * @param lengthS length of what is shown, seconds
 */
public record ScoreExcerpt(MidiEvents events, Score score, double startS, double lengthS) {

  /**
   * Reads a file.
   *
   * @param midi the whole file
   * @throws MalformedInputException where it cannot be used
   */
  public static ScoreExcerpt of(byte[] midi, double lengthS) throws MalformedInputException {
    MidiEvents events = MidiReader.events(midi);
    Score score = events.score();
    double startS = Double.MAX_VALUE;
    for (int i = 0; i < score.notes().size(); i++) {
      startS = Math.min(startS, score.notes().onsetS(i));
    }
    return new ScoreExcerpt(events, score, score.notes().isEmpty() ? 0 : startS, lengthS);
  }

  /** The same file from another place on. */
  public ScoreExcerpt from(double seconds) {
    return new ScoreExcerpt(events, score, seconds, lengthS);
  }

  /**
   * A piano roll of the notes that are no drums; of a file with nothing but drums a drum roll.
   *
   * @throws io.partita.UserException where the machine has no font
   */
  public byte[] png(String title) {
    Optional<SliceRoll> drums = isAllDrums() ? drumRoll() : Optional.empty();
    return drums.isPresent()
        ? DrumRollPicture.png(title, List.of(drums.get()))
        : PianoRollPicture.png(title, roll());
  }

  /** What the picture shows, for those who cannot see it. */
  public String text() {
    long shown = roll().size();
    return isAllDrums()
        ? String.format(Locale.ROOT, "Drum roll: %d hits.", shown)
        : String.format(
            Locale.ROOT, "Piano roll: %d notes; drums are heard, but not drawn.", shown);
  }

  private boolean isAllDrums() {
    Notes notes = score.notes();
    for (int i = 0; i < notes.size(); i++) {
      if (!notes.isDrum(i)) {
        return false;
      }
    }
    return true;
  }

  private List<RollNote> roll() {
    boolean drums = isAllDrums();
    Notes notes = score.notes();
    List<RollNote> roll = new ArrayList<>();
    for (int i = 0; i < notes.size(); i++) {
      double onsetS = notes.onsetS(i) - startS;
      if (onsetS >= 0 && onsetS < lengthS && notes.isDrum(i) == drums) {
        double endS = Math.min(lengthS, onsetS + notes.durationS(i));
        roll.add(new RollNote(onsetS, endS, notes.pitch(i), false));
      }
    }
    return roll;
  }

  /** The first stretch of drums in whole bars; none where the metre has no common bars. */
  private Optional<SliceRoll> drumRoll() {
    for (DrumPiece piece : DrumGrid.of(events).pieces()) {
      for (DrumStretch stretch : piece.stretches()) {
        double steps = lengthS * piece.qpm() / 60 * DrumGrid.STEPS_PER_QUARTER;
        int bars = Math.max(1, (int) (steps / DrumGrid.STEPS_PER_BAR));
        int shown = Math.min(stretch.masks().length, bars * DrumGrid.STEPS_PER_BAR);
        return Optional.of(new SliceRoll("", "", Arrays.copyOf(stretch.masks(), shown)));
      }
    }
    return Optional.empty();
  }
}
