package io.partita.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.ChildPartita;
import io.partita.PartitaRun;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A training on the cluster, lake and model on HDFS, of which parts die: it ends with the weights
 * of an undisturbed training inside one JVM, to the last bit.
 */
@Tag("cluster")
@Tag("full")
class TrainingFaultsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LAKE = "/trained-on";

  /** Two workers, a checkpoint after each of some twenty rounds. */
  private static final List<Object> LAYOUT =
      List.of(
          "--epochs",
          1,
          "--workers",
          2,
          "--batch",
          256,
          "--averaging-frequency",
          5,
          "--checkpoint-every",
          1,
          "--set",
          "units=16",
          "--validation",
          "none");

  /** What an undisturbed training inside one JVM ends with. */
  private static String undisturbed;

  private final TestCluster cluster = TestCluster.get();

  @Test
  void anExecutorKilledInMidEpochChangesNothing() throws Exception {
    Object[] arguments = training("/executor-killed");
    ChildPartita training = cluster.submitToMaster(arguments);
    training.await(() -> hasTrained("/executor-killed", 10));
    assertThat(cluster.executor("worker-1").destroyForcibly()).isTrue();

    PartitaRun run = training.end().exits(0);

    assertThat(run.err())
        .containsPattern("(?i)training.* executor 0")
        .containsPattern("(?i)training.* executor 1")
        .as("Spark says it")
        .contains("Lost executor");
    assertThat(weights("/executor-killed")).isEqualTo(undisturbed());
  }

  @Test
  void resumedAfterItsDriverWasKilledItReachesTheSameWeights() throws Exception {
    Object[] arguments = training("/driver-killed");
    cluster.submitToMaster(arguments).killWhen(() -> hasTrained("/driver-killed", 10));
    assertThat(card("/driver-killed").path("state").path("outcome").asText()).isEqualTo("training");

    cluster.submitToMaster(training("/driver-killed", "--resume")).end().exits(0);

    assertThat(weights("/driver-killed")).isEqualTo(undisturbed());
  }

  private Object[] training(String model, Object... more) throws IOException {
    return Stream.of(
            Stream.of("train-lstm", "--lake", lake(), "--dataset", TestCluster.DATASET),
            Stream.of("--model", cluster.onHdfs(model)),
            LAYOUT.stream(),
            Stream.of(more))
        .flatMap(part -> part)
        .toArray();
  }

  /** The lake of the undisturbed ingest, on HDFS. */
  private String lake() throws IOException {
    Path lake = new Path(LAKE);
    if (!cluster.hdfs().exists(lake)) {
      cluster.hdfs().copyFromLocalFile(new Path(cluster.undisturbedLake().toUri()), lake);
    }
    return cluster.onHdfs(LAKE);
  }

  private synchronized String undisturbed() throws IOException {
    if (undisturbed == null) {
      PartitaRun.of(training("/undisturbed-training")).exits(0);
      undisturbed = weights("/undisturbed-training");
    }
    return undisturbed;
  }

  /** A hash over the weights of a finished model. */
  private String weights(String model) throws IOException {
    JsonNode card = card(model);
    assertThat(card.path("state").path("outcome").asText()).isEqualTo("done");
    return card.path("network").path("parameters_sha256").asText();
  }

  private boolean hasTrained(String model, int iterations) {
    try {
      return card(model).path("state").path("iteration").asInt() >= iterations;
    } catch (FileNotFoundException | JsonProcessingException e) {
      return false; // not there yet, or just being replaced
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode card(String model) throws IOException {
    try (InputStream in = cluster.hdfs().open(new Path(model, "model.json"))) {
      return JSON.readTree(in.readAllBytes()).path("card");
    }
  }
}
