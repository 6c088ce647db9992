package io.partita.token.miditok;

import io.partita.midi.MidiEvents;
import io.partita.score.MidiWarning;
import java.util.Optional;
import java.util.Set;

/** Events to ids, step by step. */
public final class MidiTokEncoder {
  /** Quarter notes, beyond which every empty bar would still be tokens. */
  private static final long MAX_QUARTERS = (1 << 20) - 1;

  private static final long EMPTY_QUARTERS = 1 << 15;
  private static final long QUARTERS_AN_EVENT = 64;

  private static final Set<MidiWarning> REFUSED =
      Set.of(
          MidiWarning.HEADER_LENGTH,
          MidiWarning.LONG_HEADER,
          MidiWarning.UNKNOWN_FORMAT,
          MidiWarning.DATA_BYTE_CLAMPED,
          MidiWarning.TRUNCATED,
          MidiWarning.BAD_VLQ,
          MidiWarning.TRACK_LENGTH,
          MidiWarning.RUNNING_STATUS_MISSING);

  private MidiTokEncoder() {}

  /**
   * What became of a file.
   *
   * @param ids of {@link Vocabulary}; the array is not copied
   * @param notes that they hold
   * @param orphanOffs note offs that met no open note
   * @param unclosed notes that no off ended, which have no tokens
   * @param truncations durations of more than 12 beats
   * @param messages events of all tracks, end-of-tracks left out
   * @param endTimeS the running time at the last of them, in seconds
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Encoded(
      int[] ids,
      int notes,
      int orphanOffs,
      int unclosed,
      int truncations,
      int messages,
      double endTimeS) {}

  /** Whether the file has a mistake with which it is no MIDI file to the original. */
  public static boolean isDamaged(MidiEvents events) {
    return events.warnings().counts().keySet().stream().anyMatch(REFUSED::contains);
  }

  /**
   * Whether the file lasts too many quarter notes for what is in it: 32,768 (4.5 hours at 120 bpm)
   * and 64 for each event, or 1,048,575 in any case. Empty bars are tokens, so a file of some bytes
   * could ask for megabytes.
   */
  public static boolean isTooLong(MidiEvents events) {
    long quarters = Math.min(MAX_QUARTERS, EMPTY_QUARTERS + QUARTERS_AN_EVENT * events.size());
    long limit = quarters * events.division().ticksPerQuarter();
    for (int track = 0; track < events.trackCount(); track++) {
      int end = MetaEvents.end(events, track);
      if (end > events.firstEvent(track) && events.tick(end - 1) >= limit) {
        return true;
      }
    }
    return false;
  }

  /**
   * A file's ids.
   *
   * @param events whose division is in quarter notes, and which are not too long
   * @return empty where a duration falls between the lengths that there are, as a change of metre
   *     can bring about
   */
  public static Optional<Encoded> encode(MidiEvents events, Kind kind) {
    MetaEvents metas = MetaEvents.of(events);
    FileNotes read = FileNotes.of(events);
    int division = events.division().ticksPerQuarter();
    Preparation music = new Preparation(metas, read, division, kind);
    return Writing.ids(music, kind)
        .map(
            ids ->
                new Encoded(
                    ids,
                    music.notes().length,
                    read.orphanOffs(),
                    read.unclosed(),
                    music.truncations(),
                    metas.messages(),
                    metas.endTimeS(division)));
  }
}
