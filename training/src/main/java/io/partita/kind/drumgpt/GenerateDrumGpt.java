package io.partita.kind.drumgpt;

import io.partita.lake.run.KeptInputs;
import io.partita.model.ModelKind;
import io.partita.model.job.GenerateOptions;
import io.partita.model.job.Generator;
import io.partita.model.job.ModelOrigin;
import io.partita.model.job.Processor;
import io.partita.model.slices.SliceForm;
import io.partita.model.slices.SliceForms;
import io.partita.model.train.TrainedModel;
import io.partita.output.MusicFiles;
import io.partita.picture.SliceRoll;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** What {@code generate} does with a drum GPT: loops, each a step at a time. */
final class GenerateDrumGpt implements Generator<DrumGpt> {
  private static final SliceForm FORM = SliceForms.DRUMS;

  /** Loops from which on there is a picture of them all: two are seen at a glance. */
  private static final int TO_COMPARE = 3;

  /** Loops in that picture, the first ones. */
  private static final int IN_A_PICTURE = 16;

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

  /** Number k depends on the seed and k, not on how many there are. */
  @Override
  public void run(GenerateOptions options, TrainedModel<DrumGpt> trained, Consumer<Path> written)
      throws IOException {
    Processor.use();
    boolean isTogether = options.count >= TO_COMPARE;
    List<String> together = isTogether ? List.of(options.name(trained)) : List.of();
    MusicFiles files = options.files(trained, KeptInputs.of(), together, written);
    List<int[]> loops =
        new DrumGptSampler(trained.model(), trained.weights())
            .drawn(options.count, options.draw(), options.seed);
    String how = options.how("step") + ", seed " + options.seed;
    for (String name : together) {
      List<SliceRoll> rolls =
          IntStream.range(0, Math.min(loops.size(), IN_A_PICTURE))
              .mapToObj(i -> new SliceRoll(options.name(trained, i), "", loops.get(i)))
              .toList();
      files.picture(name, FORM.picture(trained.folder().lastName() + ": " + how, rolls));
    }
    for (int i = 0; i < options.count; i++) {
      String name = options.name(trained, i);
      int[] steps = loops.get(i);
      files.withdraw(name);
      files.midiAndWav(name, FORM.score(steps), true);
      files.picture(name, FORM.picture(name + ": " + how, List.of(new SliceRoll("", "", steps))));
      Map<String, Object> provenance = ModelOrigin.of(options.model, trained.card());
      provenance.put("seed", options.seed);
      provenance.put("number", i + 1);
      options.addDrawTo(provenance);
      provenance.put("loop", true);
      provenance.putAll(FORM.labels(steps));
      files.provenance(name, provenance);
    }
  }
}
