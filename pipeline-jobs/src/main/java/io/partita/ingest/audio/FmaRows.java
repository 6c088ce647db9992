package io.partita.ingest.audio;

import io.partita.fma.FmaColumn;
import io.partita.fma.FmaRow;
import io.partita.fma.FmaTable;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.RowBuilder;
import io.partita.split.Split;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** The Free Music Archive's metadata as rows. */
final class FmaRows {
  private static final String SPLIT = "split";

  private static final Map<FmaTable, LakeTable> TABLES =
      Map.of(
          FmaTable.TRACKS, LakeTable.FMA_TRACKS,
          FmaTable.GENRES, LakeTable.FMA_GENRES,
          FmaTable.FEATURES, LakeTable.FMA_FEATURES,
          FmaTable.ECHONEST, LakeTable.FMA_ECHONEST);

  private FmaRows() {}

  /** The table that a file becomes. */
  static LakeTable table(FmaTable file) {
    return TABLES.get(file);
  }

  /** A row of the table of the same name. */
  static Row row(FmaRow row) {
    return values(row).row();
  }

  /**
   * A row of {@link LakeTable#FMA_TRACKS}.
   *
   * @param titles by genre_id; empty without genres.csv
   */
  static Row trackRow(FmaRow row, Map<Integer, String> titles) {
    String publishedSplit = (String) row.value(SPLIT);
    RowBuilder track = values(row);
    track.set(SPLIT, publishedSplit == null ? null : Split.labelOf(publishedSplit));
    List<?> genres = (List<?>) row.value("genres");
    if (genres != null && !titles.isEmpty()) {
      track.set("genre_titles", genres.stream().map(titles::get).toList());
    }
    return track.set("published_split", publishedSplit).row();
  }

  private static RowBuilder values(FmaRow row) {
    RowBuilder values = RowBuilder.of(table(row.table()));
    List<FmaColumn> columns = row.table().columns();
    for (int i = 0; i < columns.size(); i++) {
      values.setAny(columns.get(i).name(), row.values().get(i));
    }
    return values;
  }
}
