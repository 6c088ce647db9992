package io.partita.lake.check;

/**
 * How many files a data set may have lost and still be fit for its user.
 *
 * @param maxRejected share of members, 0..1, that the ingest may have rejected
 * @param maxSuspect share of kept MIDI contents, 0..1, that it may have marked suspect
 * @param noLeaks whether values that are in several splits make it unfit
 */
public record CheckLimits(double maxRejected, double maxSuspect, boolean noLeaks) {}
