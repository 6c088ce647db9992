package io.partita.kind.slicegpt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DrumSample;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import io.partita.TrainingFixture;
import io.partita.nn.device.Arithmetic;
import io.partita.nn.device.cuda.FakeDriver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A drum GPT on GPUs of a driver on the processor, by the command line, and when they fail. */
@InTurn
class TrainOnGpuTest extends TrainingFixture {
  private static final DrumSample SAMPLE = DrumSample.get();
  private static final String LAUNCH = "cuLaunchKernel";
  private static final int OUT_OF_MEMORY = 2;
  private static final int ECC_UNCORRECTABLE = 214;

  private static FakeDriver driver;

  @BeforeAll
  static void copyTheLake() throws IOException {
    driver = FakeDriver.right();
    SharedFolders.copy(SAMPLE.lake(), lake);
  }

  @BeforeEach
  void plugIn() {
    driver.use();
  }

  @AfterEach
  void unplug() {
    driver.capacity(1 << 30);
    driver.order(0);
    FakeDriver.leave();
    Arithmetic.NATIVE.use();
  }

  private List<Object> command(String model, int iterations, Object... more) {
    List<Object> command = new ArrayList<>(List.of("train", "drum-gpt", "--lake", lake));
    command.addAll(List.of("--dataset", DrumSample.DATASET, "--model", folder.resolve(model)));
    command.addAll(List.of("--set", "size=8", "--set", "layers=1", "--batch", 4));
    command.addAll(
        List.of("--schedule", "constant", "--checkpoint-every", 1, "--averaging-frequency", 1));
    command.addAll(List.of("--validate-every", 1000, "--iterations", iterations));
    command.addAll(List.of(more));
    return command;
  }

  private PartitaRun train(String model, int iterations, Object... more) {
    return PartitaRun.of(command(model, iterations, more).toArray());
  }

  private JsonNode provenance(String model) throws IOException {
    return card(model).path("provenance");
  }

  /** One line for people, whose exit code says that another try may help. */
  private static void assertFailed(PartitaRun run, String... names) {
    run.exits(1).warns((Object[]) names);
    assertThat(run.err()).doesNotContain("\tat ");
    assertThat(run.errLines().stream().filter(line -> line.contains(names[0]))).hasSize(1);
  }

  @Test
  void aTrainingGoesOnOnAnotherDevice() throws Exception {
    train("m", 2, "--device", "cuda:1").exits(0).warns("Training on", "GPU 1", "Fake 1");
    assertThat(provenance("m").path("backend").asText()).contains("cuda", "GPU 1", "Fake 1");
    assertThat(provenance("m").at("/other_options/device").asText()).isEqualTo("cuda:1");
    train("m", 3, "--device", "cpu", "--resume").exits(0);
    assertThat(provenance("m").path("backend").asText()).contains("Fake 1").endsWith(", then cpu");
    train("m", 4, "--resume").exits(0).warns("Training on", "GPU 0", "Fake 0");
    assertThat(card("m").at("/state/iteration").asInt()).isEqualTo(4);
    PartitaRun.line(
            "generate --model {} --out {} --device cuda", folder.resolve("m"), folder.resolve("o"))
        .exits(0)
        .warns("Computing on", "GPU 0", "--device cpu");
    PartitaRun.line(
            "model evaluate --model {} --lake {} --split validation --json",
            folder.resolve("m"),
            lake)
        .exits(0)
        .warns("Computing on", "GPU 0");
  }

  @Test
  void twoRunsOnADeviceGiveTheSameWeights() throws Exception {
    JsonNode card = train("one", 2, "--device", "cuda", "--json").exits(0).json();
    assertThat(card.findValue("copied_bytes").asLong()).isPositive();
    train("other", 2, "--device", "cuda").exits(0);
    assertThat(weights("one")).isEqualTo(weights("other"));
  }

  @ParameterizedTest
  @CsvSource({
    "cuLaunchKernel, 214, CUDA_ERROR_ECC_UNCORRECTABLE",
    "cuMemcpyDtoH_v2, 214, CUDA_ERROR_ECC_UNCORRECTABLE"
  })
  void aLostDeviceLeavesACheckpointThatGoesOn(String function, int error, String name)
      throws Exception {
    driver.fault(function, 0, 0);
    train("whole", 4).exits(0);
    int calls = driver.calls(function);
    driver.use();
    driver.fault(function, error, calls * 5 / 8);
    PartitaRun lost = train("lost", 4);
    driver.fault(function, 0, 0);
    assertFailed(lost, name, "--resume", "--device cpu");
    assertThat(card("lost").at("/state/iteration").asInt()).isBetween(1, 3);
    driver.use();
    train("lost", 4, "--resume").exits(0);
    assertThat(weights("lost")).isEqualTo(weights("whole"));
  }

  /** Another process fills it between two trainings, or in the first update. */
  @Test
  void aCardThatFillsLeavesTheCheckpoint() throws Exception {
    train("full", 1).exits(0);
    String before = weights("full");
    driver.use();
    driver.fault("cuMemAlloc_v2", OUT_OF_MEMORY, 5);
    PartitaRun full = train("full", 2, "--resume");
    driver.fault("cuMemAlloc_v2", 0, 0);
    assertFailed(full, "CUDA_ERROR_OUT_OF_MEMORY", "--batch", "--device cpu");
    assertThat(weights("full")).isEqualTo(before);
    driver.use();
    driver.fault("cuMemHostAlloc", OUT_OF_MEMORY, 0);
    PartitaRun asked = train("full", 2, "--resume", "--device", "cuda");
    PartitaRun auto = train("full", 2, "--resume");
    driver.fault("cuMemHostAlloc", 0, 0);
    assertFailed(asked, "CUDA_ERROR_OUT_OF_MEMORY", "--device cpu");
    auto.exits(0).warns("on the processor", "CUDA_ERROR_OUT_OF_MEMORY").warns("Training on", "cpu");
  }

  @Test
  void anOldDriverIsRefused() {
    driver.fault("cuModuleLoadData", 218, 0);
    PartitaRun old = train("old", 1, "--device", "cuda");
    driver.fault("cuModuleLoadData", 0, 0);
    old.mistake(Mistake.NO_DEVICE).names("CUDA_ERROR_INVALID_PTX", "418", "--device cpu");
  }

  @Test
  void workersHaveGpusOfTheirOwnAndFailInOneLine() throws Exception {
    Object[] command = command("two", 2, "--workers", 2, "--device", "cuda").toArray();
    PartitaRun.on("local[2]", command)
        .exits(0)
        .warns("Training on", "GPU 0")
        .warns("Training on", "GPU 1");
    assertThat(provenance("two").path("backend").asText()).contains("Fake 0", "Fake 1");
    driver.use();
    driver.fault(LAUNCH, ECC_UNCORRECTABLE, 30);
    Object[] again = command("fails", 2, "--workers", 2, "--device", "cuda").toArray();
    PartitaRun lost = PartitaRun.on("local[2]", again);
    driver.fault(LAUNCH, 0, 0);
    assertFailed(lost, "CUDA_ERROR_ECC_UNCORRECTABLE", "--resume");
  }
}
