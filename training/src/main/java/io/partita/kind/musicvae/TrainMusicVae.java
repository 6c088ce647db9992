package io.partita.kind.musicvae;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumMap;
import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import io.partita.model.Augmentation;
import io.partita.model.archive.ModelCard;
import io.partita.model.examples.Examples;
import io.partita.model.run.FileChoice;
import io.partita.model.run.ModelDraft;
import io.partita.model.run.TrainOptions;
import io.partita.model.run.TrainingRun;
import io.partita.model.slices.SliceExamples;
import io.partita.model.slices.SliceForm;
import io.partita.model.slices.SliceMap;
import io.partita.model.train.TrainingSettings;
import io.partita.option.OptionRange;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The slices of a data set to a MusicVAE. Input: drum_slices and drum_files, melody_slices and
 * melody_files, or trio_slices and trio_files of a lake, as the config has it; output: a model
 * archive, and rows of the table training_runs.
 */
@Command(
    name = "train musicvae",
    description = "Train a MusicVAE (variational autoencoder) on drums, melodies or trios.",
    footer = {
      "",
      "First extract the slices: slice drums for drum configs, slice melodies for mel, slice trios",
      "for trio.",
      "",
      "Published configs: cat-drums_2bar_small, cat-mel_2bar_small, cat-mel_2bar_big,",
      "flat-mel_16bar, hierdec-mel_16bar, hierdec-trio_16bar. hier-drums_4bar_small is Partita's",
      "own, with the paper's hierarchical decoder. Configs that end in _tiny are for quick tests.",
      "Configs from cat-mel_2bar_big on need 2 to 4 GB for weights and optimizer. The published",
      "batch is 512; with about 10,000 slices --batch 64 learns faster.",
      "",
      "--augment changes slices in training only, whatever the number of workers:",
      "  hat-ride    swap closed hi-hat and ride in half of the slices",
      "  toms        permute the three toms",
      "  instrument  drop one instrument from a quarter of the slices",
      "  hits        hide one hit in twenty from the encoder; the decoder must still play it",
      "",
      "Examples:",
      "  partita train musicvae --lake lake --dataset groove --model models/groove --batch 64",
      "  partita train musicvae --lake lake --dataset groove --model models/more --augment all",
      "  partita train musicvae --lake lake --dataset groove --model models/loops4 \\",
      "      --config hier-drums_4bar_small --workers 2 --max-minutes 60",
      "  partita train musicvae --lake lake --dataset pop --model models/tunes \\",
      "      --config cat-mel_2bar_small --batch 64",
      "  partita train musicvae --lake lake --dataset groove --model models/tight \\",
      "      --set freeBits=32 --set latent=128 --cap 5"
    })
final class TrainMusicVae implements Callable<Integer> {
  /** Iterations in an epoch below which a smaller batch is worth a word. */
  private static final long FEW_ITERATIONS = 100;

  @Mixin private TrainOptions options;

  @Option(
      names = "--config",
      paramLabel = "NAME|FILE",
      completionCandidates = ConfigNames.class,
      description =
          "Name of a config, or file from model show --options (default: ${DEFAULT-VALUE}).")
  private String config = "cat-drums_2bar_small";

  /** Words that name no file. */
  static final class ConfigNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return MusicVae.names().iterator();
    }
  }

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "Hyper-parameter to change in the config, as --set freeBits=32; may be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--cap",
      paramLabel = "N",
      description = "Largest number of slices of a file, chosen by the seed (default: all).")
  private Integer cap;

  @Option(
      names = "--augment",
      paramLabel = "WHAT",
      description =
          "Random changes to slices, see below: names separated by commas, or all (default: none).")
  private String augment;

  @Override
  public Integer call() throws Exception {
    try (TrainingRun run = new TrainingRun(MusicVaeKind.KIND, options)) {
      OptionRange.atLeast("--cap", 1, cap);
      MusicVae asked = MusicVae.named(config).with(set);
      Augmentation augmentation = augmentation(asked);
      int bars = bars(asked);
      options.optimizer.check(asked);
      run.prepare();
      // The ingest's run: slices are made of it alone, and vanish with it.
      Lake lake = run.open(LakeTable.MIDI_SOURCES);
      SliceExamples.require(lake, options.dataset, asked.form(), bars);
      run.start();
      MusicVae model = set.containsKey("drumMap") ? asked : asked.withMap(map(run, asked));
      SliceExamples all = cap == null ? slices(run, model, 0) : null;
      return run.eachSeed(
          seed -> train(run, model, augmentation, all == null ? slices(run, model, seed) : all));
    }
  }

  /** The map that the slices to learn from were cut by. */
  private DrumMap map(TrainingRun run, MusicVae model) throws Exception {
    return run.read(
        "the drum map", tables -> SliceMap.of(tables, options.dataset, model.form(), model.bars()));
  }

  private Augmentation augmentation(MusicVae model) {
    Augmentation augmentation = augment == null ? null : model.form().augmentation(augment);
    if (augment != null && augmentation == null) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "--augment changes drum slices; "
              + model.config()
              + " learns "
              + model.form().title()
              + "s.");
    }
    return augmentation;
  }

  /** Those of a file are chosen by the seed, where there is a cap. */
  private SliceExamples slices(TrainingRun run, MusicVae model, long seed) throws Exception {
    FileChoice choice = FileChoice.of(options);
    return run.read(
        model.form().title() + "s",
        tables -> SliceExamples.of(tables, options.dataset, model.sliceCut(), cap, seed, choice));
  }

  private int train(
      TrainingRun run, MusicVae model, Augmentation augmentation, SliceExamples slices)
      throws IOException {
    Examples examples = slices.toTrain().augmented(augmentation);
    TrainingSettings settings =
        run.settings(model.batch(), model, examples.trained(), slices.countBySplit());
    adviseOnBatch(examples, settings);
    run.learnsFrom(ModelCard.LearntFiles.MD5, slices.contents(TrainingRun.TRAIN));
    return run.train(
        new ModelDraft(model, hyperParameters(model, augmentation)),
        settings,
        examples,
        slices.of(options.validation.split));
  }

  private Map<String, Object> hyperParameters(MusicVae model, Augmentation augmentation) {
    Map<String, Object> hyperParameters = new LinkedHashMap<>();
    hyperParameters.put("--config", config);
    hyperParameters.put("--set", model.changes(MusicVae.named(config)));
    hyperParameters.put("--cap", cap == null ? "all" : cap);
    if (augmentation != null) { // without it the run is that of versions that knew none
      hyperParameters.put("--augment", augmentation.option());
    }
    return hyperParameters;
  }

  private static int bars(MusicVae model) {
    if (!model.hasLengthOfSlices()) {
      SliceForm form = model.form();
      throw new UserException(
          Mistake.BAD_OPTION,
          String.format(
              Locale.ROOT,
              "Slices have %s steps (%s), not %d.",
              form.bars().stream()
                  .map(bars -> String.valueOf(bars * DrumGrid.STEPS_PER_BAR))
                  .collect(Collectors.joining(" or ")),
              form.length(),
              model.steps()));
    }
    return model.bars();
  }

  private static void adviseOnBatch(Examples examples, TrainingSettings settings) {
    long iterations = examples.trained() / settings.leastExamples();
    if (iterations > 0 && iterations < FEW_ITERATIONS) {
      System.err.println(
          String.format(
              Locale.ROOT,
              "An epoch of %,d slices is only %,d iterations of batch %d: a smaller --batch learns"
                  + " sooner.",
              examples.trained(),
              iterations,
              settings.batch()));
    }
  }
}
