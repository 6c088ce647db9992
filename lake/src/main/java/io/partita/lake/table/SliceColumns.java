package io.partita.lake.table;

import static io.partita.lake.table.Columns.joined;
import static io.partita.lake.table.Columns.optional;
import static io.partita.lake.table.Columns.required;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.apache.spark.sql.types.StructField;

/** What tables of slices have in common, and the accounts of the files that these are cut from. */
public final class SliceColumns {
  /** The column of the map from pitches to drums. */
  public static final String DRUM_MAP = "drum_map";

  private SliceColumns() {}

  /** The steps of a slice as the table has them, [step]. */
  public static int[] steps(List<Short> column) {
    return column.stream().mapToInt(Short::intValue).toArray();
  }

  /** The steps of a slice for the table, [step]. */
  public static Short[] column(int[] steps) {
    Short[] column = new Short[steps.length];
    for (int i = 0; i < column.length; i++) {
      column[i] = (short) steps[i];
    }
    return column;
  }

  /** Offsets for the table, [hit]. */
  public static Float[] column(float[] offsets) {
    Float[] column = new Float[offsets.length];
    for (int i = 0; i < column.length; i++) {
      column[i] = offsets[i];
    }
    return column;
  }

  /** Of which piece of which file a slice is. */
  static List<StructField> ofPiece(String bars) {
    return List.of(
        required("source", StringType, "input the file came from, as in midi_sources"),
        required("path", StringType, "the file's path inside the input"),
        required("midi_md5", StringType, "the file's content, as in midi_files"),
        required("bars", IntegerType, bars + ": a bar is 16 steps"),
        required(
            "piece",
            IntegerType,
            "from 0: pieces of the file lie between changes of tempo or metre"));
  }

  static StructField split() {
    return joined(
        "split", StringType, "train, validation or test, as in midi_sources; not in the files");
  }

  /** Which file an account is of. */
  private static List<StructField> ofFile(String bars) {
    return List.of(
        required("source", StringType, "input the file came from, as in midi_sources"),
        required("path", StringType, "the file's path inside the input"),
        optional("midi_md5", StringType, "the file's content; null if it was not readable"),
        required("bars", IntegerType, bars + ": of the slices that were asked for"),
        split(),
        required("n_pieces", IntegerType, "pieces between changes of tempo or metre"));
  }

  /**
   * A table of the files that a command has cut, all but what it counts and why it found none.
   *
   * @param section of the report with the reasons
   * @param slice what a file may be without
   */
  static TableSpec.Builder files(
      String name, String description, String bars, String command, String section, String slice) {
    return TableSpec.table(name, description)
        .columns(ofFile(bars))
        .repeatedKey("source", "path", "bars")
        .references("midi_md5", "midi_files")
        .origin(Origin.derivedBy(command).from("midi_bytes"))
        .reported(filesCut())
        .plots(
            Plot.bars(
                section,
                "Files without a " + slice,
                "Why " + command + " found none.",
                name + ".reason",
                "Reason",
                "Files",
                Labels.NONE))
        .ofContents();
  }

  /**
   * Why a file gave none.
   *
   * @param reasons but the last: of a file that could not be read
   */
  static List<StructField> why(String reasons) {
    return List.of(
        optional(
            "reason",
            StringType,
            "why there is no slice: " + reasons + " or rejected; null where there is one"),
        optional("detail", StringType, "the same for a person; null where there is a slice"));
  }

  /** The last run's files: what it reports is of one length. */
  private static Reported filesCut() {
    return new Reported("`files` of the last run, so one length", SliceColumns::filesCut);
  }

  private static List<ReportedCount> filesCut(JsonNode report) {
    int bars = report.path("bars").asInt();
    return List.of(
        new ReportedCount(
            "files cut to " + bars + " bars",
            count_if(col("bars").equalTo(bars)),
            report.path("files").asLong()));
  }
}
