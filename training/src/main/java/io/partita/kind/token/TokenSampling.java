package io.partita.kind.token;

import io.partita.model.ClassDraw;

/**
 * How a piece is drawn.
 *
 * @param seed equal seeds draw equal pieces
 * @param bars that are drawn at most, above 0; infinite for no limit
 * @param seconds that are drawn at most, above 0; infinite for no limit
 * @param most ids that are drawn at most
 */
record TokenSampling(ClassDraw draw, long seed, double bars, double seconds, int most) {}
