/**
 * Written music, whatever file it is in: measures of parts with notes, marks and repeats ({@link
 * io.partita.notation.Measure}), and the score that they make ({@link
 * io.partita.notation.ScoreAssembly}). A format of such files is a {@link
 * io.partita.notation.ScoreFormat}.
 */
package io.partita.notation;
