package io.partita.kind.bpe;

import io.partita.lake.table.LakeTable;
import io.partita.model.archive.ContentHashes;
import io.partita.model.evaluate.BaselineFigure;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.evaluate.EvaluatedSplit;
import io.partita.model.evaluate.EvaluationRun;
import io.partita.model.evaluate.Evaluator;
import io.partita.model.evaluate.Leaks;
import io.partita.model.evaluate.Measured;
import io.partita.model.evaluate.Measuring;
import io.partita.model.examples.FileScores;
import io.partita.model.examples.FileSums;
import io.partita.model.run.FileChoice;
import io.partita.model.train.TrainedModel;
import io.partita.token.MergedTokens;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;

/** What {@code model evaluate} does with a byte-pair model: how much shorter sequences become. */
record EvaluateBpe(TokenBpeKind kind) implements Evaluator<TokenBpe> {
  private static final BaselineFigure UNMERGED =
      new BaselineFigure(TokenBpeKind.UNMERGED, TokenBpeKind.IDS_LEFT);

  @Override
  public String measuredOn(TokenBpe model) {
    return "tokens of the scheme " + model.scheme();
  }

  @Override
  public LakeTable table(TokenBpe model) {
    return LakeTable.TOKENS;
  }

  @Override
  public Lengths measuring(EvaluationRun run, TrainedModel<TokenBpe> model) {
    return new Lengths(run, model);
  }

  /** Lengths of sequences with a model's merges, and without. */
  record Lengths(EvaluationRun run, TrainedModel<TokenBpe> model)
      implements Measuring<TokenBpe, TokenRowsOf> {
    @Override
    public TokenRowsOf read(String dataset, TrainedModel<TokenBpe> by) {
      FileChoice choice = FileChoice.of(by);
      return TokenRowsOf.of(
          run.tables(), dataset, by.model().scheme(), choice.duplicates(), choice.where());
    }

    @Override
    public boolean isBesideTraining() {
      return false;
    }

    @Override
    public Map<String, Long> bySplit(TokenRowsOf rows) {
      return rows.bySplit();
    }

    @Override
    public ContentHashes contents(TokenRowsOf rows) {
      return rows.contents(run.split());
    }

    @Override
    public Measured measured(TrainedModel<TokenBpe> of, TokenRowsOf rows, TokenRowsOf none) {
      MergedTokens tokens = BpeModels.tokens(of);
      FileScores scores =
          FileScores.of(
              List.of(TokenBpeKind.IDS_LEFT),
              rows.of(run.split())
                  .map(row -> sums(row, tokens.encode(TokenRowsOf.tokens(row)).length)));
      return new Measured(
          of,
          scores,
          Map.of(TokenBpeKind.IDS_LEFT, scores.sum().mean(TokenBpeKind.IDS_LEFT)),
          Map.of(),
          "",
          null);
    }

    @Override
    public BaselineScores baselines(TokenRowsOf rows, TokenRowsOf none, Measured ours) {
      return new BaselineScores(
          List.of(UNMERGED),
          FileScores.of(
              List.of(UNMERGED.column()),
              rows.of(run.split()).map(row -> sums(row, TokenRowsOf.tokens(row).length))),
          Map.of());
    }

    @Override
    public EvaluatedSplit split(TokenRowsOf rows, TokenRowsOf none, Measured ours, Leaks leaks) {
      return new EvaluatedSplit(
          run.split(),
          run.dataset(),
          List.of("midi_md5"),
          String.format(Locale.ROOT, "%,d sequences", rows.bySplit().get(run.split())),
          "",
          "sequences",
          rows.suspects(),
          null,
          leaks);
    }

    private static FileSums sums(Row row, long left) {
      return new FileSums(
          List.of(row.<String>getAs("midi_md5")),
          TokenRowsOf.tokens(row).length,
          new double[] {left});
    }
  }
}
