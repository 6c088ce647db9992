package io.partita.kind.drumgpt;

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
import io.partita.model.slices.SliceForms;
import io.partita.model.slices.SliceMap;
import io.partita.option.OptionRange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The drum slices of a data set to a language model of drum loops. Input: drum_slices and
 * drum_files of a lake; output: a model archive, and rows of the table training_runs.
 */
@Command(
    name = "train drum-gpt",
    description = "Train a Transformer language model of drum loops.",
    footer = {
      "",
      "First extract the slices: slice drums. The model predicts each sixteenth note's hits from",
      "the steps before it. It has no latent vector, and its loss is the exact -ln p of a slice.",
      "",
      "--augment changes slices in training only, whatever the number of workers:",
      "  hat-ride    swap closed hi-hat and ride in half of the slices",
      "  toms        permute the three toms",
      "  instrument  drop one instrument from a quarter of the slices",
      "  hits        hide one hit in twenty from the steps after it; it must still be predicted",
      "",
      "Examples:",
      "  partita train drum-gpt --lake lake --dataset groove --model models/groove-gpt \\",
      "      --augment hat-ride,toms,instrument",
      "  partita train drum-gpt --lake lake --dataset groove --model models/groove-gpt --resume"
    })
final class TrainDrumGpt implements Callable<Integer> {
  private static final int USUAL_BATCH = 128;

  @Mixin private TrainOptions options;

  @Option(
      names = "--bars",
      paramLabel = "N",
      description = "Bars of a slice, 2 or 4 (default: ${DEFAULT-VALUE}).")
  private int bars = 2;

  @Option(
      names = "--size",
      paramLabel = "N",
      description = "Size of a step's vector (default: ${DEFAULT-VALUE}).")
  private int size = 96;

  @Option(
      names = "--layers",
      paramLabel = "N",
      description = "Layers of attention and feed-forward networks (default: ${DEFAULT-VALUE}).")
  private int layers = 3;

  @Option(
      names = "--heads",
      paramLabel = "N",
      description =
          "Attention heads of a layer, a divisor of the size (default: ${DEFAULT-VALUE}).")
  private int heads = 4;

  @Option(
      names = "--dropout",
      paramLabel = "SHARE",
      description = "Dropout rate in training (default: ${DEFAULT-VALUE}).")
  private double dropout = 0.15;

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
    try (TrainingRun run = new TrainingRun(DrumGptKind.KIND, options)) {
      OptionRange.atLeast("--cap", 1, cap);
      SliceForm form = SliceForms.DRUMS;
      DrumGpt asked = model(DrumMap.GM);
      Augmentation augmentation = augment == null ? null : form.augmentation(augment);
      options.optimizer.check(asked);
      run.prepare();
      // The ingest's run: slices are made of it alone, and vanish with it.
      Lake lake = run.open(LakeTable.MIDI_SOURCES);
      SliceExamples.require(lake, options.dataset, form, bars);
      run.start();
      DrumGpt model =
          model(
              run.read("the drum map", tables -> SliceMap.of(tables, options.dataset, form, bars)));
      SliceExamples all = cap == null ? slices(run, model, 0) : null;
      return run.eachSeed(
          seed -> train(run, model, augmentation, all == null ? slices(run, model, seed) : all));
    }
  }

  private DrumGpt model(DrumMap map) {
    try {
      return new DrumGpt(bars * DrumGrid.STEPS_PER_BAR, size, layers, heads, dropout, map.label());
    } catch (IllegalArgumentException e) {
      throw new UserException(Mistake.BAD_OPTION, "Not a network: " + e.getMessage(), e);
    }
  }

  /** Those of a file are chosen by the seed, where there is a cap. */
  private SliceExamples slices(TrainingRun run, DrumGpt model, long seed) throws Exception {
    FileChoice choice = FileChoice.of(options);
    return run.read(
        SliceForms.DRUMS.title() + "s",
        tables -> SliceExamples.of(tables, options.dataset, model.sliceCut(), cap, seed, choice));
  }

  private int train(TrainingRun run, DrumGpt model, Augmentation augmentation, SliceExamples slices)
      throws IOException {
    Examples examples = slices.toTrain().augmented(augmentation);
    run.learnsFrom(ModelCard.LearntFiles.MD5, slices.contents(TrainingRun.TRAIN));
    return run.train(
        new ModelDraft(model, hyperParameters(augmentation)),
        run.settings(USUAL_BATCH, model, examples.trained(), slices.countBySplit()),
        examples,
        slices.of(options.validation.split));
  }

  private Map<String, Object> hyperParameters(Augmentation augmentation) {
    Map<String, Object> hyperParameters = new LinkedHashMap<>();
    hyperParameters.put("--bars", bars);
    hyperParameters.put("--size", size);
    hyperParameters.put("--layers", layers);
    hyperParameters.put("--heads", heads);
    hyperParameters.put("--dropout", dropout);
    hyperParameters.put("--cap", cap == null ? "all" : cap);
    if (augmentation != null) {
      hyperParameters.put("--augment", augmentation.option());
    }
    return hyperParameters;
  }
}
