package io.partita.token;

import io.partita.midi.MidiEvents;
import io.partita.score.Score;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Scheme {@code anticipation}: compound tokens as in the anticipatory music transformer (Thickstun,
 * Hall, Donahue, Liang 2023). The default scheme.
 *
 * <p>All tracks are merged. A note on of velocity above 0 makes a note; an off, or a note on of
 * velocity 0, closes the oldest open note of its (instrument, note, channel), by the instrument in
 * force at the off, so that a program change in mid-note leaves the note unclosed. Channel 9 is
 * instrument 128. Time is {@code rint(100 · seconds)}, and so is the difference of two unrounded
 * times. A tempo of 0 stops the clock.
 */
public final class CompoundTokens implements CompoundScheme {
  /** The instrument of channel 9. */
  public static final int DRUMS = 128;

  private static final int[] CHANNELS = IntStream.range(0, 16).filter(c -> c != 9).toArray();

  CompoundTokens() {}

  @Override
  public String label() {
    return "anticipation";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Tokenization encode(MidiEvents events) {
    return TokenEncoder.encode(events, false);
  }

  /**
   * Tokens as a score of 50 ticks a quarter at 120 bpm: one track and one channel per instrument,
   * in the order of appearance, channel 9 for instrument 128 only. A duration of -1 becomes 25. To
   * write it in the original's order use {@link io.partita.midi.MidiWriter#writeOnsetsFirst}.
   *
   * @param tokens five a note
   * @throws IllegalArgumentException if a token is out of range, or at a 16th non-drum instrument
   */
  @Override
  public Score decode(int[] tokens) {
    return TokenDecoder.decode(tokens, DRUMS, CHANNELS);
  }

  /** Durations that {@link EventIds} cuts, and the {@code events}: three ids a note. */
  @Override
  public Map<String, Object> figures(Tokenization tokenization) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("truncations", tokenization.truncations());
    figures.put("events", EventIds.ofTokens(tokenization.tokens()));
    return figures;
  }
}
