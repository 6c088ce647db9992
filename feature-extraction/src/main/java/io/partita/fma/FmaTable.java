package io.partita.fma;

import static io.partita.fma.FmaType.INTEGER;
import static io.partita.fma.FmaType.INTEGERS;
import static io.partita.fma.FmaType.LONG;
import static io.partita.fma.FmaType.NUMBER;
import static io.partita.fma.FmaType.TEXT;
import static io.partita.fma.FmaType.TEXTS;
import static io.partita.fma.FmaType.TIMESTAMP;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The files of fma_metadata.zip and their columns (Defferrard, Benzi, Vandergheynst and Bresson,
 * "FMA: A Dataset for Music Analysis", 2017). The first column of each is its key.
 */
@SuppressWarnings("ImmutableEnumChecker") // List.copyOf is immutable
public enum FmaTable {
  /** What is known of each track, its album and its artist: 52 columns beside the key. */
  TRACKS("tracks.csv", tracks()),
  /** The genres that tracks name by number. */
  GENRES("genres.csv", genres()),
  /** Seven statistics of eleven audio features: 518 columns beside the key. */
  FEATURES("features.csv", features()),
  /** Echo Nest's figures of some tracks: 249 columns beside the key. */
  ECHONEST("echonest.csv", echonest());

  private final String fileName;
  private final List<FmaColumn> columns;

  FmaTable(String fileName, List<FmaColumn> columns) {
    this.fileName = fileName;
    this.columns = List.copyOf(columns);
  }

  /** Its name in the archive, below whatever folder. */
  public String fileName() {
    return fileName;
  }

  /** The key, then the others in the order of the published file. */
  public List<FmaColumn> columns() {
    return columns;
  }

  /** Where a column is in {@link #columns()}. */
  int place(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("Table " + name() + " has no column " + name);
  }

  private static FmaColumn trackId() {
    return new FmaColumn(
        "track_id", List.of("track_id"), INTEGER, "the archive's number of the track");
  }

  private static List<FmaColumn> genres() {
    return List.of(
        new FmaColumn("genre_id", List.of("genre_id"), INTEGER, "the archive's number"),
        new FmaColumn(
            "n_tracks", List.of("#tracks"), INTEGER, "tracks of the archive that have it"),
        new FmaColumn(
            "parent", List.of("parent"), INTEGER, "genre_id of the genre above; 0 = none"),
        new FmaColumn("title", List.of("title"), TEXT, "its name"),
        new FmaColumn(
            "top_level", List.of("top_level"), INTEGER, "genre_id of the genre at the top"));
  }

  private static List<FmaColumn> tracks() {
    Group album = new Group("album", "album_");
    Group artist = new Group("artist", "artist_");
    Group set = new Group("set", "");
    Group track = new Group("track", "track_");
    Group genre = new Group("track", "");
    return List.of(
        trackId(),
        album.column("comments", INTEGER, "comments on the page; -1 = unknown"),
        album.column("date_created", TIMESTAMP, "when the page was made"),
        album.column("date_released", TIMESTAMP, "release date"),
        album.column("engineer", TEXT, "as credited"),
        album.column("favorites", INTEGER, "listeners who marked it; -1 = unknown"),
        album.column("id", INTEGER, "the archive's number; -1 = none"),
        album.column("information", TEXT, "the page's text, HTML"),
        album.column("listens", LONG, "times heard; -1 = unknown"),
        album.column("producer", TEXT, "as credited"),
        album.column("tags", TEXTS, "as given by its makers"),
        album.column("title", TEXT, "title"),
        album.column("tracks", INTEGER, "tracks on it; -1 = unknown"),
        album.column("type", TEXT, "Album, Single Tracks, Live Performance, Radio Program …"),
        artist.column("active_year_begin", TIMESTAMP, "first year of activity"),
        artist.column("active_year_end", TIMESTAMP, "last year of activity"),
        artist.column("associated_labels", TEXT, "free text"),
        artist.column("bio", TEXT, "HTML"),
        artist.column("comments", INTEGER, "comments on the page"),
        artist.column("date_created", TIMESTAMP, "when the page was made"),
        artist.column("favorites", INTEGER, "listeners who marked it"),
        artist.column("id", INTEGER, "the archive's number"),
        artist.column("latitude", NUMBER, "degrees, -90..90"),
        artist.column("location", TEXT, "free text"),
        artist.column("longitude", NUMBER, "degrees, -180..180"),
        artist.column("members", TEXT, "free text"),
        artist.column("name", TEXT, "as credited; NA may be one"),
        artist.column("related_projects", TEXT, "free text"),
        artist.column("tags", TEXTS, "as given by the artist"),
        artist.column("website", TEXT, "address"),
        artist.column("wikipedia_page", TEXT, "address"),
        set.column(
            "split", TEXT, "the archive's own: train, validation or test, disjoint by artist"),
        set.column("subset", TEXT, "small, medium or large: the smallest set that has the track"),
        track.column("bit_rate", INTEGER, "bits a second, as published; -1 = unknown"),
        track.column("comments", INTEGER, "comments on the page"),
        track.column("composer", TEXT, "as credited"),
        track.column("date_created", TIMESTAMP, "when the page was made"),
        track.column("date_recorded", TIMESTAMP, "recording date"),
        track.column("duration", INTEGER, "of the whole track, seconds"),
        track.column("favorites", INTEGER, "listeners who marked it"),
        genre.column("genre_top", TEXT, "title of the one genre at the top; null if several"),
        genre.column("genres", INTEGERS, "genre_ids, as given by the artist"),
        genre.column("genres_all", INTEGERS, "genre_ids, those above them too"),
        track.column("information", TEXT, "the page's text, HTML"),
        track.column("interest", LONG, "times its page was looked at"),
        track.column("language_code", TEXT, "ISO 639-1"),
        track.column("license", TEXT, "licence that the artist chose"),
        track.column("listens", LONG, "times heard"),
        track.column("lyricist", TEXT, "as credited"),
        track.column("number", INTEGER, "place on the album"),
        track.column("publisher", TEXT, "as credited"),
        track.column("tags", TEXTS, "as given by the artist"),
        track.column("title", TEXT, "title"));
  }

