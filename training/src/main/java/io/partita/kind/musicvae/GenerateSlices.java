package io.partita.kind.musicvae;

import io.partita.model.ModelKind;
import io.partita.model.job.GenerateOptions;
import io.partita.model.slices.SliceForm;
import io.partita.model.slices.SliceGenerator;
import io.partita.model.train.TrainedModel;
import io.partita.option.LoopOption;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code generate} does with a MusicVAE: slices of latent vectors drawn from a prior. */
final class GenerateSlices implements SliceGenerator<MusicVae> {
  private static final double TEMPERATURE = 0.5;

  @Option(
      names = "--prior",
      paramLabel = "WHICH",
      description =
          "MusicVAE: prior of z: normal or fitted by model fit-prior (default: fitted if any).")
  private FittedPrior.Source given;

  @Mixin private LoopOption loop = new LoopOption();

  @Override
  public ModelKind<MusicVae> kind() {
    return MusicVaeKind.KIND;
  }

  @Override
  public List<String> help() {
    return List.of(
        "A MusicVAE makes drum loops, melodies or trios, each from a z sampled by --seed and its",
        "number. Steps are sampled at --temperature " + TEMPERATURE + " by default. Three or more",
        "are also in one picture. There is no prompt and no --notes. --best-of compares the",
        "elbo_nats of loops, how alike their bars are, and whether they have a backbeat.");
  }

  /** Below 1, as z alone makes slices differ, and steps drawn at 1 are less regular than played. */
  @Override
  public double temperature() {
    return TEMPERATURE;
  }

  @Override
  public Draws draws(GenerateOptions options, int count, TrainedModel<MusicVae> trained)
      throws IOException {
    Optional<FittedPrior> fitted = FittedPrior.of(trained);
    FittedPrior.Source prior = given == null ? FittedPrior.Source.best(fitted) : given;
    float[][] z = prior.draw(trained, fitted, count, options.seed);
    return new Draws(
        "z drawn from " + prior.title() + " by seed " + options.seed + ", " + options.how("step"),
        loop.or(trained.model().form().isLoop()),
        weights ->
            trained.model().decode(weights, z, new StepSampling(options.draw(), options.seed)),
        number -> {
          Map<String, Object> fields = new LinkedHashMap<>();
          fields.put("prior", prior.name().toLowerCase(Locale.ROOT));
          fields.put("z", z[number]);
          return fields;
        });
  }

  @Override
  public SliceForm form(MusicVae model) {
    return model.form();
  }

  /** The bound of one z of each slice. */
  @Override
  public double[] nats(MusicVae model, ComputationGraph weights, List<int[]> slices) {
    return Arrays.stream(MusicVaeScore.each(model, weights, slices, MusicVaeScore.Z.DRAWN).sums())
        .mapToDouble(of -> of[MusicVaeScore.MEANS.indexOf(MusicVaeScore.ELBO)])
        .toArray();
  }
}
