package io.partita.kind.drumgpt;

import io.partita.model.ModelKind;
import io.partita.model.job.GenerateOptions;
import io.partita.model.job.Generations;
import io.partita.model.job.Generator;
import io.partita.model.slices.MadeSlices;
import io.partita.model.slices.SliceForm;
import io.partita.model.slices.SliceForms;
import io.partita.model.train.TrainedModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code generate} does with a drum GPT: loops, each a step at a time. */
final class GenerateDrumGpt implements Generator<DrumGpt> {
  private static final SliceForm FORM = SliceForms.DRUMS;

  @Override
  public ModelKind<DrumGpt> kind() {
    return DrumGptKind.KIND;
  }

  @Override
  public List<String> help() {
    return List.of(
        "A drum GPT makes drum loops, each sampled step by step by --seed and its number. Three",
        "or more are also in one picture. The WAV repeats without a gap.");
  }

  @Override
  public String product(DrumGpt model) {
    return FORM.product();
  }

  @Override
  public int together() {
    return MadeSlices.TO_COMPARE;
  }

  /** Number k depends on the seed and k, not on how many there are. */
  @Override
  public Generations.Prepared prepare(GenerateOptions options, TrainedModel<DrumGpt> trained) {
    return weights -> {
      List<int[]> loops =
          new DrumGptSampler(trained.model(), weights)
              .drawn(options.count, options.draw(), options.seed);
      String how = options.how("step") + ", seed " + options.seed;
      return new MadeSlices(FORM, loops, true, how)
          .generations(
              trained.folder().lastName(),
              number -> {
                Map<String, Object> provenance = new LinkedHashMap<>();
                provenance.put("seed", options.seed);
                provenance.put("number", number + 1);
                options.addDrawTo(provenance);
                return provenance;
              });
    };
  }
}
