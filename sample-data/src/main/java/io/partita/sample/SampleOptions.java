package io.partita.sample;

import java.util.Locale;

/**
 * How much sample data to write.
 *
 * @param tracks Million Song tracks with MIDI files in the archive, 1 to 11,881,376; about 1.5
 *     files each
 * @param seed any number; the same seed and counts give the same files, byte for byte
 * @param summaryRows rows of the summary file: at least {@code tracks}, the rest being tracks that
 *     the archive does not have; at most 11,881,376
 * @param msdTrackFiles for how many tracks, from the first, a full per-track file is written; at
 *     most {@code tracks}
 * @param clips sound audio clips, 0 to 10,000; with 0 no audio is written, else for every 50 of
 *     them a truncated clip, one that is a web page, an empty one and one without a row
 * @param clipSeconds length of each, 1 to 30
 */
public record SampleOptions(
    int tracks, long seed, int summaryRows, int msdTrackFiles, int clips, int clipSeconds) {
  /** Seconds of a clip of the Free Music Archive's data sets. */
  public static final int USUAL_CLIP_SECONDS = 30;

  private static final int USUAL_TRACK_FILES = 5;

  /** Checks the ranges. */
  public SampleOptions {
    requireRange("tracks", tracks, 1, Catalog.MAX_TRACKS);
    requireRange("summaryRows", summaryRows, tracks, Catalog.MAX_TRACKS);
    requireRange("msdTrackFiles", msdTrackFiles, 0, tracks);
    requireRange("clips", clips, 0, FmaTrack.MAX_CLIPS);
    requireRange("clipSeconds", clipSeconds, 1, USUAL_CLIP_SECONDS);
  }

  /** With clips of 30 seconds. */
  public SampleOptions(int tracks, long seed, int summaryRows, int msdTrackFiles, int clips) {
    this(tracks, seed, summaryRows, msdTrackFiles, clips, USUAL_CLIP_SECONDS);
  }

  /** Without audio. */
  public SampleOptions(int tracks, long seed, int summaryRows, int msdTrackFiles) {
    this(tracks, seed, summaryRows, msdTrackFiles, 0);
  }

  /** A summary of just the tracks, per-track files of the first five, no audio. */
  public static SampleOptions of(int tracks, long seed) {
    return new SampleOptions(tracks, seed, tracks, Math.min(tracks, USUAL_TRACK_FILES));
  }

  private static void requireRange(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s must be %,d to %,d, but is %,d", name, min, max, value));
    }
  }
}
