package io.partita.token;

import static io.partita.token.CompoundNote.TOKENS_PER_NOTE;
import static io.partita.token.CompoundNote.UNKNOWN_DURATION;

import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;

/** Compound tokens to a score: at 50 ticks a quarter and 120 bpm a tick is the tokens' 10 ms. */
final class TokenDecoder {
  private static final int TICKS_PER_QUARTER = 50;

  private TokenDecoder() {}

  /**
   * One track and one channel per instrument, in the order of their first onsets.
   *
   * @param drums the instrument that takes channel 9, or -1 if none does
   * @param freeChannels channels for the other instruments, in this order
   */
  static Score decode(int[] tokens, int drums, int[] freeChannels) {
    if (tokens.length % TOKENS_PER_NOTE != 0) {
      throw new IllegalArgumentException(
          "Tokens come in fives (time, duration, note, instrument, velocity), but there are "
              + tokens.length);
    }
    PrimitiveIterator.OfInt channels = Arrays.stream(freeChannels).iterator();
    Map<Integer, Integer> trackOf = new LinkedHashMap<>();
    Map<Integer, Integer> channelOf = new LinkedHashMap<>();
    ScoreBuilder score = Score.builder(Division.ppq(TICKS_PER_QUARTER));
    int[] byTime =
        IntStream.range(0, tokens.length / TOKENS_PER_NOTE)
            .map(i -> i * TOKENS_PER_NOTE)
            .boxed()
            .sorted(Comparator.comparingInt(at -> tokens[at]))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int at : byTime) {
      int instrument = tokens[at + 3];
      if (!channelOf.containsKey(instrument)) {
        if (instrument != drums && !channels.hasNext()) {
          throw new IllegalArgumentException(
              ("MIDI has room for %s%s instruments, but instrument %s is one more: drop or "
                      + "merge instruments first")
                  .formatted(freeChannels.length, drums < 0 ? "" : " non-drum", instrument));
        }
        channelOf.put(instrument, instrument == drums ? 9 : channels.nextInt());
        trackOf.put(instrument, trackOf.size());
      }
      long onset = tokens[at];
      int duration = tokens[at + 1];
      score.note(
          trackOf.get(instrument),
          channelOf.get(instrument),
          instrument == drums ? 0 : instrument,
          tokens[at + 2],
          tokens[at + 4],
          onset,
          onset + (duration == UNKNOWN_DURATION ? EventIds.DURATION_OF_UNCLOSED : duration));
    }
    return score.build();
  }
}
