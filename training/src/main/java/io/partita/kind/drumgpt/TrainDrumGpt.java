package io.partita.kind.drumgpt;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumMap;
import io.partita.model.run.TrainOptions;
import io.partita.model.slices.SliceTraining;
import io.partita.option.OptionRange;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
      "With --latent the model is an autoencoder: MusicVAE's encoder makes z of a slice, and the",
      "steps read z before all else. Then encode, reconstruct, interpolate and similar work, too.",
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
      "  partita train drum-gpt --lake lake --dataset groove --model models/groove-z --latent 64",
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
      names = "--latent",
      paramLabel = "N",
      description = "Size of a latent vector z to decode (default: ${DEFAULT-VALUE}, none).")
  private int latent;

  @Option(
      names = "--encoder-units",
      paramLabel = "N",
      description = "With --latent: LSTM units of each direction of the encoder (default: 512).")
  private Integer encoderUnits;

  @Option(
      names = "--free-bits",
      paramLabel = "BITS",
      description = "With --latent: free bits of the KL divergence of a slice (default: 48).")
  private Double freeBits;

  @Option(
      names = "--max-beta",
      paramLabel = "BETA",
      description = "With --latent: weight of the KL divergence beyond them (default: 0.2).")
  private Double maxBeta;

  @Option(
      names = "--beta-rate",
      paramLabel = "RATE",
      description = "With --latent: beta is (1 - RATE^iteration) * max-beta (default: 0).")
  private Double betaRate;

  @Option(
      names = "--bound-from",
      paramLabel = "N",
      description =
          "With --latent: iteration from which the loss turns into the ELBO (default: 0).")
  private Long boundFrom;

  @Option(
      names = "--bound-to",
      paramLabel = "N",
      description = "With --latent: iteration from which the loss is the ELBO (default: 0, never).")
  private Long boundTo;

  @Mixin private SliceTraining training;

  @Override
  public Integer call() throws Exception {
    OptionRange.require(latent >= 0, "--latent must be 0 or more", latent);
    if (latent > 0) {
      return training.train(options, new Latents());
    }
    requireNone("--encoder-units", encoderUnits);
    requireNone("--free-bits", freeBits);
    requireNone("--max-beta", maxBeta);
    requireNone("--beta-rate", betaRate);
    requireNone("--bound-from", boundFrom);
    requireNone("--bound-to", boundTo);
    return training.train(options, new Loops());
  }

  private static void requireNone(String option, Object value) {
    if (value != null) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE, option + " needs --latent: add --latent 64, or leave it out.");
    }
  }

  /** Language models of loops. */
  private final class Loops implements SliceTraining.Networks<DrumGpt> {
    @Override
    public DrumGptKind kind() {
      return DrumGptKind.KIND;
    }

    @Override
    public DrumGpt network(DrumMap map) {
      return checked(() -> decoder(map));
    }

    @Override
    public int batch(DrumGpt network) {
      return USUAL_BATCH;
    }

    @Override
    public Map<String, Object> hyperParameters(DrumGpt network) {
      return ofDecoder();
    }
  }

  /** Autoencoders of loops. */
  private final class Latents implements SliceTraining.Networks<LatentDrumGpt> {
    @Override
    public LatentDrumGptKind kind() {
      return LatentDrumGptKind.KIND;
    }

    @Override
    public LatentDrumGpt network(DrumMap map) {
      return checked(
          () ->
              new LatentDrumGpt(
                  decoder(map),
                  latent,
                  Objects.requireNonNullElse(encoderUnits, 512),
                  Objects.requireNonNullElse(freeBits, 48.0),
                  Objects.requireNonNullElse(maxBeta, 0.2),
                  Objects.requireNonNullElse(betaRate, 0.0),
                  Objects.requireNonNullElse(boundFrom, 0L),
                  Objects.requireNonNullElse(boundTo, 0L)));
    }

    @Override
    public int batch(LatentDrumGpt network) {
      return USUAL_BATCH;
    }

    @Override
    public Map<String, Object> hyperParameters(LatentDrumGpt network) {
      Map<String, Object> hyperParameters = ofDecoder();
      hyperParameters.put("--latent", network.latent());
      hyperParameters.put("--encoder-units", network.encoderUnits());
      hyperParameters.put("--free-bits", network.freeBits());
      hyperParameters.put("--max-beta", network.maxBeta());
      hyperParameters.put("--beta-rate", network.betaRate());
      hyperParameters.put("--bound-from", network.boundFrom());
      hyperParameters.put("--bound-to", network.boundTo());
      return hyperParameters;
    }
  }

  private DrumGpt decoder(DrumMap map) {
    return new DrumGpt(bars * DrumGrid.STEPS_PER_BAR, size, layers, heads, dropout, map.label());
  }

  private static <M> M checked(Supplier<M> network) {
    try {
      return network.get();
    } catch (IllegalArgumentException e) {
      throw new UserException(Mistake.BAD_OPTION, "Not a network: " + e.getMessage(), e);
    }
  }

  private Map<String, Object> ofDecoder() {
    Map<String, Object> hyperParameters = new LinkedHashMap<>();
    hyperParameters.put("--bars", bars);
    hyperParameters.put("--size", size);
    hyperParameters.put("--layers", layers);
    hyperParameters.put("--heads", heads);
    hyperParameters.put("--dropout", dropout);
    return hyperParameters;
  }
}
