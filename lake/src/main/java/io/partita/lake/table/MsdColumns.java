package io.partita.lake.table;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import io.partita.msd.MsdIndexes;
import io.partita.msd.MsdSong;
import io.partita.msd.MsdTrack;
import io.partita.msd.MsdTrack.Timeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/** The columns of the Million Song Dataset's records, each beside the value it takes. */
final class MsdColumns {
  private static final ArrayType DOUBLES = createArrayType(DoubleType, false);
  private static final ArrayType STRINGS = createArrayType(StringType, false);

  private record SongColumn(
      String name, DataType type, String meaning, Function<MsdSong, Object> value) {}

  private record TrackColumn(
      String name, DataType type, String meaning, Function<MsdTrack, Object> value) {}

  private static final List<SongColumn> SONG =
      List.of(
          text("song_id", "Echo Nest song id; one song may have several tracks", MsdSong::songId),
          text("title", "track title", MsdSong::title),
          text("release", "album title", s -> s.release().name()),
          integer(
              "year",
              "release year; null where unknown (0 in the source)",
              s -> s.release().year()),
          text("artist_id", "Echo Nest artist id", s -> s.artist().id()),
          text("artist_name", "artist as credited", s -> s.artist().name()),
          text("artist_mbid", "MusicBrainz artist id", s -> s.artist().mbid()),
          text("artist_location", "free text", s -> s.artist().location()),
          number("artist_latitude", "degrees, -90..90", s -> s.artist().latitude()),
          number("artist_longitude", "degrees, -180..180", s -> s.artist().longitude()),
          number("artist_familiarity", "0..1, Echo Nest", s -> s.artist().familiarity()),
          number("artist_hotttnesss", "0..1, Echo Nest", s -> s.artist().hotttnesss()),
          number("song_hotttnesss", "0..1, Echo Nest", MsdSong::songHotttnesss),
          number("duration_s", "length of the recording, seconds", s -> s.analysis().durationS()),
          number(
              "tempo_bpm",
              "estimated; null where unknown (0 in the source)",
              s -> s.analysis().tempoBpm()),
          number(
              "loudness_db",
              "overall loudness, dB, usually -60..0",
              s -> s.analysis().loudnessDb()),
          integer("key", "pitch class, 0 = C .. 11 = B", s -> s.analysis().key().value()),
          number("key_confidence", "0..1", s -> s.analysis().key().confidence()),
          integer("mode", "0 = minor, 1 = major", s -> s.analysis().mode().value()),
          number("mode_confidence", "0..1", s -> s.analysis().mode().confidence()),
          integer(
              "time_signature",
              "beats in a bar, estimated",
              s -> s.analysis().timeSignature().value()),
          number(
              "time_signature_confidence", "0..1", s -> s.analysis().timeSignature().confidence()),
          number(
              "danceability",
              "0..1; 0 in the source means not computed",
              s -> s.analysis().danceability()),
          number("energy", "0..1; 0 in the source means not computed", s -> s.analysis().energy()),
          number("end_of_fade_in_s", "seconds from the start", s -> s.analysis().endOfFadeInS()),
          number(
              "start_of_fade_out_s", "seconds from the start", s -> s.analysis().startOfFadeOutS()),
          integer(
              "analysis_sample_rate_hz", "of the analysed audio", s -> s.analysis().sampleRateHz()),
          text("audio_md5", "hash of the analysed audio", s -> s.analysis().audioMd5()),
          text("analyzer_version", "Echo Nest analyser; often null", MsdSong::analyzerVersion),
          text("genre", "empty in the published set, so null", MsdSong::genre),
          integer("artist_7digitalid", "7digital artist id", s -> s.artist().sevenDigitalId()),
          integer("artist_playmeid", "playme artist id", s -> s.artist().playmeId()),
          integer("release_7digitalid", "7digital album id", s -> s.release().sevenDigitalId()),
          integer("track_7digitalid", "7digital track id", MsdSong::trackSevenDigitalId),
          index("idx_bars_confidence", idx -> idx.bars().confidence()),
          index("idx_bars_start", idx -> idx.bars().start()),
          index("idx_beats_confidence", idx -> idx.beats().confidence()),
          index("idx_beats_start", idx -> idx.beats().start()),
          index("idx_sections_confidence", idx -> idx.sections().confidence()),
          index("idx_sections_start", idx -> idx.sections().start()),
          index("idx_segments_confidence", idx -> idx.segments().confidence()),
          index("idx_segments_loudness_max", idx -> idx.segments().loudnessMax()),
          index("idx_segments_loudness_max_time", idx -> idx.segments().loudnessMaxTime()),
          index("idx_segments_loudness_start", idx -> idx.segments().loudnessStart()),
          index("idx_segments_pitches", idx -> idx.segments().pitches()),
          index("idx_segments_start", idx -> idx.segments().start()),
          index("idx_segments_timbre", idx -> idx.segments().timbre()),
          index("idx_tatums_confidence", idx -> idx.tatums().confidence()),
          index("idx_tatums_start", idx -> idx.tatums().start()),
          index("idx_artist_terms", MsdIndexes::artistTerms),
          index("idx_similar_artists", MsdIndexes::similarArtists),
          index("idx_artist_mbtags", MsdIndexes::artistMbtags));

