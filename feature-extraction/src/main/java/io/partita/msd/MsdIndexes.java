package io.partita.msd;

/**
 * The {@code idx_…} columns of one song: where in the arrays of its file the song's own values
 * begin, as a row number from 0. A file that holds many songs and their arrays needs them; in the
 * file of one track and in a summary file, which has no arrays, all are 0.
 *
 * <p>Those of bars to tatums are in {@code /analysis/songs}, the next two in {@code
 * /metadata/songs}, the last in {@code /musicbrainz/songs}.
 */
public record MsdIndexes(
    Timeline bars,
    Timeline beats,
    Timeline sections,
    Segments segments,
    Timeline tatums,
    int artistTerms,
    int similarArtists,
    int artistMbtags) {
  /** The indexes of a file of one track, and of every row of a summary. */
  public static final MsdIndexes ZERO =
      new MsdIndexes(
          Timeline.ZERO, Timeline.ZERO, Timeline.ZERO, Segments.ZERO, Timeline.ZERO, 0, 0, 0);

  /** Those of the arrays of {@link MsdTrack.Timeline}. */
  public record Timeline(int confidence, int start) {
    private static final Timeline ZERO = new Timeline(0, 0);
  }

  /** Those of the arrays of {@link MsdTrack.Segments}. */
  public record Segments(
      int confidence,
      int loudnessMax,
      int loudnessMaxTime,
      int loudnessStart,
      int pitches,
      int start,
      int timbre) {
    private static final Segments ZERO = new Segments(0, 0, 0, 0, 0, 0, 0);
  }
}
