package io.partita.model.slices;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.drum.DrumMap;
import io.partita.form.Form;
import io.partita.form.SliceCut;
import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import io.partita.model.Augmentation;
import io.partita.model.archive.ModelCard;
import io.partita.model.examples.Examples;
import io.partita.model.run.FileChoice;
import io.partita.model.run.ModelDraft;
import io.partita.model.run.TrainOptions;
import io.partita.model.run.TrainingRun;
import io.partita.model.train.TrainingSettings;
import io.partita.option.OptionRange;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * The frame of a command that trains a network on a data set's slices, and the options of all such
 * commands.
 */
public final class SliceTraining {
  /** What a command trains. */
  public interface Networks<E, M extends SliceModel<E>> {
    SliceKind<M> kind();

    /**
     * The network that the options ask for.
     *
     * @param map that its slices are cut by; General MIDI's as long as the lake is unread
     * @throws UserException where they are of no network, or of no slices
     */
    M network(DrumMap map);

    /** Slices in an update, unless another number is asked for. */
    int batch(M network);

    /** The most slices of a file in an epoch, drawn again for each; 0 for all. */
    default int slicesOfFile(M network) {
      return 0;
    }

    /** The command's own options that decide the weights, as the command line spells them. */
    Map<String, Object> hyperParameters(M network);

    /** Says what a person may want to change. */
    default void advise(long slices, TrainingSettings settings) {}
  }

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

  /**
   * Trains, with all reports.
   *
   * @return the exit code
   */
  public <E, M extends SliceModel<E>> int train(TrainOptions options, Networks<E, M> networks)
      throws Exception {
    try (TrainingRun run = new TrainingRun(networks.kind(), options)) {
      OptionRange.atLeast("--cap", 1, cap);
      M asked = networks.network(DrumMap.GM);
      SliceCut<E> cut = asked.sliceCut();
      Augmentation<E> augmentation = augmentation(networks.kind(), cut.form());
      options.optimizer.check(asked);
      run.prepare();
      // The ingest's run: slices are made of it alone, and vanish with it.
      Lake lake = run.open(LakeTable.MIDI_SOURCES);
      SliceExamples.require(lake, options.dataset, cut.form(), cut.bars());
      run.start();
      M network =
          networks.network(
              run.read(
                  "the drum map",
                  tables -> SliceMap.of(tables, options.dataset, cut.form(), cut.bars())));
      ModelDraft<E> draft =
          new ModelDraft<>(
              network, hyperParameters(networks.hyperParameters(network), augmentation));
      SliceExamples<E> all = cap == null ? slices(run, options, network.sliceCut(), 0) : null;
      return run.eachSeed(
          seed -> {
            SliceExamples<E> slices =
                all == null ? slices(run, options, network.sliceCut(), seed) : all;
            Examples<E> examples =
                slices.toTrain(networks.slicesOfFile(network)).augmented(augmentation);
            TrainingSettings settings =
                run.settings(
                    networks.batch(network), network, examples.trained(), slices.countBySplit());
            networks.advise(examples.trained(), settings);
            run.learnsFrom(ModelCard.LearntFiles.MD5, slices.contents(TrainingRun.TRAIN));
            return run.train(draft, settings, examples, slices.of(options.validation.split));
          });
    }
  }

  private <E> Augmentation<E> augmentation(SliceKind<?> kind, Form<E> form) {
    Augmentation<E> augmentation = augment == null ? null : form.augmentation(augment);
    if (augment != null && augmentation == null) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "--augment changes drum and melody slices; this %s learns %ss."
              .formatted(kind.title(), form.title()));
    }
    return augmentation;
  }

  /** Those of a file are chosen by the seed, where there is a cap. */
  private <E> SliceExamples<E> slices(
      TrainingRun run, TrainOptions options, SliceCut<E> cut, long seed) throws Exception {
    FileChoice choice = FileChoice.of(options);
    return run.read(
        cut.form().title() + "s",
        tables -> SliceExamples.of(tables, options.dataset, cut, cap, seed, choice));
  }

  private Map<String, Object> hyperParameters(
      Map<String, Object> ofNetwork, Augmentation<?> augmentation) {
    Map<String, Object> hyperParameters = new LinkedHashMap<>(ofNetwork);
    hyperParameters.put("--cap", cap == null ? "all" : cap);
    if (augmentation != null) { // without it the run is that of versions that knew none
      hyperParameters.put("--augment", augmentation.option());
    }
    return hyperParameters;
  }
}
