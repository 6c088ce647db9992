package io.partita.kind.drumgpt;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumMap;
import io.partita.model.run.TrainOptions;
import io.partita.model.slices.SliceTraining;
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
final class TrainDrumGpt implements Callable<Integer>, SliceTraining.Networks<DrumGpt> {
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

  @Mixin private SliceTraining training;

  @Override
  public Integer call() throws Exception {
    return training.train(options, this);
  }

  @Override
  public DrumGptKind kind() {
    return DrumGptKind.KIND;
  }

  @Override
  public DrumGpt network(DrumMap map) {
    try {
      return new DrumGpt(bars * DrumGrid.STEPS_PER_BAR, size, layers, heads, dropout, map.label());
    } catch (IllegalArgumentException e) {
      throw new UserException(Mistake.BAD_OPTION, "Not a network: " + e.getMessage(), e);
    }
  }

  @Override
  public int batch(DrumGpt network) {
    return USUAL_BATCH;
  }

  @Override
  public Map<String, Object> hyperParameters(DrumGpt network) {
    Map<String, Object> hyperParameters = new LinkedHashMap<>();
    hyperParameters.put("--bars", bars);
    hyperParameters.put("--size", size);
    hyperParameters.put("--layers", layers);
    hyperParameters.put("--heads", heads);
    hyperParameters.put("--dropout", dropout);
    return hyperParameters;
  }
}
