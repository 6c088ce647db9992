package io.partita.models;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.partita.AtInput;
import io.partita.drums.SliceTables;
import io.partita.lake.TableShare;
import io.partita.lake.table.LakeTable;
import io.partita.model.musicvae.MusicVae;
import io.partita.model.musicvae.MusicVaePosterior;
import io.partita.training.WorkerJvm;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
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
 * Rows of drum_slices to rows of latents, on the workers, a batch at a time. Which slices share a
 * batch depends on the slices alone, so the same processor gives the same bits in any layout.
 */
final class Latents {
  /** What goes from one table to the other as it is. */
  private static final String[] KEPT = {
    "source", "path", "midi_md5", "bars", "piece", "start_step", "slice_hash", "split"
  };

  private static final int BATCH = 256;

  /** Latents of 256 numbers then make files of about 8 MB. */
  private static final long SLICES_IN_A_FILE = 1 << 12;

  private Latents() {}

  /**
   * @param slices rows of drum_slices, all of the model's length
   * @param count how many
   * @param done counts slices while they are encoded, for the display
   */
  static Dataset<Row> of(
      SparkSession spark,
      DrumModel model,
      ComputationGraph weights,
      Dataset<Row> slices,
      long count,
      LongAccumulator done) {
    MusicVae network = model.network();
    Broadcast<INDArray> parameters =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(weights.params());
    Column[] columns = Arrays.copyOf(TableShare.columns(KEPT), KEPT.length + 1);
    columns[KEPT.length] = col("steps");
    Dataset<Row> ordered =
        slices
            .select(columns)
            .repartition((int) (count / SLICES_IN_A_FILE) + 1, col("source"), col("path"))
            .sortWithinPartitions(TableShare.columns(SliceTables.sliceOrder()));
    Dataset<Row> encoded =
        spark.createDataFrame(
            ordered
                .toJavaRDD()
                .mapPartitions(
                    rows -> (Iterator<Row>) new Encoder(network, parameters, rows, done)),
            schema());
    return encoded
        .withColumn("model_sha256", lit(model.card().network().sha256()))
        .withColumn("model_run_id", lit(model.card().provenance().runId()))
        .withColumn("model", lit(model.folder().name()))
        .withColumn("config", lit(network.config()));
  }

  /** The columns of {@link #KEPT} and the two that the model makes, as the table has them. */
  private static StructType schema() {
    StructType table = LakeTable.LATENTS.schema();
    StructType schema = new StructType();
    for (String kept : KEPT) {
      schema = schema.add(table.apply(kept));
    }
    return schema.add(table.apply("mu")).add(table.apply("sigma"));
  }

  /** Encodes what it is asked for, a batch ahead. */
  private static final class Encoder implements Iterator<Row> {
    private final MusicVae model;
    private final Broadcast<INDArray> parameters;
    private final Iterator<Row> slices;
    private final LongAccumulator done;
    private final Deque<Row> encoded = new ArrayDeque<>();
    private ComputationGraph network;

    Encoder(
        MusicVae model,
        Broadcast<INDArray> parameters,
        Iterator<Row> slices,
        LongAccumulator done) {
      this.model = model;
      this.parameters = parameters;
      this.slices = slices;
      this.done = done;
    }

    @Override
    public boolean hasNext() {
      return !encoded.isEmpty() || slices.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException("There are no more slices");
      }
      if (encoded.isEmpty()) {
        encodeBatch();
      }
      return encoded.remove();
    }

    private void encodeBatch() {
      if (network == null) {
        WorkerJvm.prepare();
        network = model.network(0, 1);
        network.setParams(parameters.value());
      }
      List<Row> rows = new ArrayList<>(BATCH);
      List<int[]> steps = new ArrayList<>(BATCH);
      while (rows.size() < BATCH && slices.hasNext()) {
        Row row = slices.next();
        rows.add(row);
        steps.add(SliceTables.steps(row.getList(KEPT.length)));
      }
      String first = rows.get(0).getString(1);
      MusicVaePosterior posterior =
          AtInput.callUnchecked("slices of " + first, () -> model.encode(network, steps));
      for (int i = 0; i < rows.size(); i++) {
        encoded.add(row(rows.get(i), posterior.mu()[i], posterior.sigma()[i]));
      }
      done.add(rows.size());
    }

    private static Row row(Row slice, float[] mu, float[] sigma) {
      Object[] values = new Object[KEPT.length + 2];
      for (int i = 0; i < KEPT.length; i++) {
        values[i] = slice.get(i);
      }
      values[KEPT.length] = boxed(mu);
      values[KEPT.length + 1] = boxed(sigma);
      return RowFactory.create(values);
    }

    private static Float[] boxed(float[] numbers) {
      Float[] boxed = new Float[numbers.length];
      for (int i = 0; i < numbers.length; i++) {
        boxed[i] = numbers[i];
      }
      return boxed;
    }
  }
}
