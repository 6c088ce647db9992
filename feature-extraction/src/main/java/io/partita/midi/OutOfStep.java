package io.partita.midi;

import static io.partita.score.MidiWarning.BAD_VLQ;
import static io.partita.score.MidiWarning.DATA_BYTE_CLAMPED;
import static io.partita.score.MidiWarning.EVENTS_AFTER_END_OF_TRACK;
import static io.partita.score.MidiWarning.GARBAGE_BETWEEN_CHUNKS;
import static io.partita.score.MidiWarning.RUNNING_STATUS_MISSING;
import static io.partita.score.MidiWarning.SYSTEM_MESSAGE;
import static io.partita.score.MidiWarning.TRACK_LENGTH;
import static io.partita.score.MidiWarning.TRUNCATED;

import io.partita.score.ClosedBy;
import io.partita.score.MidiWarning;
import io.partita.score.MidiWarnings;
import io.partita.score.Notes;
import java.util.Set;

/**
 * Tells a file whose events are out of step: somewhere a delta time was taken for data, or the
 * other way round, and what was read from there on is noise. It shows in note ons and offs that do
 * not belong together, and in hours without a note.
 *
 * <p>Music may lack offs (drums often do) or have too many (some programs end each note twice), but
 * hardly ever both. So one of them alone tells something only where the events themselves are
 * damaged.
 */
final class OutOfStep {
  /** What is met among the events of a track that lost its step, or that loses it by this. */
  private static final Set<MidiWarning> DAMAGED_EVENTS =
      Set.of(
          BAD_VLQ,
          RUNNING_STATUS_MISSING,
          SYSTEM_MESSAGE,
          DATA_BYTE_CLAMPED,
          EVENTS_AFTER_END_OF_TRACK);

  /** What an event whose length was misread leaves: it reaches past the end of its track. */
  private static final Set<MidiWarning> DAMAGED_TRACKS =
      Set.of(TRUNCATED, TRACK_LENGTH, GARBAGE_BETWEEN_CHUNKS);

  /** Unclosed notes and orphan offs together, as a share of all note ons and offs. */
  private static final double MOST_UNPAIRED = 0.03;

  private static final int FEWEST_UNPAIRED = 4;

  /** Of notes, and of offs: one note left open tells nothing where each off is sent twice. */
  private static final double FEWEST_OF_EACH = 0.005;

  /** Unclosed notes as a share of notes, or stray offs of offs. */
  private static final double MOST_OF_ONE_KIND = 0.1;

  /** Where more notes than that are unclosed, it is a style: nothing ends a note there. */
  private static final double STYLE = 0.9;

  private static final int FEWEST_OF_ONE_KIND = 8;
  private static final int FEWEST_IN_INTACT_EVENTS = 16;
  private static final double LONGEST_SILENCE_S = 3600;

  private final Notes notes;
  private final NotePairing pairing;

  private OutOfStep(Notes notes, NotePairing pairing) {
    this.notes = notes;
    this.pairing = pairing;
  }

  /** Adds the warning to a score's, at the first damaged event, if its notes are out of step. */
  static MidiWarnings added(MidiWarnings warnings, Notes notes, NotePairing pairing) {
    OutOfStep step = new OutOfStep(notes, pairing);
    int events = first(DAMAGED_EVENTS, warnings);
    int tracks = first(DAMAGED_TRACKS, warnings);
    boolean outOfStep =
        events < 0
            ? step.isUnpaired() || (tracks >= 0 && step.isSilent())
            : step.isSomewhatUnpaired() || step.isLacking() || step.isStray() || step.isSilent();
    if (!outOfStep) {
      return warnings;
    }
    MidiWarnings.Tally tally = new MidiWarnings.Tally();
    tally.add(MidiWarning.OUT_OF_STEP, Math.max(events < 0 ? tracks : events, 0));
    return warnings.plus(tally.toWarnings());
  }

  /** Where the first of some kinds was met, or -1. */
  private static int first(Set<MidiWarning> kinds, MidiWarnings warnings) {
    return kinds.stream()
        .filter(kind -> warnings.count(kind) > 0)
        .mapToInt(warnings.firstByteOffset()::get)
        .min()
        .orElse(-1);
  }

  private int offs() {
    return notes.size() - pairing.unclosedCount() + pairing.orphanOffs();
  }

  /** Without damaged events, a cut from the middle of a longer piece has a few of both. */
  private boolean isUnpaired() {
    int unclosed = pairing.unclosedCount();
    int orphans = pairing.orphanOffs();
    return unclosed + orphans >= FEWEST_IN_INTACT_EVENTS
        && unclosed > MOST_OF_ONE_KIND * notes.size()
        && orphans > MOST_OF_ONE_KIND * offs();
  }

  private boolean isSomewhatUnpaired() {
    int unclosed = pairing.unclosedCount();
    int orphans = pairing.orphanOffs();
    return unclosed > FEWEST_OF_EACH * notes.size()
        && orphans > FEWEST_OF_EACH * offs()
        && unclosed + orphans >= FEWEST_UNPAIRED
        && unclosed + orphans > MOST_UNPAIRED * (notes.size() + offs());
  }

  /** Many notes without an end, drums not counted. */
  private boolean isLacking() {
    int melodic = 0;
    int unclosed = 0;
    for (int i = 0; i < notes.size(); i++) {
      if (!notes.isDrum(i)) {
        melodic++;
        unclosed += notes.closedBy(i) == ClosedBy.TRACK_END ? 1 : 0;
      }
    }
    return unclosed >= FEWEST_OF_ONE_KIND
        && unclosed > MOST_OF_ONE_KIND * melodic
        && unclosed < STYLE * melodic;
  }

  /** Many offs of pitches that never sounded. */
  private boolean isStray() {
    return pairing.strayOffs() >= FEWEST_OF_ONE_KIND
        && pairing.strayOffs() > MOST_OF_ONE_KIND * offs();
  }

  /** An hour without a note on before the last one, or behind it in a note that nothing ends. */
  private boolean isSilent() {
    double last = 0;
    for (int i = 0; i < notes.size(); i++) {
      boolean isOpen = notes.closedBy(i) == ClosedBy.TRACK_END;
      if (notes.onsetS(i) - last > LONGEST_SILENCE_S
          || (isOpen && notes.durationS(i) > LONGEST_SILENCE_S)) {
        return true;
      }
      last = notes.onsetS(i);
    }
    return false;
  }
}
