package io.partita.msd;

import static io.partita.hdf5.Hdf5Column.float64;
import static io.partita.hdf5.Hdf5Column.int32;
import static io.partita.hdf5.Hdf5Column.text;

import io.partita.hdf5.Hdf5Column;

/**
 * The arrays in the file of one track: where, the dataset's own title (that of the beats'
 * confidence speaks of sections there too), the element's type and how many make a row.
 */
@SuppressWarnings("ImmutableEnumChecker") // a column is immutable: a record of such
public enum MsdArray {
  BARS_CONFIDENCE("analysis", "array of confidence of bars", float64("bars_confidence")),
  BARS_START("analysis", "array of start times of bars", float64("bars_start")),
  BEATS_CONFIDENCE("analysis", "array of confidence of sections", float64("beats_confidence")),
  BEATS_START("analysis", "array of start times of beats", float64("beats_start")),
  SECTIONS_CONFIDENCE(
      "analysis", "array of confidence of sections", float64("sections_confidence")),
  SECTIONS_START("analysis", "array of start times of sections", float64("sections_start")),
  SEGMENTS_CONFIDENCE(
      "analysis", "array of confidence of segments", float64("segments_confidence")),
  SEGMENTS_LOUDNESS_MAX(
      "analysis", "array of max loudness of segments", float64("segments_loudness_max")),
  SEGMENTS_LOUDNESS_MAX_TIME(
      "analysis", "array of max loudness time of segments", float64("segments_loudness_max_time")),
  SEGMENTS_LOUDNESS_START(
      "analysis",
      "array of loudness of segments at start time",
      float64("segments_loudness_start")),
  SEGMENTS_PITCHES(
      "analysis",
      "array of pitches of segments (chromas)",
      float64("segments_pitches"),
      MsdTrack.Segments.WIDTH),
  SEGMENTS_START("analysis", "array of start times of segments", float64("segments_start")),
  SEGMENTS_TIMBRE(
      "analysis",
      "array of timbre of segments (MFCC-like)",
      float64("segments_timbre"),
      MsdTrack.Segments.WIDTH),
  TATUMS_CONFIDENCE("analysis", "array of confidence of tatums", float64("tatums_confidence")),
  TATUMS_START("analysis", "array of start times of tatums", float64("tatums_start")),
  ARTIST_TERMS(
      "metadata", "array of terms (Echo Nest tags) for an artist", text("artist_terms", 256)),
  ARTIST_TERMS_FREQ(
      "metadata",
      "array of term (Echo Nest tags) frequencies for an artist",
      float64("artist_terms_freq")),
  ARTIST_TERMS_WEIGHT(
      "metadata",
      "array of term (Echo Nest tags) weights for an artist",
      float64("artist_terms_weight")),
  SIMILAR_ARTISTS("metadata", "array of similar artists Echo Nest id", text("similar_artists", 20)),
  ARTIST_MBTAGS(
      "musicbrainz", "array of tags from MusicBrainz for an artist", text("artist_mbtags", 256)),
  ARTIST_MBTAGS_COUNT(
      "musicbrainz",
      "array of tag counts from MusicBrainz for an artist",
      int32("artist_mbtags_count"));

  private final String group;
  private final String title;
  private final Hdf5Column element;
  private final int width;

  MsdArray(String group, String title, Hdf5Column element) {
    this(group, title, element, 1);
  }

  MsdArray(String group, String title, Hdf5Column element, int width) {
    this.group = group;
    this.title = title;
    this.element = element;
    this.width = width;
  }

  String group() {
    return group;
  }

  public String path() {
    return "/" + group + "/" + element.name();
  }

  public String title() {
    return title;
  }

  public Hdf5Column element() {
    return element;
  }

  /** Elements a row. */
  public int width() {
    return width;
  }

  public int rowBytes() {
    return element.bytes() * width;
  }
}
