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
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/** The Free Music Archive's metadata as rows. */
public final class FmaColumns {
  private static final String SPLIT = "split";
  private static final int TRACKS_SPLIT =
      FmaTable.TRACKS.columns().stream().map(FmaColumn::name).toList().indexOf(SPLIT);

  private FmaColumns() {}

  /** The table that a file becomes. */
  public static LakeTable table(FmaTable file) {
    return switch (file) {
      case TRACKS -> LakeTable.FMA_TRACKS;
      case GENRES -> LakeTable.FMA_GENRES;
      case FEATURES -> LakeTable.FMA_FEATURES;
      case ECHONEST -> LakeTable.FMA_ECHONEST;
    };
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
              ? LakeTable.required(column.name(), type(column.type()), column.meaning())
              : LakeTable.optional(column.name(), type(column.type()), column.meaning()));
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
        LakeTable.optional(
            "genre_titles",
            createArrayType(StringType, true),
            "titles of genres, in the same order; null where genres.csv has none, and without it"));
    fields.add(
        LakeTable.later(
            "published_split", StringType, "split as tracks.csv has it, where train is training"));
    return fields;
  }

  /** A row of the table of the same name. */
  public static Row row(FmaRow row) {
    return RowFactory.create(row.values().toArray());
  }

  /**
   * A row of {@link LakeTable#FMA_TRACKS}.
   *
   * @param titles by genre_id; empty without genres.csv
   */
  public static Row trackRow(FmaRow row, Map<Integer, String> titles) {
    List<Object> values = new ArrayList<>(row.values());
    String publishedSplit = (String) row.value(SPLIT);
    values.set(TRACKS_SPLIT, publishedSplit == null ? null : Split.labelOf(publishedSplit));
    List<?> genres = (List<?>) row.value("genres");
    values.add(
        genres == null || titles.isEmpty() ? null : genres.stream().map(titles::get).toList());
    values.add(publishedSplit);
    return RowFactory.create(values.toArray());
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
