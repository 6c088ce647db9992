package io.partita.audio.compare;

/**
 * How near a reconstruction x̂ is to its original x, over all values of one window or of many.
 *
 * @param snrDb signal-to-noise ratio, 10 · log₁₀(Σ x² / Σ (x̂ − x)²) in dB, of the samples or, of
 *     mel windows, of the mel magnitudes; 0 for silence, +∞ where nothing differs
 * @param spectralConvergence ‖|X̂| − |X|‖ / ‖|X|‖, Frobenius norms of magnitudes of the short-time
 *     Fourier transform or, of mel windows, of mel magnitudes; 0 is equal, 1 is silence
 * @param logMelMaeDb the mean of |log-mel of x̂ − log-mel of x| in dB, which is 20 / ln 10 times
 *     natural logarithms, as mels are of magnitudes
 */
public record AudioFigures(double snrDb, double spectralConvergence, double logMelMaeDb) {}
