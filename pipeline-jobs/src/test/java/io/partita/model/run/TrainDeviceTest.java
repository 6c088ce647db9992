package io.partita.model.run;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.nn.device.Backend;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a training says to a device or to threads that it cannot have; it needs no lake for it. */
@Tag("spark")
class TrainDeviceTest {
  @Test
  void aGpuIsRefusedByABuildThatHasNoCuda() {
    assumeThat(Backend.CUDA.isInBuild()).as("A build with the profile cuda").isFalse();

    trainWith("--device", "cuda").mistake(Mistake.MISSING_TOOL).names("--device", "--device");
  }

  @Test
  void anUnknownDeviceIsAMistake() {
    trainWith("--device", "tpu")
        .mistake(Mistake.BAD_OPTION)
        .names("--device", "cpu", "cuda", "auto", "tpu", "cpu");
  }

  @Test
  void anUnknownArithmeticIsAMistake() {
    trainWith("--arithmetic", "opencl")
        .mistake(Mistake.BAD_OPTION)
        .names("--arithmetic", "native", "nd4j", "cuda", "opencl");
  }

  @Test
  void ownKernelsServeNoLstm() {
    trainWith("--arithmetic", "cuda")
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("--arithmetic cuda", "train drum-gpt", "train lm");
  }

  @Test
  void threadsNeedCores() {
    trainWith("--threads", "0").mistake(Mistake.BAD_OPTION).names("--threads", "1", "0");
    trainWith("--threads", "5000")
        .mistake(Mistake.BAD_OPTION)
        .names("--threads", "5000", "local[*]");
  }

  private static PartitaRun trainWith(String... more) {
    Object[] arguments = {
      "train-lstm", "--lake", "nowhere", "--dataset", "d", "--model", "m", more[0], more[1]
    };
    return PartitaRun.of(arguments);
  }
}
