package io.partita.kind.musicvae;

import io.partita.model.ModelKind;
import io.partita.model.job.GenerateOptions;
import io.partita.model.job.Generations;
import io.partita.model.job.Generator;
import io.partita.model.slices.MadeSlices;
import io.partita.model.slices.SliceForm;
import io.partita.model.train.TrainedModel;
import io.partita.option.LoopOption;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code generate} does with a MusicVAE: slices of latent vectors drawn from a prior. */
final class GenerateSlices implements Generator<MusicVae> {
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
        "are also in one picture. There is no prompt and no --notes.");
  }

  /** Below 1, as z alone makes slices differ, and steps drawn at 1 are less regular than played. */
  @Override
  public double temperature() {
    return TEMPERATURE;
  }

  @Override
  public String product(MusicVae model) {
    return model.form().product();
  }

  @Override
  public int together() {
    return MadeSlices.TO_COMPARE;
  }

  /** Number k depends on the seed and k, not on how many there are. */
  @Override
  public Generations.Prepared prepare(GenerateOptions options, TrainedModel<MusicVae> trained)
      throws IOException {
    Optional<FittedPrior> fitted = FittedPrior.of(trained);
    FittedPrior.Source prior = given == null ? FittedPrior.Source.best(fitted) : given;
    float[][] z = prior.draw(trained, fitted, options.count, options.seed);
    String how =
        "z drawn from " + prior.title() + " by seed " + options.seed + ", " + options.how("step");
    SliceForm form = trained.model().form();
    boolean isLoop = loop.or(form.isLoop());
    return weights -> {
      List<int[]> loops =
          trained.model().decode(weights, z, new StepSampling(options.draw(), options.seed));
      return new MadeSlices(form, loops, isLoop, how)
          .generations(
              trained.folder().lastName(),
              number -> {
                Map<String, Object> provenance = new LinkedHashMap<>();
                provenance.put("seed", options.seed);
                provenance.put("number", number + 1);
                options.addDrawTo(provenance);
                provenance.put("prior", prior.name().toLowerCase(Locale.ROOT));
                provenance.put("z", z[number]);
                return provenance;
              });
    };
  }
}
