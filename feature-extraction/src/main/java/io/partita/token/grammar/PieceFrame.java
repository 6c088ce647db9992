package io.partita.token.grammar;

import java.util.Set;

/**
 * What holds throughout a piece that is to be drawn.
 *
 * @param programs of General MIDI that may play, 0 to 127, and {@link #DRUMS}; empty for all
 * @param qpm quarters a minute, above 0; null for whatever is drawn
 * @param metre as {@code 3/4}; null for whatever is drawn
 */
public record PieceFrame(Set<Integer> programs, Double qpm, String metre) {
  /** The number of the drums among programs. */
  public static final int DRUMS = 128;

  /** Whatever is drawn. */
  public static final PieceFrame NONE = new PieceFrame(Set.of(), null, null);

  public PieceFrame {
    programs = Set.copyOf(programs);
  }
}
