package io.partita.token.miditok;

import io.partita.score.Division;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A score of decoded notes: a track for each program, with a channel as far as there are some. */
final class DecodedScore {
  private static final int CHANNELS_BUT_DRUMS = 15;

  private final ScoreBuilder score;
  private final List<long[]> notes = new ArrayList<>();
  private boolean startsWithTempo;

  DecodedScore(int ticksPerQuarter) {
    this.score = Score.builder(Division.ppq(ticksPerQuarter));
  }

  void metre(long tick, int entry) {
    score.timeSignature(tick, Metres.numerator(entry), Metres.denominator(entry));
  }

  void tempo(long tick, int entry) {
    startsWithTempo |= tick == 0;
    score.tempo(tick, Tempos.micros(entry));
  }

  /**
   * @param program 0 to 127, or {@link FileNotes#DRUMS}
   * @param place of the token that begins the note, by which notes of one onset are in order
   */
  void note(int program, int pitch, int velocity, long onset, long offset, int place) {
    notes.add(new long[] {program, pitch, velocity, onset, offset, place});
  }

  Score build() {
    if (!startsWithTempo) {
      score.tempo(0, Tempos.micros(Tempos.DEFAULT));
    }
    Map<Integer, Integer> trackOf = new LinkedHashMap<>();
    int voices = 0;
    Map<Integer, Integer> channelOf = new LinkedHashMap<>();
    notes.sort(
        Comparator.<long[]>comparingLong(note -> note[3]).thenComparingLong(note -> note[5]));
    for (long[] note : notes) {
      int program = (int) note[0];
      boolean drums = program == FileNotes.DRUMS;
      if (!trackOf.containsKey(program)) {
        trackOf.put(program, trackOf.size());
        channelOf.put(program, drums ? Note.DRUM_CHANNEL : channel(voices++));
      }
      score.note(
          trackOf.get(program),
          channelOf.get(program),
          drums ? 0 : program,
          (int) note[1],
          (int) note[2],
          note[3],
          note[4]);
    }
    return score.build();
  }

  private static int channel(int voice) {
    int channel = voice % CHANNELS_BUT_DRUMS;
    return channel < Note.DRUM_CHANNEL ? channel : channel + 1;
  }
}
