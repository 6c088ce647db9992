package io.partita.kind.slicegpt;

import io.partita.model.evaluate.BaselineScores;
import io.partita.model.evaluate.EvaluateOptions;
import io.partita.model.evaluate.Measured;
import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import io.partita.model.examples.FileScores;
import io.partita.model.slices.DrawnSlices;
import io.partita.model.slices.SliceBaselines;
import io.partita.model.slices.SliceEvaluator;
import io.partita.model.slices.SliceScoring;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Mixin;

/** What {@code model evaluate} does with a slice GPT: it predicts each step of a split's slices. */
final class EvaluateSliceGpt implements SliceEvaluator<int[], SliceGpt> {
  private final SliceGptKind kind;

  @Mixin private DrawnSlices.Count drawn = new DrawnSlices.Count();

  EvaluateSliceGpt(SliceGptKind kind) {
    this.kind = kind;
  }

  @Override
  public SliceGptKind kind() {
    return kind;
  }

  @Override
  public List<String> help() {
    return List.of(
        "A "
            + kind.title()
            + "'s figures are per slice. nats_per_slice is the exact -ln p of a slice, to be",
        "compared with the nats of unigram to fivegram and bar_trigram, and with a MusicVAE's",
        "elbo_nats. accuracy_teacher_forced is the share of right steps after a slice's own",
        "steps. history_nats is what another slice's history adds to the nats of a slice: near 0",
        "where a model ignores what was played. The baselines are those of a MusicVAE, counted",
        "on the model's training data.",
        "Fields of --json: nats_per_slice, bits_per_step, accuracy_teacher_forced,",
        "history_nats; with --drawn drawn, as of a MusicVAE.");
  }

  @Override
  public void check() {
    drawn.check();
  }

  @Override
  public String measuredOn(SliceGpt model) {
    String cut = kind.form().isMapped() ? " by the drum map " + model.drumMap() : "";
    return model.steps() + " steps of " + kind.form().product() + cut;
  }

  @Override
  public List<Held> release(EvaluateOptions options, TrainedModel<SliceGpt> model)
      throws Exception {
    Map<String, Object> figures = run(options, model, null).figures();
    return List.of(
        Held.atMost(SliceGptScore.NATS, figures, kind.bar().mostNats()),
        Held.atLeast(SliceGptScore.HISTORY, figures, kind.bar().leastHistoryNats()));
  }

  @Override
  public Measured measured(SliceScoring<int[], SliceGpt> scoring) throws IOException {
    SliceGpt model = scoring.model();
    FileScores scores =
        scoring.scores(
            SliceGptScore.MEANS,
            (network, batch) -> SliceGptScore.withHistory(model, network, batch));
    Optional<DrawnSlices> slices = drawn.of(scoring);
    return new Measured(
        scoring.of(),
        scores,
        model.figures(scores.sum()),
        slices.map(DrawnSlices::fields).orElse(Map.of()),
        slices.map(DrawnSlices::text).orElse(""),
        scoring.training(model::score, model::figures));
  }

  @Override
  public BaselineScores baselines(
      JavaSparkContext spark,
      SliceGpt model,
      Examples<int[]> train,
      Examples<int[]> validation,
      JavaRDD<FileExample<int[]>> byFile) {
    return SliceBaselines.scores(spark, model.form(), train, validation, byFile);
  }
}
