package io.partita.lake.table;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;

/** Columns of a table as its {@link TableSpec} lists them: name, type, null, unit and range. */
final class Columns {
  private static final String LATER = "later";
  private static final String JOINED = "joined";

  private Columns() {}

  /** A column that is never null. */
  static StructField required(String name, DataType type, String meaning) {
    return new StructField(name, type, false, Metadata.empty()).withComment(meaning);
  }

  /** A column that may be null; its meaning says when, where that is not plain. */
  static StructField optional(String name, DataType type, String meaning) {
    return new StructField(name, type, true, Metadata.empty()).withComment(meaning);
  }

  /** One that earlier versions of Partita did not write: their files read as null. */
  static StructField later(String name, DataType type, String meaning) {
    Metadata later = new MetadataBuilder().putBoolean(LATER, true).build();
    return new StructField(name, type, true, later).withComment(meaning);
  }

  /** One that the files do not have: readers join it, as {@code io.partita.lake.JoinedSplits}. */
  static StructField joined(String name, DataType type, String meaning) {
    Metadata joined = new MetadataBuilder().putBoolean(JOINED, true).build();
    return new StructField(name, type, true, joined).withComment(meaning);
  }

  /** Whether readers join a column. */
  static boolean isJoined(StructField column) {
    return column.metadata().contains(JOINED);
  }

  /** Whether earlier versions of Partita did not write a column. */
  public static boolean isLater(StructField column) {
    return column.metadata().contains(LATER);
  }
}
