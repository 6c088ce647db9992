package io.partita.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.PartitaRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many more workers than the cluster has cores, averaged on its executors: the same bits as inside
 * one JVM.
 */
@Tag("cluster")
@Tag("full")
class AveragingOnClusterTest {
  private final TestCluster cluster = TestCluster.get();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"all", "parameters"})
  void fortyWorkersMakeTheWeightsThatTheyMakeInOneJvm(String average) throws Exception {
    PartitaRun.of(training("here", average)).exits(0);
    cluster.submitToMaster(training("there", average)).end().exits(0);

    assertThat(weights("there")).isEqualTo(weights("here"));
  }

  private Object[] training(String model, String average) {
    List<Object> words = new ArrayList<>(List.of("train-lstm", "--workers", 40));
    words.addAll(List.of("--lake", cluster.undisturbedLake(), "--dataset", TestCluster.DATASET));
    words.addAll(List.of("--model", folder.resolve(model), "--average", average));
    words.addAll(List.of("--epochs", 1, "--batch", 16, "--averaging-frequency", 9));
    words.addAll(List.of("--set", "units=8", "--validation", "none"));
    return words.toArray();
  }

  private String weights(String model) throws IOException {
    JsonNode card =
        new ObjectMapper().readTree(folder.resolve(model).resolve("model.json").toFile());
    assertThat(card.at("/card/state/outcome").asText()).isEqualTo("done");
    assertThat(card.at("/card/state/iteration").asInt()).as("iterations").isGreaterThan(2);
    return card.at("/card/network/parameters_sha256").asText();
  }
}
