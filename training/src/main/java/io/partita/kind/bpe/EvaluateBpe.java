package io.partita.kind.bpe;

import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.table.LakeTable;
import io.partita.model.ModelKind;
import io.partita.model.archive.ModelCard;
import io.partita.model.evaluate.BaselineFigure;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.evaluate.EvaluateOptions;
import io.partita.model.evaluate.EvaluatedSplit;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.evaluate.EvaluationReport;
import io.partita.model.evaluate.Evaluator;
import io.partita.model.evaluate.Leaks;
import io.partita.model.evaluate.Measured;
import io.partita.model.examples.FileScores;
import io.partita.model.examples.FileSums;
import io.partita.model.run.FileChoice;
import io.partita.model.train.TrainedModel;
import io.partita.token.MergedTokens;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What {@code model evaluate} does with a byte-pair model: how much shorter sequences become. */
final class EvaluateBpe implements Evaluator<TokenBpe> {
  private static final BaselineFigure UNMERGED =
      new BaselineFigure(TokenBpeKind.UNMERGED, TokenBpeKind.IDS_LEFT);

  @Override
  public ModelKind<TokenBpe> kind() {
    return TokenBpeKind.KIND;
  }

  @Override
  public List<String> help() {
    return List.of(
        "A byte-pair model's figure is ids_left: ids with merges per id of the scheme, so 0.5",
        "halves the sequences. Intervals are bootstrapped over files.");
  }

  @Override
  public String measuredOn(TokenBpe model) {
    return "tokens of the scheme " + model.scheme();
  }

  @Override
  public Evaluation run(
      EvaluateOptions options, TrainedModel<TokenBpe> model, TrainedModel<TokenBpe> against)
      throws Exception {
    Lake lake = options.lake.open();
    String dataset = options.dataset(model, lake, LakeTable.TOKENS);
    try (SparkSession session = options.session(lake, dataset)) {
      return LakeReader.query(
          session,
          lake,
          tables -> {
            TokenRowsOf rows =
                TokenRowsOf.of(
                    tables,
                    dataset,
                    model.model().scheme(),
                    FileChoice.of(model).duplicates(),
                    FileChoice.of(model).where());
            Map<String, Long> files = rows.bySplit();
            options.requireSplit(dataset, files);
            Leaks leaks =
                Leaks.of(
                    options,
                    ModelCard.LearntFiles.MD5,
                    rows.contents(options.split()),
                    model,
                    against);
            return evaluation(options, dataset, rows, files, leaks, model, against);
          });
    }
  }

  private static Evaluation evaluation(
      EvaluateOptions options,
      String dataset,
      TokenRowsOf rows,
      Map<String, Long> files,
      Leaks leaks,
      TrainedModel<TokenBpe> model,
      TrainedModel<TokenBpe> against) {
    String split = options.split();
    JavaRDD<Row> held = rows.of(split);
    EvaluatedSplit of =
        new EvaluatedSplit(
            split,
            dataset,
            List.of("midi_md5"),
            String.format(Locale.ROOT, "%,d sequences", files.get(split)),
            "",
            "sequences",
            rows.suspects(),
            null,
            leaks);
    BaselineScores baselines =
        new BaselineScores(
            List.of(UNMERGED),
            FileScores.of(
                List.of(UNMERGED.column()),
                held.map(row -> sums(row, TokenRowsOf.tokens(row).length))),
            Map.of());
    return new EvaluationReport(
            of, measured(model, held), against == null ? null : measured(against, held), baselines)
        .evaluation(options.isAgainst(), Map.of());
  }

  private static Measured measured(TrainedModel<TokenBpe> model, JavaRDD<Row> held) {
    MergedTokens tokens = BpeModels.tokens(model);
    FileScores scores =
        FileScores.of(
            List.of(TokenBpeKind.IDS_LEFT),
            held.map(row -> sums(row, tokens.encode(TokenRowsOf.tokens(row)).length)));
    return new Measured(
        model,
        scores,
        Map.of(TokenBpeKind.IDS_LEFT, scores.sum().mean(TokenBpeKind.IDS_LEFT)),
        Map.of(),
        "",
        null);
  }

  private static FileSums sums(Row row, long left) {
    return new FileSums(
        List.of(row.<String>getAs("midi_md5")),
        TokenRowsOf.tokens(row).length,
        new double[] {left});
  }
}
