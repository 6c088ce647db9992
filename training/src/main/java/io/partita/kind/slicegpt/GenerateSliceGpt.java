package io.partita.kind.slicegpt;

import io.partita.form.Forms;
import io.partita.form.SliceForm;
import io.partita.model.ModelKind;
import io.partita.model.job.GenerateOptions;
import io.partita.model.slices.SliceGenerator;
import io.partita.model.train.TrainedModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** What {@code generate} does with a drum GPT: loops, each a step at a time. */
final class GenerateSliceGpt implements SliceGenerator<SliceGpt> {
  static final double TEMPERATURE = 1;

  @Override
  public ModelKind<SliceGpt> kind() {
    return DrumGptKind.KIND;
  }

  @Override
  public List<String> help() {
    return List.of(
        "A drum GPT makes drum loops, each sampled step by step by --seed and its number. Three",
        "or more are also in one picture. The WAV repeats without a gap. --best-of compares the",
        "exact -ln p of loops, how alike their bars are, and whether they have a backbeat.");
  }

  @Override
  public Draws draws(GenerateOptions options, int count, TrainedModel<SliceGpt> trained) {
    return new Draws(
        options.how("step") + ", seed " + options.seed,
        true,
        weights ->
            new SliceGptSampler(trained.model(), weights)
                .drawn(count, options.draw(), options.seed),
        number -> Map.of());
  }

  /** Of .85 to 1, the one whose loops are nearest to those of Groove's validation split. */
  @Override
  public double temperature() {
    return TEMPERATURE;
  }

  @Override
  public SliceForm form(SliceGpt model) {
    return Forms.DRUMS;
  }

  @Override
  public double[] nats(SliceGpt model, ComputationGraph weights, List<int[]> slices) {
    return Arrays.stream(SliceGptScore.of(model, weights, slices).sums())
        .mapToDouble(of -> of[SliceGptScore.MEANS.indexOf(SliceGptScore.NATS)])
        .toArray();
  }
}
