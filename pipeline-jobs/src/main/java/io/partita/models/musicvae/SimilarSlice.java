package io.partita.models.musicvae;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.DRUM_SLICES;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import io.partita.drums.SliceTables;
import io.partita.lake.table.LakeTable;
import io.partita.model.musicvae.Cosine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.Seq;

/**
 * What slices of the lake with equal steps have in common, how near it is to another slice, and
 * where the first of them is: by data set, source, path, MD5, piece and step.
 *
 * @param cosine of the angle between the means of z, -1 to 1
 * @param count slices with these steps, this one included
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SimilarSlice(
    double cosine,
    long count,
    String dataset,
    String source,
    String path,
    String midiMd5,
    int bars,
    int piece,
    long startStep,
    String split,
    String sliceHash,
    int[] steps) {

  /**
   * The slices with the largest cosine, those with equal steps as one; of equal cosines the first
   * by where they are.
   *
   * @param latents those of one model
   * @param mu the mean of z that they are compared with
   * @param most how many at most
   */
  static List<SimilarSlice> nearest(
      Map<LakeTable, Dataset<Row>> tables, Dataset<Row> latents, float[] mu, int most) {
    UDF1<Seq<Float>, Double> cosineToMu = other -> Cosine.of(mu, floats(other));
    UserDefinedFunction cosine = udf(cosineToMu, DataTypes.DoubleType);
    List<Row> rows =
        latents
            .withColumn("cosine", cosine.apply(col("mu")))
            .groupBy("slice_hash")
            .agg(
                max("cosine").as("cosine"),
                functions.count("*").as("count"),
                min(struct(
                        DATASET,
                        "source",
                        "path",
                        "midi_md5",
                        "piece",
                        "start_step",
                        "bars",
                        "split"))
                    .as("first"))
            .orderBy(col("cosine").desc(), col("first"))
            .select("slice_hash", "cosine", "count", "first.*")
            .limit(most)
            .collectAsList();
    Map<String, int[]> steps = steps(tables, rows);
    List<SimilarSlice> nearest = new ArrayList<>();
    for (Row row : rows) {
      nearest.add(
          new SimilarSlice(
              row.getAs("cosine"),
              row.getAs("count"),
              row.getAs(DATASET),
              row.getAs("source"),
              row.getAs("path"),
              row.getAs("midi_md5"),
              row.getAs("bars"),
              row.getAs("piece"),
              row.getAs("start_step"),
              row.getAs("split"),
              row.getAs("slice_hash"),
              steps.get(row.<String>getAs("slice_hash"))));
    }
    return nearest;
  }

  private static Map<String, int[]> steps(Map<LakeTable, Dataset<Row>> tables, List<Row> nearest) {
    Object[] hashes = nearest.stream().map(row -> row.<String>getAs("slice_hash")).toArray();
    Map<String, int[]> steps = new HashMap<>();
    for (Row row :
        tables
            .get(DRUM_SLICES)
            .where(col("slice_hash").isin(hashes))
            .select("slice_hash", "steps")
            .dropDuplicates("slice_hash")
            .collectAsList()) {
      steps.put(row.getString(0), SliceTables.steps(row.getList(1)));
    }
    return steps;
  }

  private static float[] floats(Seq<Float> column) {
    float[] numbers = new float[column.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = column.apply(i);
    }
    return numbers;
  }

  /** Where it is, for the JSON file. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("cosine", cosine);
    fields.put("count", count);
    fields.put("dataset", dataset);
    fields.put("source", source);
    fields.put("path", path);
    fields.put("midi_md5", midiMd5);
    fields.put("bars", bars);
    fields.put("piece", piece);
    fields.put("start_step", startStep);
    fields.put("split", split);
    fields.put("slice_hash", sliceHash);
    fields.put("steps", steps);
    return fields;
  }
}
