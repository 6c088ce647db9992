package io.partita.kind.token;

import io.partita.model.ClassDraw;
import io.partita.token.grammar.PieceFrame;

/**
 * How a piece is drawn.
 *
 * @param seed equal seeds draw equal pieces
 * @param frame what all of the piece keeps to
 * @param fewestBars before the last of which the piece does not end; 0 for none
 * @param bars that are drawn at most, above 0; infinite for no limit
 * @param seconds that are drawn at most, above 0; infinite for no limit
 * @param most ids that are drawn at most
 */
record TokenSampling(
    ClassDraw draw,
    long seed,
    PieceFrame frame,
    double fewestBars,
    double bars,
    double seconds,
    int most) {
  /** Of whatever the model draws. */
  static TokenSampling of(ClassDraw draw, long seed, double bars, double seconds, int most) {
    return new TokenSampling(draw, seed, PieceFrame.NONE, 0, bars, seconds, most);
  }
}
