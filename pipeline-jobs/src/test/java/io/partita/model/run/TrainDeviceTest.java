package io.partita.model.run;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.nn.device.cuda.CudaGpu;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a training says to a device or to threads that it cannot have; it needs no lake for it. */
@Tag("spark")
class TrainDeviceTest {
  @Test
  void aGpuIsRefusedWhereThereIsNone() {
    assumeThat(CudaGpu.look().gpus()).as("A machine with a GPU").isEmpty();

    for (String device : new String[] {"cuda", "cuda:1"}) {
      train("train-drum-gpt", "--device", device)
          .mistake(Mistake.NO_DEVICE)
          .names("no NVIDIA GPU", "--device cpu");
    }
  }

  @Test
  void anUnknownDeviceIsAMistake() {
    for (String device : new String[] {"tpu", "cuda:", "cuda:x"}) {
      trainWith("--device", device)
          .mistake(Mistake.BAD_OPTION)
          .names("--device", "cpu", "cuda", "auto", device);
    }
  }

  @Test
  void productsAreRoundedOnlyOnAGpu() {
    train("train-drum-gpt", "--device=cpu", "--tf32")
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("--tf32");
  }

  @Test
  void threadsNeedCores() {
    trainWith("--threads", "0").mistake(Mistake.BAD_OPTION).names("--threads", "1", "0");
    trainWith("--threads", "5000")
        .mistake(Mistake.BAD_OPTION)
        .names("--threads", "5000", "local[*]");
  }

  private static PartitaRun trainWith(String option, String value) {
    return train("train-lstm", option, value);
  }

  private static PartitaRun train(String command, String... more) {
    Object[] arguments = {
      command, "--lake", "nowhere", "--dataset", "d", "--model", "m", more[0], more[1]
    };
    return PartitaRun.of(arguments);
  }
}
