package io.partita.symbolic;

import io.partita.score.KeySignature;
import io.partita.score.Notes;
import io.partita.score.Score;
import io.partita.score.TempoEvent;
import io.partita.score.TimeSignature;
import java.util.BitSet;
import java.util.List;

/**
 * A score in figures.
 *
 * @param trackCount MIDI tracks, empty ones included
 * @param durationS the latest end of a note in seconds, 0 without notes
 * @param programs distinct programs of the notes outside channel 9, ascending, 0 to 127
 * @param pitchMin lowest pitch, percussion included; null without notes
 * @param pitchMax highest pitch, percussion included; null without notes
 * @param timeSignature the first time signature, as {@code 4/4}; null without one
 * @param timeSignatureChangeCount times that the metre becomes another after the first
 * @param key the first valid key signature, as {@code C major}; null without one
 * @param noteDensity notes per second of {@code durationS}; null where that is 0
 */
public record ScoreStatistics(
    int trackCount,
    NoteCounts notes,
    double durationS,
    List<Integer> programs,
    Integer pitchMin,
    Integer pitchMax,
    Tempo tempo,
    String timeSignature,
    int timeSignatureChangeCount,
    String key,
    Double noteDensity) {

  /**
   * How many notes there are.
   *
   * @param all of them
   * @param drum notes on channel 9
   * @param unclosed notes that only their track's end closed
   * @param orphanOff note offs without a note
   * @param zeroLength notes of no length
   */
  public record NoteCounts(int all, int drum, int unclosed, int orphanOff, int zeroLength) {}

  /**
   * How fast it is.
   *
   * @param initialBpm quarters a minute in force at tick 0; null for SMPTE divisions
   * @param meanBpm quarters up to the latest end of a note, per minute of {@code durationS}; null
   *     for SMPTE divisions and where the duration is 0
   * @param changeCount times that the tempo in force becomes another after tick 0; 0 for SMPTE
   */
  public record Tempo(Double initialBpm, Double meanBpm, int changeCount) {}

  /** The figures of a score. */
  public static ScoreStatistics of(Score score) {
    Notes notes = score.notes();
    BitSet programs = new BitSet();
    BitSet pitches = new BitSet();
    int drumNotes = 0;
    long endTick = 0;
    for (int i = 0; i < notes.size(); i++) {
      pitches.set(notes.pitch(i));
      endTick = Math.max(endTick, notes.offsetTick(i));
      if (notes.isDrum(i)) {
        drumNotes++;
      } else {
        programs.set(notes.program(i));
      }
    }
    double durationS = score.tempoMap().secondsAt(endTick);
    boolean smpte = score.division().isSmpte();
    return new ScoreStatistics(
        score.tracks().size(),
        new NoteCounts(
            notes.size(),
            drumNotes,
            score.unclosedCount(),
            score.orphanOffs(),
            score.zeroLengthCount()),
        durationS,
        programs.stream().boxed().toList(),
        notes.isEmpty() ? null : pitches.nextSetBit(0),
        notes.isEmpty() ? null : pitches.length() - 1,
        smpte ? new Tempo(null, null, 0) : tempo(score, endTick, durationS),
        score.timeSignatures().stream().findFirst().map(TimeSignature::text).orElse(null),
        timeSignatureChanges(score.timeSignatures()),
        score.keySignatures().stream().findFirst().map(KeySignature::text).orElse(null),
        durationS == 0 ? null : notes.size() / durationS);
  }

  private static Tempo tempo(Score score, long endTick, double durationS) {
    double quarters = (double) endTick / score.division().ticksPerQuarter();
    return new Tempo(
        60e6 / score.tempoMap().microsPerQuarterAt(0),
        durationS == 0 ? null : quarters / (durationS / 60),
        tempoChanges(score));
  }

  /** Of several tempos at one tick only the last counts. */
  private static int tempoChanges(Score score) {
    int changes = 0;
    int before = score.tempoMap().microsPerQuarterAt(0);
    for (TempoEvent tempo : score.tempos()) {
      int after = score.tempoMap().microsPerQuarterAt(tempo.tick());
      changes += after == before ? 0 : 1;
      before = after;
    }
    return changes;
  }

  private static int timeSignatureChanges(List<TimeSignature> metres) {
    int changes = 0;
    for (int i = 1; i < metres.size(); i++) {
      changes += metres.get(i).text().equals(metres.get(i - 1).text()) ? 0 : 1;
    }
    return changes;
  }
}
