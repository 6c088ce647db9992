package io.partita.lake.table;

import static io.partita.lake.table.Plot.bars;
import static io.partita.lake.table.Plot.histogram;
import static io.partita.lake.table.Plot.integers;

import io.partita.fma.FmaTable;

/** The tables of the Free Music Archive's metadata. */
final class FmaSpecs {
  private static final String CATALOG = "Catalog";

  private FmaSpecs() {}

  public static TableSpec tracks() {
    return table(
            "fma_tracks",
            "The Free Music Archive's tracks.csv: one row for each track, with audio or without.",
            FmaTable.TRACKS)
        .columns(FmaColumns.tracks())
        .uniqueKey("track_id")
        .origin(Origin.ingestedBy("ingest-fma"))
        .statistics(
            StatisticsPlan.NONE
                .numbers("track_duration", StatisticsPlan.SECONDS)
                .years("album_date_released", "year(album_date_released)")
                .years("track_date_recorded", "year(track_date_recorded)")
                .leaks("artist_id")
                .distinct("album_id")
                .distinct("genre_top")
                .category("genre_top")
                .category("split")
                .category("subset")
                .category("track_license"))
        .plots(
            bars(
                CATALOG,
                "Genre",
                "The genre at the top, of tracks that have one.",
                "fma_tracks.genre_top",
                "Genre",
                "Tracks",
                Labels.NONE),
            integers(
                CATALOG,
                "Release date",
                "Year of the album's release.",
                "fma_tracks.album_date_released",
                "Year",
                "Tracks",
                Labels.NONE),
            integers(
                CATALOG,
                "Recording date",
                "Year of the recording.",
                "fma_tracks.track_date_recorded",
                "Year",
                "Tracks",
                Labels.NONE),
            histogram(
                CATALOG,
                "Duration of whole tracks",
                "As the archive's catalog has it, not of the clips.",
                "fma_tracks.track_duration",
                "Duration (s)",
                "Tracks"),
            bars(
                CATALOG,
                "Splits of tracks",
                "As the archive assigned them, disjoint by artist.",
                "fma_tracks.split",
                "Split",
                "Tracks",
                Labels.NONE),
            bars(
                CATALOG,
                "Subsets",
                "The smallest subset that has the track.",
                "fma_tracks.subset",
                "Subset",
                "Tracks",
                Labels.NONE),
            bars(
                CATALOG,
                "Licences",
                "Those that most tracks have.",
                "fma_tracks.track_license",
                "Licence",
                "Tracks",
                Labels.NONE))
        .build();
  }

  public static TableSpec genres() {
    return sometimes(
        "fma_genres", "The Free Music Archive's genres.csv.", "genre_id", FmaTable.GENRES);
  }

  public static TableSpec features() {
    return sometimes(
        "fma_features",
        "The Free Music Archive's features.csv: librosa's features, seven statistics of each.",
        "track_id",
        FmaTable.FEATURES);
  }

  public static TableSpec echonest() {
    return sometimes(
        "fma_echonest",
        "The Free Music Archive's echonest.csv: what Echo Nest knew of some tracks.",
        "track_id",
        FmaTable.ECHONEST);
  }

  /** A table of a file that may be missing from what the archive's metadata are given as. */
  private static TableSpec sometimes(String name, String description, String key, FmaTable file) {
    return table(name, description, file)
        .columns(FmaColumns.of(file))
        .uniqueKey(key)
        .origin(
            Origin.ingestedBy("ingest-fma")
                .sometimes(report -> report.path("counts").has(FmaColumns.counted(file))))
        .build();
  }

  private static TableSpec.Builder table(String name, String description, FmaTable file) {
    return TableSpec.table(name, description)
        .reported(Reported.rows("counts." + FmaColumns.counted(file)));
  }
}
