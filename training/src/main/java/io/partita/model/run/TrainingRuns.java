package io.partita.model.run;

import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.RowBuilder;
import io.partita.lake.table.TableFile;
import io.partita.model.ModelKinds;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/**
 * The table training_runs: one file for each model, written whole and renamed into its place. It is
 * no part of a data set's published version, so that a training holds no lock and an ingest leaves
 * its rows alone.
 */
public final class TrainingRuns {
  private TrainingRuns() {}

  /** Puts the metrics of a model in place of those that were there. */
  public static void write(
      Lake lake, String model, ModelCard card, List<Metric> metrics, Configuration conf)
      throws IOException {
    Path folder = lake.live(LakeTable.TRAINING_RUNS, card.provenance().dataset());
    String name = name(card.provenance().runId(), model);
    lake.fs().mkdirs(folder);
    Path temporary = new Path(folder, "_" + name);
    lake.fs().delete(temporary, false);
    Map<String, String> provenance =
        Map.of(
            "partita.run_id", card.provenance().runId(),
            "partita.command", card.provenance().command(),
            "partita.version", card.provenance().version());
    try (TableFile<Row> file =
        TableFile.ofRows(temporary, LakeTable.TRAINING_RUNS, provenance, conf)) {
      for (Metric metric : metrics) {
        file.write(row(model, card, metric));
      }
    }
    FileContext.getFileContext(folder.toUri(), conf)
        .rename(temporary, new Path(folder, name), Options.Rename.OVERWRITE);
  }

  /** When a training had its last checkpoint; empty where the lake no longer has its file. */
  public static Optional<Instant> lastWritten(Lake lake, String dataset, String runId, String model)
      throws IOException {
    try {
      Path file = new Path(lake.live(LakeTable.TRAINING_RUNS, dataset), name(runId, model));
      return Optional.of(Instant.ofEpochMilli(lake.fs().getFileStatus(file).getModificationTime()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private static String name(String runId, String model) {
    return String.format(Locale.ROOT, "run-%s-%08x.zstd.parquet", runId, model.hashCode());
  }

  private static Row row(String model, ModelCard card, Metric metric) {
    return RowBuilder.of(LakeTable.TRAINING_RUNS)
        .set("run_id", card.provenance().runId())
        .set("model", model)
        .set("kind", card.kind())
        .set("epoch", metric.epoch())
        .set("iteration", metric.iteration())
        .set("examples", metric.examples())
        .set("loss", metric.loss())
        .set("validation_loss", metric.validationLoss())
        .set("loss_unit", ModelKinds.lossUnit(card.kind()))
        .set("learning_rate", metric.learningRate())
        .set("examples_per_s", metric.examplesPerS())
        .set("seconds", metric.seconds())
        .row();
  }
}
