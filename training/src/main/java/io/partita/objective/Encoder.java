package io.partita.objective;

import static io.partita.lake.table.LakeTable.LATENTS;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.partita.AtInput;
import io.partita.FormerLatents;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.table.LakeTable;
import io.partita.model.ModelKind;
import io.partita.model.examples.NetworkBatches;
import io.partita.model.latent.EncodeOptions;
import io.partita.model.latent.EncodeReport;
import io.partita.model.latent.EncodedBy;
import io.partita.model.latent.GivenFile;
import io.partita.model.latent.LatentColumns;
import io.partita.model.latent.LatentVectors;
import io.partita.model.latent.TableEncoder;
import io.partita.model.train.TrainedModel;
import io.partita.nn.latent.Posterior;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What {@code encode} does with a model whose form has a table of latents: the examples of a data
 * set to rows of it, or those of a file to an npz file.
 */
public final class Encoder<M extends LatentModel<E>, E> extends FormJob<M, E, LatentTable<M, E>>
    implements TableEncoder<M> {
  private static final String MU = "mu";
  private static final String SIGMA = "sigma";

  public Encoder(ModelKind<M> kind, LatentTable<M, E> form) {
    super(kind, form, LatentForm.Command.ENCODE);
  }

  @Override
  public LatentTable<M, E> rows() {
    return form;
  }

  @Override
  public int encodeFile(EncodeOptions options, TrainedModel<M> trained) throws IOException {
    LatentVectors.require(options.out);
    M model = trained.model();
    Excerpt<E> file = form.all(GivenFile.of(options.in), model);
    options.device.use(trained);
    Posterior posterior = model.encode(trained.weights(), file.examples());
    return form.vectors(trained, posterior).write(options, trained);
  }

  /** Stages the latents of a model beside those of others, and shows how far they are. */
  @Override
  public EncodeReport run(
      DerivedRun run, TrainedModel<M> trained, EncodedBy by, Map<LakeTable, Dataset<Row>> tables)
      throws IOException {
    LatentTable.Source<E> source = form.examples(run, trained.model(), tables);
    String unit = source.unit();
    LongAccumulator done = run.spark().sparkContext().longAccumulator(unit + " encoded");
    run.progress().next("Encoding", source::count, unit, 1, done.name().get());
    run.share(trained.card().provenance().runId(), true)
        .writeInto(
            LATENTS,
            FormerLatents.partitionOf(form.of(trained.model()).tableName()),
            rows(run.spark(), trained, source, done),
            source.order().toArray(String[]::new));
    run.ended("encode");
    return source.report().of(run, by);
  }

  /**
   * Examples to rows of latents, on the workers, as {@link NetworkBatches} has them.
   *
   * @param done counts examples while they are encoded, for the display
   */
  Dataset<Row> rows(
      SparkSession spark,
      TrainedModel<M> trained,
      LatentTable.Source<E> source,
      LongAccumulator done) {
    M model = trained.model();
    int keys = source.keys().size();
    String unit = source.unit();
    Broadcast<INDArray> parameters =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .broadcast(trained.weights().params());
    JavaRDD<Row> rows =
        source
            .examples()
            .mapPartitions(
                part ->
                    (Iterator<List<Row>>)
                        new NetworkBatches<LatentTable.Keyed<E>, List<Row>>(
                            model,
                            parameters,
                            part,
                            (network, batch) -> rows(model, network, batch, keys, unit, done)))
            .flatMap(List::iterator);
    StructType table = LATENTS.schema();
    StructType schema = new StructType();
    for (String key : source.keys()) {
      schema = schema.add(table.apply(key));
    }
    Dataset<Row> latents =
        spark
            .createDataFrame(rows, schema.add(table.apply(MU)).add(table.apply(SIGMA)))
            .withColumn("model_sha256", lit(trained.card().used().sha256()))
            .withColumn("model_run_id", lit(trained.card().provenance().runId()))
            .withColumn("model", lit(trained.folder().name()))
            .withColumn("config", lit(model.config()));
    List<String> there = List.of(latents.columns());
    Column[] columns =
        Arrays.stream(table.fields())
            .map(
                column ->
                    there.contains(column.name())
                        ? col(column.name())
                        : lit(null).cast(column.dataType()).as(column.name()))
            .toArray(Column[]::new);
    return latents.select(columns);
  }

  private static <E> List<Row> rows(
      LatentModel<E> model,
      ComputationGraph network,
      List<LatentTable.Keyed<E>> batch,
      int keys,
      String unit,
      LongAccumulator done) {
    List<E> examples = batch.stream().map(LatentTable.Keyed::example).toList();
    Posterior posterior =
        AtInput.callUnchecked(
            unit + " of " + batch.get(0).file(), () -> model.encode(network, examples));
    List<Row> rows = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      rows.add(row(batch.get(i).row(), keys, posterior.mu()[i], posterior.sigma()[i]));
    }
    done.add(batch.size());
    return rows;
  }

  private static Row row(Row of, int keys, float[] mu, float[] sigma) {
    Object[] values = new Object[keys + 2];
    for (int i = 0; i < keys; i++) {
      values[i] = of.get(i);
    }
    values[keys] = LatentColumns.boxed(mu);
    values[keys + 1] = LatentColumns.boxed(sigma);
    return RowFactory.create(values);
  }
}
