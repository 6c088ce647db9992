package io.partita.msd;

/**
 * The {@code idx_…} columns of one song: where in the arrays of its file the song's own values
 * begin, as a row number from 0. A file that holds many songs and their arrays needs them; in the
 * file of one track and in a summary file, which has no arrays, all are 0.
 *
 * <p>The first 15 are in {@code /analysis/songs}, the next two in {@code /metadata/songs}, the last
 * in {@code /musicbrainz/songs}.
 */
public record MsdIndexes(
    int barsConfidence,
    int barsStart,
    int beatsConfidence,
    int beatsStart,
    int sectionsConfidence,
    int sectionsStart,
    int segmentsConfidence,
    int segmentsLoudnessMax,
    int segmentsLoudnessMaxTime,
    int segmentsLoudnessStart,
    int segmentsPitches,
    int segmentsStart,
    int segmentsTimbre,
    int tatumsConfidence,
    int tatumsStart,
    int artistTerms,
    int similarArtists,
    int artistMbtags) {
  /** The indexes of a file of one track, and of every row of a summary. */
  public static final MsdIndexes ZERO =
      new MsdIndexes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
