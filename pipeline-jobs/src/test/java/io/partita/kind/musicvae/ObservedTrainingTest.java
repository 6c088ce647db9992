package io.partita.kind.musicvae;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.DrumSample;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.EpochPictures;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.examples.Examples;
import io.partita.model.run.FileChoice;
import io.partita.model.run.ModelDraft;
import io.partita.model.run.TrainOptions;
import io.partita.model.run.TrainingRun;
import io.partita.model.slices.SliceExamples;
import io.partita.model.slices.vae.StepSampling;
import io.partita.model.train.EpochObserver;
import io.partita.model.train.TrainedModel;
import io.partita.nn.device.Device;
import io.partita.picture.DrumRollPicture;
import io.partita.picture.SliceRoll;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A training whose kind draws what the model makes after each epoch. */
@Tag("full")
class ObservedTrainingTest extends MusicVaeTrainingFixture {
  private static final MusicVae MODEL =
      MusicVae.named("cat-drums_2bar_small")
          .with(Map.of("encoderUnits", "8", "decoderUnits", "[8, 8]", "latent", "4"));

  /** Draws the loop in the middle of the latent space. */
  private record Painter() implements EpochObserver {
    @Override
    public long observed() {
      return 1;
    }

    @Override
    public void epochEnded(ModelFolder folder, Metric metric, Supplier<ComputationGraph> network)
        throws IOException {
      new EpochPictures(folder).write((int) metric.epoch(), picture(network.get()));
    }

    @Override
    public void trainingEnded(ModelFolder folder) throws IOException {
      EpochPictures pictures = new EpochPictures(folder);
      int last = pictures.epochs().get(pictures.epochs().size() - 1);
      folder.write(EpochPictures.SHEET, pictures.read(last).orElseThrow());
    }

    static byte[] picture(ComputationGraph network) throws IOException {
      int[] loop = MODEL.decode(network, new float[1][MODEL.latent()], StepSampling.ARGMAX).get(0);
      return DrumRollPicture.png("middle", List.of(new SliceRoll("", "", loop)));
    }
  }

  /** Trains as train-musicvae does, and is looked at. */
  @Command(name = "train-observed")
  private static final class TrainObserved implements Callable<Integer> {
    @Mixin private TrainOptions options;

    @Override
    public Integer call() throws Exception {
      try (TrainingRun run = new TrainingRun(MusicVaeKind.KIND, options)) {
        options.device.device = Device.of("cpu");
        run.prepare();
        run.open(LakeTable.MIDI_SOURCES);
        run.start();
        SliceExamples<int[]> slices =
            run.read(
                "drum slices",
                tables ->
                    SliceExamples.of(
                        tables,
                        options.dataset,
                        MODEL.sliceCut(),
                        null,
                        0,
                        FileChoice.of(options)));
        Examples<int[]> examples = slices.of(TrainingRun.TRAIN);
        run.learnsFrom(ModelCard.LearntFiles.MD5, slices.contents(TrainingRun.TRAIN));
        return run.eachSeed(
            seed ->
                run.train(
                    new ModelDraft<>(MODEL, Map.of()),
                    run.settings(MODEL.batch(), MODEL, examples.count(), slices.countBySplit()),
                    examples,
                    slices.of(options.validation.split),
                    new Painter()));
      }
    }
  }

  @Test
  void eachSeedHasPicturesOfItsEpochsAndTheWeightsThatItHasUnseen() throws Exception {
    train("unseen", "--batch", 8, "--epochs", 2).exits(0);

    int exitCode =
        new CommandLine(new TrainObserved())
            .execute(
                List.of(
                        "--lake",
                        lake.toString(),
                        "--dataset",
                        DrumSample.DATASET,
                        "--model",
                        folder.resolve("seen").toString(),
                        "--seeds",
                        "1..2",
                        "--batch",
                        "8",
                        "--epochs",
                        "2",
                        "--averaging-frequency",
                        "2")
                    .toArray(String[]::new));

    assertThat(exitCode).isZero();
    assertThat(weights("seen/seed-1")).isEqualTo(weights("unseen"));
    for (String seed : List.of("seen/seed-1", "seen/seed-2")) {
      ModelFolder model = ModelFolder.at(folder.resolve(seed).toString(), new Configuration());
      TrainedModel<MusicVae> trained =
          TrainedModel.read(MusicVaeKind.KIND, model.name(), new Configuration());
      byte[] last =
          Painter.picture(model.weights(trained.card().network(), MODEL, false).network(MODEL));
      assertThat(new EpochPictures(model).epochs()).containsExactly(1, 2);
      assertThat(new EpochPictures(model).read(2)).as("after epoch 2 of %s", seed).contains(last);
      assertThat(model.read(EpochPictures.SHEET)).contains(last);
    }
    assertThat(folder.resolve("unseen/epochs")).doesNotExist();
  }
}
