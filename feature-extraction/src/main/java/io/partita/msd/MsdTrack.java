package io.partita.msd;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * One track's file of the Million Song Dataset: the song's row and every array beside it. The
 * arrays are kept as the file has them, are not copied and must not be changed. Two tracks are
 * equal if all their values are.
 *
 * @param bars one entry a bar
 * @param beats one entry a beat
 * @param tatums one entry a tatum, the smallest regular pulse
 * @param sections one entry a section, as verse or chorus
 * @param artistTerms the Echo Nest's tags of the artist, the weightiest first
 * @param similarArtists Echo Nest artist ids, the most similar first
 * @param artistMbtags MusicBrainz's tags of the artist
 */
public record MsdTrack(
    MsdSong song,
    Segments segments,
    Timeline bars,
    Timeline beats,
    Timeline tatums,
    Timeline sections,
    List<ArtistTerm> artistTerms,
    List<String> similarArtists,
    List<Mbtag> artistMbtags) {

  public MsdTrack {
    Objects.requireNonNull(song, "song");
    Objects.requireNonNull(segments, "segments");
    Objects.requireNonNull(bars, "bars");
    Objects.requireNonNull(beats, "beats");
    Objects.requireNonNull(tatums, "tatums");
    Objects.requireNonNull(sections, "sections");
    artistTerms = List.copyOf(artistTerms);
    similarArtists = List.copyOf(similarArtists);
    artistMbtags = List.copyOf(artistMbtags);
  }

  /**
   * A tag with how often it is used for the artist and how well it tells the artist from others.
   *
   * @param freq 0 to 1
   * @param weight 0 to 1
   */
  public record ArtistTerm(String term, double freq, double weight) {}

  /** A tag and the number of people who gave it. */
  public record Mbtag(String tag, int count) {}

  /**
   * Where bars, beats, tatums or sections begin.
   *
   * @param start [n], in seconds from the beginning of the track
   * @param confidence [n], 0 to 1
   */
  @SuppressWarnings("ArrayRecordComponent") // equal by content, see equals
  public record Timeline(double[] start, double[] confidence) {
    public Timeline {
      requireLength(start.length, confidence, "confidence");
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Timeline that
          && Arrays.equals(start, that.start)
          && Arrays.equals(confidence, that.confidence);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(start) + Arrays.hashCode(confidence);
    }
  }

  /**
   * The stretches of even sound the analyser cut the track into, each under a second mostly.
   *
   * @param start [n], in seconds from the beginning of the track
   * @param confidence [n], 0 to 1
   * @param loudnessMax [n], in dB
   * @param loudnessMaxTime [n], in seconds from the segment's start
   * @param loudnessStart [n], in dB, at the segment's start
   * @param pitches [n][12], chroma from C to B, each segment's strongest 1
   * @param timbre [n][12], the analyser's own twelve coefficients, unbounded and about 0
   */
  @SuppressWarnings("ArrayRecordComponent") // equal by content, see equals
  public record Segments(
      double[] start,
      double[] confidence,
      double[] loudnessMax,
      double[] loudnessMaxTime,
      double[] loudnessStart,
      double[][] pitches,
      double[][] timbre) {
    /** Values a segment in {@link #pitches} and {@link #timbre}. */
    public static final int WIDTH = 12;

    public Segments {
      requireLength(start.length, confidence, "confidence");
      requireLength(start.length, loudnessMax, "loudnessMax");
      requireLength(start.length, loudnessMaxTime, "loudnessMaxTime");
      requireLength(start.length, loudnessStart, "loudnessStart");
      requireWidth(start.length, pitches, "pitches");
      requireWidth(start.length, timbre, "timbre");
    }

    private static void requireWidth(int length, double[][] rows, String name) {
      if (rows.length != length) {
        throw new IllegalArgumentException(
            "Expected %d rows of %s, as many as starts, got %d"
                .formatted(length, name, rows.length));
      }
      for (double[] row : rows) {
        if (row.length != WIDTH) {
          throw new IllegalArgumentException(
              "Expected %d values in each row of %s, got %d".formatted(WIDTH, name, row.length));
        }
      }
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Segments that
          && Arrays.equals(start, that.start)
          && Arrays.equals(confidence, that.confidence)
          && Arrays.equals(loudnessMax, that.loudnessMax)
          && Arrays.equals(loudnessMaxTime, that.loudnessMaxTime)
          && Arrays.equals(loudnessStart, that.loudnessStart)
          && Arrays.deepEquals(pitches, that.pitches)
          && Arrays.deepEquals(timbre, that.timbre);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(start) + Arrays.deepHashCode(pitches);
    }
  }

  private static void requireLength(int length, double[] values, String name) {
    if (values.length != length) {
      throw new IllegalArgumentException(
          "Expected %d values of %s, as many as starts, got %d"
              .formatted(length, name, values.length));
    }
  }
}
