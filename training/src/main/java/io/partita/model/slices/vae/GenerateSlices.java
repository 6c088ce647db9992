package io.partita.model.slices.vae;

import io.partita.form.SliceForm;
import io.partita.model.job.GenerateOptions;
import io.partita.model.job.KindHelp;
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

/**
 * What {@code generate} does with an autoencoder of slices: slices of latent vectors drawn from a
 * prior.
 */
public final class GenerateSlices<M extends SliceVae> implements SliceGenerator<M> {
  /** Below 1, as z alone makes slices differ, and steps drawn at 1 are less regular than played. */
  private static final double TEMPERATURE = 0.5;

  private final SliceVaeKind<M> kind;

  @Option(
      names = "--prior",
      paramLabel = "WHICH",
      description = "Prior of z: normal or fitted (default: fitted if any).")
  private FittedPrior.Source given;

  @Mixin private LoopOption loop = new LoopOption();

  public GenerateSlices(SliceVaeKind<M> kind) {
    this.kind = kind;
  }

  @Override
  public SliceVaeKind<M> kind() {
    return kind;
  }

  @Override
  public List<String> help() {
    return KindHelp.text(kind, "generate").stream()
        .map(line -> line.replace("{temperature}", String.valueOf(TEMPERATURE)))
        .toList();
  }

  @Override
  public double temperature() {
    return TEMPERATURE;
  }

  @Override
  public Draws draws(GenerateOptions options, int count, TrainedModel<M> trained)
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
  public SliceForm form(M model) {
    return model.form();
  }

  /** The bound of one z of each slice. */
  @Override
  public double[] nats(M model, ComputationGraph weights, List<int[]> slices) {
    return Arrays.stream(SliceVaeScore.each(model, weights, slices, SliceVaeScore.Z.DRAWN).sums())
        .mapToDouble(of -> of[SliceVaeScore.MEANS.indexOf(SliceVaeScore.ELBO)])
        .toArray();
  }
}