  private static final List<TrackColumn> ARRAYS =
      List.of(
          doubles("segments_start", "[n] seconds", t -> t.segments().start()),
          doubles("segments_confidence", "[n] 0..1", t -> t.segments().confidence()),
          doubles("segments_loudness_max", "[n] dB", t -> t.segments().loudnessMax()),
          doubles(
              "segments_loudness_max_time",
              "[n] seconds after the segment's start",
              t -> t.segments().loudnessMaxTime()),
          doubles(
              "segments_loudness_start",
              "[n] dB at the segment's start",
              t -> t.segments().loudnessStart()),
          matrix("segments_pitches", "[n][12] chroma 0..1, C to B", t -> t.segments().pitches()),
          matrix("segments_timbre", "[n][12] timbre coefficients", t -> t.segments().timbre()),
          starts("bars", MsdTrack::bars),
          confidences("bars", MsdTrack::bars),
          starts("beats", MsdTrack::beats),
          confidences("beats", MsdTrack::beats),
          starts("tatums", MsdTrack::tatums),
          confidences("tatums", MsdTrack::tatums),
          starts("sections", MsdTrack::sections),
          confidences("sections", MsdTrack::sections),
          new TrackColumn(
              "artist_terms",
              STRINGS,
              "[m] Echo Nest tags of the artist, weightiest first",
              t -> t.artistTerms().stream().map(MsdTrack.ArtistTerm::term).toList()),
          new TrackColumn(
              "artist_terms_freq",
              DOUBLES,
              "[m] 0..1",
              t -> t.artistTerms().stream().map(MsdTrack.ArtistTerm::freq).toList()),
          new TrackColumn(
              "artist_terms_weight",
              DOUBLES,
              "[m] 0..1",
              t -> t.artistTerms().stream().map(MsdTrack.ArtistTerm::weight).toList()),
          new TrackColumn(
              "similar_artists",
              STRINGS,
              "[m] Echo Nest artist ids, most similar first",
              MsdTrack::similarArtists),
          new TrackColumn(
              "artist_mbtags",
              STRINGS,
              "[m] MusicBrainz tags of the artist",
              t -> t.artistMbtags().stream().map(MsdTrack.Mbtag::tag).toList()),
          new TrackColumn(
              "artist_mbtags_count",
              createArrayType(IntegerType, false),
              "[m] how many people gave the tag",
              t -> t.artistMbtags().stream().map(MsdTrack.Mbtag::count).toList()));

  private MsdColumns() {}

  /** Columns of a song: its track id, what the dataset knows of it, then the given ones. */
  static List<StructField> song(StructField... more) {
    List<StructField> fields = new ArrayList<>();
    fields.add(
        Columns.required("track_id", StringType, "Million Song track id, TR + 16 characters"));
    for (SongColumn column : SONG) {
      fields.add(Columns.optional(column.name, column.type, column.meaning));
    }
    fields.addAll(List.of(more));
    return fields;
  }

  /** Columns of a track file: those of its song and every array. */
  static List<StructField> track() {
    return song(
        ARRAYS.stream()
            .map(column -> Columns.required(column.name, column.type, column.meaning))
            .toArray(StructField[]::new));
  }

  /**
   * What a record of a song has in its columns; none but its id where there is no record.
   *
   * @param row takes each value by its column's name
   */
  public static void song(String trackId, MsdSong song, BiConsumer<String, Object> row) {
    row.accept("track_id", trackId);
    if (song != null) {
      SONG.forEach(column -> row.accept(column.name, column.value.apply(song)));
    }
  }

  /**
   * What a track file has in its columns.
   *
   * @param row takes each value by its column's name
   */
  public static void track(MsdTrack track, BiConsumer<String, Object> row) {
    song(track.song().trackId(), track.song(), row);
    ARRAYS.forEach(column -> row.accept(column.name, column.value.apply(track)));
  }

  private static SongColumn text(String name, String meaning, Function<MsdSong, Object> value) {
    return new SongColumn(name, StringType, meaning, value);
  }

  private static SongColumn integer(String name, String meaning, Function<MsdSong, Object> value) {
    return new SongColumn(name, IntegerType, meaning, value);
  }

  private static SongColumn number(String name, String meaning, Function<MsdSong, Object> value) {
    return new SongColumn(name, DoubleType, meaning, value);
  }

  private static SongColumn index(String name, ToIntFunction<MsdIndexes> value) {
    return integer(
        name,
        "where the song's values begin in the source file's array",
        song -> value.applyAsInt(song.idx()));
  }

  private static TrackColumn doubles(
      String name, String meaning, Function<MsdTrack, double[]> value) {
    return new TrackColumn(name, DOUBLES, meaning, t -> boxed(value.apply(t)));
  }

  private static TrackColumn matrix(
      String name, String meaning, Function<MsdTrack, double[][]> value) {
    return new TrackColumn(
        name,
        createArrayType(DOUBLES, false),
        meaning,
        t -> Arrays.stream(value.apply(t)).map(MsdColumns::boxed).toList());
  }

  private static TrackColumn starts(String what, Function<MsdTrack, Timeline> value) {
    return doubles(what + "_start", "[n] seconds", t -> value.apply(t).start());
  }

  private static TrackColumn confidences(String what, Function<MsdTrack, Timeline> value) {
    return doubles(what + "_confidence", "[n] 0..1", t -> value.apply(t).confidence());
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
