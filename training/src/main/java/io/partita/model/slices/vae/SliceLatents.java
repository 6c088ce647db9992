package io.partita.model.slices.vae;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.partita.AtInput;
import io.partita.lake.run.DerivedRun;
import io.partita.model.examples.NetworkBatches;
import io.partita.model.latent.LatentColumns;
import io.partita.model.slices.FormTables;
import io.partita.model.slices.SliceForm;
import io.partita.model.train.TrainedModel;
import io.partita.nn.latent.Posterior;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Rows of slices to rows of latents, on the workers, as {@link NetworkBatches} has them. */
final class SliceLatents {
  /** Latents of 256 numbers then make files of about 8 MB. */
  private static final long SLICES_IN_A_FILE = 1 << 12;

  private SliceLatents() {}

  /**
   * Stages the latents of a model in a run, beside those of others, and shows how far they are.
   *
   * @param slices of the model's length
   */
  static void stage(
      DerivedRun run,
      TrainedModel<? extends SliceVae> model,
      ComputationGraph weights,
      SlicesToEncode slices)
      throws IOException {
    LongAccumulator done = run.spark().sparkContext().longAccumulator("slices encoded");
    run.progress().next("Encoding", slices::count, "slices", 1, done.name().get());
    run.share(model.card().provenance().runId(), true)
        .write(
            FormTables.latents(model.model().form()),
            of(run.spark(), model, weights, slices.rows(), slices.count(), done),
            FormTables.order(model.model().form()));
  }

  /**
   * @param slices rows of slices, all of the model's length
   * @param count how many
   * @param done counts slices while they are encoded, for the display
   */
  static Dataset<Row> of(
      SparkSession spark,
      TrainedModel<? extends SliceVae> model,
      ComputationGraph weights,
      Dataset<Row> slices,
      long count,
      LongAccumulator done) {
    SliceVae network = model.model();
    Broadcast<INDArray> parameters =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(weights.params());
    SliceForm form = network.form();
    List<String> columns = kept(form);
    columns.addAll(form.columns());
    Dataset<Row> ordered =
        slices
            .select(FormTables.columns(columns))
            .repartition((int) (count / SLICES_IN_A_FILE) + 1, col("source"), col("path"))
            .sortWithinPartitions(FormTables.columns(List.of(FormTables.order(form))));
    JavaRDD<Row> encoded =
        ordered
            .toJavaRDD()
            .mapPartitions(
                rows ->
                    (Iterator<List<Row>>)
                        new NetworkBatches<Row, List<Row>>(
                            network,
                            parameters,
                            rows,
                            (loaded, batch) -> encode(network, loaded, batch, done)))
            .flatMap(List::iterator);
    return spark
        .createDataFrame(encoded, schema(form))
        .withColumn("model_sha256", lit(model.card().used().sha256()))
        .withColumn("model_run_id", lit(model.card().provenance().runId()))
        .withColumn("model", lit(model.folder().name()))
        .withColumn("config", lit(network.config()));
  }

  /** The columns that go from one table to the other as they are. */
  private static List<String> kept(SliceForm form) {
    List<String> kept = new ArrayList<>(List.of("source", "path", "midi_md5", "bars"));
    kept.addAll(FormTables.place(form));
    kept.addAll(List.of("slice_hash", "split"));
    return kept;
  }

  /** The columns of {@link #kept} and the two that the model makes, as the table has them. */
  private static StructType schema(SliceForm form) {
    StructType table = FormTables.latents(form).schema();
    StructType schema = new StructType();
    for (String kept : kept(form)) {
      schema = schema.add(table.apply(kept));
    }
    return schema.add(table.apply("mu")).add(table.apply("sigma"));
  }

  private static List<Row> encode(
      SliceVae model, ComputationGraph network, List<Row> slices, LongAccumulator done) {
    SliceForm form = model.form();
    int kept = kept(form).size();
    List<int[]> steps = slices.stream().map(slice -> FormTables.labels(form, slice, kept)).toList();
    String first = slices.get(0).getString(1);
    Posterior posterior =
        AtInput.callUnchecked("slices of " + first, () -> model.encode(network, steps));
    List<Row> encoded = new ArrayList<>(slices.size());
    for (int i = 0; i < slices.size(); i++) {
      encoded.add(row(slices.get(i), kept, posterior.mu()[i], posterior.sigma()[i]));
    }
    done.add(slices.size());
    return encoded;
  }

  private static Row row(Row slice, int kept, float[] mu, float[] sigma) {
    Object[] values = new Object[kept + 2];
    for (int i = 0; i < kept; i++) {
      values[i] = slice.get(i);
    }
    values[kept] = LatentColumns.boxed(mu);
    values[kept + 1] = LatentColumns.boxed(sigma);
    return RowFactory.create(values);
  }
}
