package io.partita.kind.slicegpt;

import io.partita.form.SliceForm;
import io.partita.model.job.GenerateOptions;
import io.partita.model.slices.SliceGenerator;
import io.partita.model.train.TrainedModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** What {@code generate} does with a slice GPT: slices, each a step at a time. */
record GenerateSliceGpt(SliceGptKind kind) implements SliceGenerator<SliceGpt> {
  @Override
  public List<String> help() {
    String makes =
        "A %s makes %s, each sampled step by step by --seed and its number."
            .formatted(kind.title(), kind.form().product());
    return kind.form().isLoop()
        ? List.of(
            makes,
            "Three or more are also in one picture. The WAV repeats without a gap. --best-of",
            "compares the exact -ln p of loops, how alike their bars are, and whether they have a",
            "backbeat.")
        : List.of(makes, "Three or more are also in one picture.");
  }

  @Override
  public Draws draws(GenerateOptions options, int count, TrainedModel<SliceGpt> trained) {
    return new Draws(
        options.how("step") + ", seed " + options.seed,
        kind.form().isLoop(),
        weights ->
            new SliceGptSampler(trained.model(), weights)
                .drawn(count, options.draw(), options.seed),
        number -> Map.of());
  }

  /** Of .85 to 1, the one whose loops are nearest to those of Groove's validation split. */
  @Override
  public double temperature() {
    return 1;
  }

  @Override
  public SliceForm form(SliceGpt model) {
    return model.form();
  }

  @Override
  public double[] nats(SliceGpt model, ComputationGraph weights, List<int[]> slices) {
    return Arrays.stream(SliceGptScore.of(model, weights, slices).sums())
        .mapToDouble(of -> of[SliceGptScore.MEANS.indexOf(SliceGptScore.NATS)])
        .toArray();
  }
}
