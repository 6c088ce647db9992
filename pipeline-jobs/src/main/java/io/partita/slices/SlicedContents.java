package io.partita.slices;

import io.partita.AtInput;
import io.partita.MalformedInputException;
import io.partita.form.CutFile;
import io.partita.form.Cutting;
import io.partita.form.Form;
import io.partita.lake.run.Spark;
import io.partita.lake.table.ContentStatus;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.RowBuilder;
import io.partita.lake.table.SliceColumns;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;

/**
 * Contents of midi_bytes, each to one row with all of its slices, or with why it has none.
 *
 * @param slice columns of a slice, a value of the column {@link #SLICES}
 * @param content columns of a content
 */
record SlicedContents<E>(Form<E> form, Cutting how, StructType slice, StructType content)
    implements Serializable {
  /** The column of a content's row that has all of its slices. */
  static final String SLICES = "slices";

  private static final String MD5 = "midi_md5";

  static <E> SlicedContents<E> of(Form<E> form, Cutting how) {
    StructType slice = new StructType(own(form.slices()));
    StructType content = new StructType().add(MD5, DataTypes.StringType, false);
    for (StructField field : own(form.files())) {
      content = content.add(field);
    }
    return new SlicedContents<>(
        form, how, slice, content.add(SLICES, DataTypes.createArrayType(slice, false), false));
  }

  /** The columns of what was cut from a file, and not of the file. */
  private static StructField[] own(LakeTable table) {
    List<String> ofFile = List.of("source", "path", MD5, "bars", SliceColumns.DRUM_MAP);
    return Arrays.stream(table.schema().fields())
        .filter(field -> !ofFile.contains(field.name()))
        .toArray(StructField[]::new);
  }

  /** The columns that count something in a file. */
  List<String> counts() {
    return Arrays.stream(content.fieldNames()).filter(name -> name.startsWith("n_")).toList();
  }

  /**
   * The rows.
   *
   * @param contents rows (midi_md5, bytes)
   * @param done counts contents while they are sliced, for the display
   */
  Dataset<Row> rows(SparkSession spark, Dataset<Row> contents, LongAccumulator done) {
    return spark.createDataFrame(
        Spark.rowByRow(spark, contents::toJavaRDD)
            .map(
                of -> {
                  done.add(1);
                  String md5 = of.getAs(MD5);
                  return AtInput.call("content " + md5, () -> cut(md5, of.getAs("bytes")));
                }),
        content);
  }

  private Row cut(String md5, byte[] bytes) {
    try {
      return row(md5, form.cut(bytes, how));
    } catch (MalformedInputException e) {
      // The table holds none of these, but for a lake that another version of Partita made.
      return row(
          md5,
          new CutFile<>(
              List.of(), Map.of(), Optional.of(ContentStatus.REJECTED.label()), e.getMessage()));
    }
  }

  private Row row(String md5, CutFile<E> file) {
    RowBuilder row = RowBuilder.of(content).set(MD5, md5);
    counts().forEach(count -> row.set(count, file.counts().getOrDefault(count, 0)));
    return row.set("n_slices", file.slices().size())
        .set("reason", file.absence().orElse(null))
        .set("detail", file.absence().isEmpty() ? null : file.whyNone())
        .set(SLICES, file.slices().stream().map(this::row).toArray())
        .row();
  }

  private Row row(CutFile.Slice<E> of) {
    Map<String, Object> columns = new LinkedHashMap<>(form.place(of));
    columns.putAll(form.labels(of.example()));
    columns.putAll(form.hash(of.example()));
    columns.putAll(of.more());
    RowBuilder row = RowBuilder.of(slice);
    columns.forEach(
        (column, value) -> {
          if (value instanceof int[] labels) {
            row.set(column, SliceColumns.column(labels));
          } else if (value instanceof float[] offsets) {
            row.set(column, SliceColumns.column(offsets));
          } else {
            row.setAny(column, value);
          }
        });
    return row.row();
  }
}
