package io.partita.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.partita.PartitaRun;
import io.partita.device.Backend;
import org.junit.jupiter.api.Test;

/** What a training says to a device or to threads that it cannot have; it needs no lake for it. */
class TrainDeviceTest {
  @Test
  void aGpuIsRefusedByABuildThatHasNoCuda() {
    assumeThat(Backend.CUDA.isInBuild()).as("A build with the profile cuda").isFalse();

    assertThat(trainWith("--device", "cuda").mistake())
        .startsWith("--device cuda: this build of Partita has no CUDA. Build it with ./mvnw -Pcuda")
        .endsWith("Or train with --device cpu.");
  }

  @Test
  void anUnknownDeviceIsAMistake() {
    assertThat(trainWith("--device", "tpu").mistake())
        .isEqualTo("--device must be cpu, cuda or auto, not tpu. Did you mean cpu?");
  }

  @Test
  void anUnknownArithmeticIsAMistake() {
    assertThat(trainWith("--arithmetic", "cuda").mistake())
        .isEqualTo("--arithmetic must be native or nd4j, not cuda.");
  }

  @Test
  void threadsNeedCores() {
    assertThat(trainWith("--threads", "0").mistake())
        .isEqualTo("--threads must be at least 1, not 0.");
    assertThat(trainWith("--threads", "5000").mistake())
        .startsWith("--threads is 5000, and master local[*] has cores: ");
  }

  private static PartitaRun trainWith(String... more) {
    Object[] arguments = {
      "train-lstm", "--lake", "nowhere", "--dataset", "d", "--model", "m", more[0], more[1]
    };
    return PartitaRun.of(arguments);
  }
}
