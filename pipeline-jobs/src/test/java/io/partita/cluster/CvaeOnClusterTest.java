package io.partita.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.PartitaRun;
import io.partita.SharedFolders;
import io.partita.SoundSample;
import io.partita.model.archive.ModelCard;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** VAEs of audio that executors cut windows for, and train: the same bits as inside one JVM. */
@Tag("cluster")
@Tag("full")
class CvaeOnClusterTest {
  private final TestCluster cluster = TestCluster.get();
  private final SoundSample sample = SoundSample.get();

  @TempDir private Path folder;

  @BeforeEach
  void copyTheLake() throws IOException {
    SharedFolders.copy(sample.lake(), folder.resolve("lake"));
  }

  @Test
  void twoWorkersMakeOfMelTheWeightsThatTheyMakeInOneJvm() throws Exception {
    Path here = folder.resolve("here");
    Path there = folder.resolve("there");
    Object[] rounds = {"--workers", 2, "--averaging-frequency", 2, "--batch", 4, "--epochs", 1};
    PartitaRun.of(training("mel-conv-tiny", here, rounds)).exits(0);

    PartitaRun run =
        cluster.submitToMaster(training("mel-conv-tiny", there, rounds)).end().exits(0);

    assertThat(run.err()).containsPattern("(?i)training.* executor \\d");
    assertThat(weights(there)).as("averaged on executors").isEqualTo(weights(here));
  }

  @Test
  void oneWorkerThatDecodesWaveformsMakesTheWeightsOfNone() throws Exception {
    Path there = folder.resolve("there");

    PartitaRun run =
        cluster
            .submitToMaster(training("wave-conv-tiny", there, "--workers", 1, "--epochs", 3))
            .end()
            .exits(0);

    assertThat(run.err()).containsPattern("(?i)training.* executor \\d");
    assertThat(card(there).provenance().options()).containsEntry("workers", 1);
    assertThat(card(sample.wave()).provenance().options()).containsEntry("workers", 0);
    assertThat(weights(there)).as("without averaging").isEqualTo(weights(sample.wave()));
  }

  private Object[] training(String config, Path model, Object... more) {
    List<Object> words = new ArrayList<>(List.of("train-cvae", "--config", config));
    words.addAll(
        List.of(
            "--lake", folder.resolve("lake"), "--dataset", SoundSample.DATASET, "--model", model));
    words.addAll(Arrays.asList(more));
    return words.toArray();
  }

  private static ModelCard card(Path model) throws IOException {
    return TrainedModel.read(model.toString(), new Configuration()).card();
  }

  private static String weights(Path model) throws IOException {
    ModelCard card = card(model);
    assertThat(card.state().outcome()).isEqualTo(ModelCard.State.DONE);
    assertThat(card.state().iteration()).as("iterations").isGreaterThan(2);
    return card.network().parametersSha256();
  }
}
