package io.partita.audio.compare;

/**
 * How two recordings go together where they do so best.
 *
 * @param correlation −1 to 1; 0 where either is shorter than 0.74 s or does not change
 * @param lagS seconds of the first recording before the second one begins; negative where the
 *     second begins earlier
 * @param overlapS seconds that both have
 */
public record PrintMatch(double correlation, double lagS, double overlapS) {}