  /** A first header row's word, and what it becomes at the start of names. */
  private record Group(String word, String prefix) {
    FmaColumn column(String field, FmaType type, String meaning) {
      return new FmaColumn(prefix + field, List.of(word, field), type, meaning);
    }
  }

  private static List<FmaColumn> features() {
    List<FmaColumn> columns = new ArrayList<>();
    columns.add(trackId());
    for (Feature feature :
        List.of(
            new Feature("chroma_cens", 12),
            new Feature("chroma_cqt", 12),
            new Feature("chroma_stft", 12),
            new Feature("mfcc", 20),
            new Feature("rmse", 1),
            new Feature("spectral_bandwidth", 1),
            new Feature("spectral_centroid", 1),
            new Feature("spectral_contrast", 7),
            new Feature("spectral_rolloff", 1),
            new Feature("tonnetz", 6),
            new Feature("zcr", 1))) {
      for (String statistic : List.of("kurtosis", "max", "mean", "median", "min", "skew", "std")) {
        for (int number = 1; number <= feature.numbers; number++) {
          String two = String.format(Locale.ROOT, "%02d", number);
          columns.add(
              new FmaColumn(
                  feature.name + "_" + statistic + "_" + two,
                  List.of(feature.name, statistic, two),
                  NUMBER,
                  statistic + " over the clip, as librosa computed it for the archive"));
        }
      }
    }
    return columns;
  }

  private record Feature(String name, int numbers) {}

  private static List<FmaColumn> echonest() {
    List<FmaColumn> columns = new ArrayList<>();
    columns.add(trackId());
    for (String field :
        List.of(
            "acousticness",
            "danceability",
            "energy",
            "instrumentalness",
            "liveness",
            "speechiness")) {
      columns.add(echonest("audio_features", field, NUMBER, "0..1"));
    }
    columns.add(echonest("audio_features", "tempo", NUMBER, "quarters per minute"));
    columns.add(echonest("audio_features", "valence", NUMBER, "0..1"));
    columns.add(echonest("metadata", "album_date", TEXT, "release date as the service had it"));
    columns.add(echonest("metadata", "album_name", TEXT, "as the service had it"));
    columns.add(echonest("metadata", "artist_latitude", NUMBER, "degrees, -90..90"));
    columns.add(echonest("metadata", "artist_location", TEXT, "free text"));
    columns.add(echonest("metadata", "artist_longitude", NUMBER, "degrees, -180..180"));
    columns.add(echonest("metadata", "artist_name", TEXT, "as the service had it"));
    columns.add(echonest("metadata", "release", TEXT, "as the service had it"));
    for (String field :
        List.of(
            "artist_discovery_rank",
            "artist_familiarity_rank",
            "artist_hotttnesss_rank",
            "song_currency_rank",
            "song_hotttnesss_rank")) {
      columns.add(echonest("ranks", field, INTEGER, "place, 1 = first"));
    }
    for (String field :
        List.of(
            "artist_discovery",
            "artist_familiarity",
            "artist_hotttnesss",
            "song_currency",
            "song_hotttnesss")) {
      columns.add(echonest("social_features", field, NUMBER, "0..1"));
    }
    for (int number = 0; number < 224; number++) {
      columns.add(
          echonest(
              "temporal_features",
              String.format(Locale.ROOT, "%03d", number),
              NUMBER,
              "unnamed by its makers"));
    }
    return columns;
  }

  private static FmaColumn echonest(String group, String field, FmaType type, String meaning) {
    return new FmaColumn(group + "_" + field, List.of("echonest", group, field), type, meaning);
  }
}
