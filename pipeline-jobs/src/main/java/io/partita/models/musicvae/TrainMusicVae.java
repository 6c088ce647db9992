package io.partita.models.musicvae;

import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import io.partita.model.musicvae.MusicVae;
import io.partita.models.FileChoice;
import io.partita.models.ModelDraft;
import io.partita.models.TrainOptions;
import io.partita.models.TrainingRun;
import io.partita.training.ModelKinds;
import io.partita.training.TrainingSettings;
import io.partita.training.examples.Examples;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The drum slices of a data set to a MusicVAE. Input: the tables drum_slices and drum_files of a
 * lake; output: a model archive, and rows of the table training_runs.
 */
@Command(
    name = "train-musicvae",
    description = "Train a MusicVAE (variational autoencoder) on a data set's drum slices.",
    footer = {
      "",
      "Cut the slices first, with slice-drums. Configs: cat-drums_2bar_small as published;",
      "hier-drums_4bar_small is Partita's own, after the hierarchical decoder of the paper's models"
          + " of",
      "16 bars; cat-drums_2bar_tiny and hier-drums_4bar_tiny to try things.",
      "The published batch is 512; of some ten thousand slices --batch 64 learns sooner.",
      "",
      "Examples:",
      "  partita train-musicvae --lake lake --dataset groove --model models/groove --batch 64",
      "  partita train-musicvae --lake lake --dataset groove --model models/loops4 \\",
      "      --config hier-drums_4bar_small --workers 2 --max-minutes 60",
      "  partita train-musicvae --lake lake --dataset groove --model models/tight \\",
      "      --set freeBits=32 --set latent=128 --cap 5"
    })
public final class TrainMusicVae implements Callable<Integer> {
  /** Iterations in an epoch below which a smaller batch is worth a word. */
  private static final long FEW_ITERATIONS = 100;

  @Mixin private TrainOptions options;

  @Option(
      names = "--config",
      paramLabel = "NAME|FILE",
      completionCandidates = ConfigNames.class,
      description =
          "Network and hyper-parameters by name (default: ${DEFAULT-VALUE}); or a file of options,"
              + " local or hdfs:, as inspect model --options prints it: options on the command line"
              + " win.")
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
          "Hyper-parameter of the config with another value, as --set freeBits=32; a wrong"
              + " name is answered with all names. May be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--cap",
      paramLabel = "N",
      description = "Slices of a file at most, chosen by the seed (default: all).")
  private Integer cap;

  @Override
  public Integer call() throws Exception {
    try (TrainingRun run = new TrainingRun(ModelKinds.MUSICVAE, options)) {
      if (cap != null && cap < 1) {
        throw new UserException("--cap must be at least 1, not " + cap + ".");
      }
      MusicVae model = MusicVae.named(config).with(set);
      int bars = bars(model);
      options.optimizer.check(model);
      run.prepare();
      // The ingest's run: slices are made of it alone, and vanish with it.
      Lake lake = run.open(LakeTable.MIDI_SOURCES);
      DrumExamples.require(lake, options.dataset, bars);
      run.start();
      DrumExamples all = cap == null ? slices(run, bars, 0) : null;
      return run.eachSeed(seed -> train(run, model, all == null ? slices(run, bars, seed) : all));
    }
  }

  /** Those of a file are chosen by the seed, where there is a cap. */
  private DrumExamples slices(TrainingRun run, int bars, long seed) throws Exception {
    FileChoice choice = FileChoice.of(options);
    return run.read(
        "drum slices", tables -> DrumExamples.of(tables, options.dataset, bars, cap, seed, choice));
  }

  private int train(TrainingRun run, MusicVae model, DrumExamples slices) throws IOException {
    Examples examples = slices.of(TrainingRun.TRAIN);
    TrainingSettings settings =
        run.settings(model.batch(), model, examples.count(), slices.countBySplit());
    adviseOnBatch(examples, settings);
    return run.train(
        new ModelDraft(model, hyperParameters(model)),
        settings,
        examples,
        slices.of(options.validation.split));
  }

  private Map<String, Object> hyperParameters(MusicVae model) {
    Map<String, Object> hyperParameters = new LinkedHashMap<>();
    hyperParameters.put("--config", config);
    hyperParameters.put("--set", model.changes(MusicVae.named(config)));
    hyperParameters.put("--cap", cap == null ? "all" : cap);
    return hyperParameters;
  }

  private static int bars(MusicVae model) {
    if (!model.hasLengthOfSlices()) {
      throw new UserException(
          "Slices have 32 or 64 steps (2 or 4 bars), not " + model.steps() + ".");
    }
    return model.bars();
  }

  private static void adviseOnBatch(Examples examples, TrainingSettings settings) {
    long iterations = examples.count() / settings.leastExamples();
    if (iterations > 0 && iterations < FEW_ITERATIONS) {
      System.err.println(
          String.format(
              Locale.ROOT,
              "An epoch of %,d slices is only %,d iterations of batch %d: a smaller --batch learns"
                  + " sooner.",
              examples.count(),
              iterations,
              settings.batch()));
    }
  }
}
