package io.partita.lake.table;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import io.partita.fma.FmaColumn;
import io.partita.fma.FmaRow;
import io.partita.fma.FmaTable;
import io.partita.fma.FmaType;
import io.partita.split.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/** The Free Music Archive's metadata as rows. */
public final class FmaColumns {
  private static final String SPLIT = "split";

  private FmaColumns() {}

  /** Looked at when all tables are there: they ask this class for their columns. */
  private static final class Tables {
    static final Map<FmaTable, LakeTable> BY_FILE =
        Map.of(
            FmaTable.TRACKS, LakeTable.FMA_TRACKS,
            FmaTable.GENRES, LakeTable.FMA_GENRES,
            FmaTable.FEATURES, LakeTable.FMA_FEATURES,
            FmaTable.ECHONEST, LakeTable.FMA_ECHONEST);
  }

  /** The table that a file becomes. */
  public static LakeTable table(FmaTable file) {
    return Tables.BY_FILE.get(file);
  }

  /** Under which name a file's rows are counted in the run's report. */
  public static String counted(FmaTable file) {
    return file.name().toLowerCase(Locale.ROOT) + "_rows";
  }

  /** The columns of a file: its key, which is never null, and the others. */
  static List<StructField> of(FmaTable table) {
    List<StructField> fields = new ArrayList<>();
    for (FmaColumn column : table.columns()) {
      fields.add(
          fields.isEmpty()
              ? Columns.required(column.name(), type(column.type()), column.meaning())
              : Columns.optional(column.name(), type(column.type()), column.meaning()));
    }
    return fields;
  }

  /**
   * Those of tracks.csv, the titles that genres.csv gives the genres, and the split by its
   * published name: under {@code split} it has the name that all tables have for it.
   */
  static List<StructField> tracks() {
    List<StructField> fields = of(FmaTable.TRACKS);
    fields.add(
        Columns.optional(
            "genre_titles",
            createArrayType(StringType, true),
            "titles of genres, in the same order; null where genres.csv has none, and without it"));
    fields.add(
        Columns.later(
            "published_split", StringType, "split as tracks.csv has it, where train is training"));
    return fields;
  }

  /** A row of the table of the same name. */
  public static Row row(FmaRow row) {
    return values(row).row();
  }

  /**
   * A row of {@link LakeTable#FMA_TRACKS}.
   *
   * @param titles by genre_id; empty without genres.csv
   */
  public static Row trackRow(FmaRow row, Map<Integer, String> titles) {
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

  private static DataType type(FmaType type) {
    return switch (type) {
      case TEXT -> StringType;
      case INTEGER -> IntegerType;
      case LONG -> LongType;
      case NUMBER -> DoubleType;
      case TIMESTAMP -> TimestampType;
      case TEXTS -> createArrayType(StringType, false);
      case INTEGERS -> createArrayType(IntegerType, false);
    };
  }
}
