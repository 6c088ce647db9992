package io.partita.lake.table;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import io.partita.fma.FmaColumn;
import io.partita.fma.FmaTable;
import io.partita.fma.FmaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/** The columns of the Free Music Archive's metadata. */
public final class FmaColumns {
  private FmaColumns() {}

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
