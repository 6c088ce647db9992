package io.partita.model.latent;

import static org.apache.spark.sql.functions.col;

import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.InputGuard;
import io.partita.lake.run.LostRows;
import io.partita.lake.run.RunOptions;
import io.partita.lake.table.LakeTable;
import io.partita.model.job.KindJob;
import io.partita.model.train.TrainedModel;
import io.partita.output.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What {@code encode} does with models of one kind: a file, or a data set to rows of a table. */
public interface TableEncoder<M> extends KindJob<M>, Encodes {
  /** The name of its runs. */
  default String command() {
    return "encode";
  }

  /** The table, and what is read for it. */
  EncodedTable<M> rows();

  /**
   * Stages the rows of a data set in a started run, and ends the stage {@code encode}.
   *
   * @param by what the report says of the model
   * @param tables of the lake, with the files that are encoded
   */
  EncodeReport run(
      DerivedRun run, TrainedModel<M> trained, EncodedBy by, Map<LakeTable, Dataset<Row>> tables)
      throws IOException;

  /**
   * Encodes the file of the options, which can be written, and prints what was made.
   *
   * @return the exit code
   */
  int encodeFile(EncodeOptions options, TrainedModel<M> trained) throws IOException;

  @Override
  default int encode(EncodeOptions options, TrainedModel<?> model) throws IOException {
    options.requireOne();
    TrainedModel<M> trained = model.as(kind());
    if (options.in == null) {
      return encodeDataset(options, trained);
    }
    InputGuard.of(options.in).model(options.model, trained.folder().path()).require(options.out);
    return encodeFile(options, trained);
  }

  /** Encodes the data set of the options, publishes its rows and prints the report. */
  private int encodeDataset(EncodeOptions options, TrainedModel<M> trained) throws IOException {
    Lake lake = options.open();
    String dataset = options.dataset(trained);
    options.waiting.await(lake, dataset);
    RunOptions told =
        new RunOptions(command()).decisive("model_sha256", trained.card().used().sha256());
    options.where.addTo(told);
    rows().addTo(told, trained.model());
    told.other("--model", options.model);
    EncodeReport report;
    try (DerivedRun run =
        DerivedRun.begin(
            told,
            lake,
            options.lake,
            dataset,
            now -> rows().source(now, dataset, trained.model()))) {
      run.start(options.device.conf(command() + " " + dataset, trained));
      Map<LakeTable, Dataset<Row>> live = LakeReader.tables(run.spark(), lake);
      Map<LakeTable, Dataset<Row>> tables = options.where.of(dataset).on(live, dataset);
      new LostRows(live, dataset)
          .leftOut(
              rows().table(),
              col("model_run_id").equalTo(trained.card().provenance().runId()),
              rows().encoded(tables, dataset, trained.model()))
          .require(options.replace);
      report =
          run.publish(
              List.of(rows().table()),
              List.of(),
              run(run, trained, EncodedBy.of(options.model, trained.card()), tables));
    }
    return Answer.print(options.json, report, EncodeReport::text);
  }
}
