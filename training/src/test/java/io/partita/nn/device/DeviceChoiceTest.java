package io.partita.nn.device;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.model.examples.WorkerJvm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code --device} comes to, here and on executors. */
class DeviceChoiceTest {
  @ParameterizedTest
  @EnumSource(names = {"CPU", "AUTO"})
  void aBuildWithoutCudaTrainsOnTheProcessorWithoutAskingForGpus(Device device) {
    assertThat(DeviceChoice.inThisJvm(device, false, DeviceChoiceTest::notAsked))
        .isEqualTo(Backend.NATIVE);
  }

  @Test
  void aBuildWithoutCudaRefusesItAndSaysWhichHasIt() {
    assertThat(Backend.NATIVE.isInBuild()).isTrue();
    assertThatMistake(() -> DeviceChoice.inThisJvm(Device.CUDA, false, DeviceChoiceTest::notAsked))
        .is(Mistake.MISSING_TOOL)
        .names("--device", "2.4", "--device");
  }

  @Test
  void aUsableGpuIsTaken() {
    for (Device device : List.of(Device.CUDA, Device.AUTO)) {
      assertThat(DeviceChoice.inThisJvm(device, true, () -> gpus("8.6"))).isEqualTo(Backend.CUDA);
    }
    assertThat(DeviceChoice.inThisJvm(Device.CPU, true, DeviceChoiceTest::notAsked))
        .isEqualTo(Backend.NATIVE);
  }

  @Test
  void aGpuComputesInNd4jsOperationsOnly() {
    assertThat(DeviceChoice.arithmetic(null, Backend.NATIVE)).isEqualTo(Arithmetic.NATIVE);
    assertThat(DeviceChoice.arithmetic(Arithmetic.ND4J, Backend.NATIVE)).isEqualTo(Arithmetic.ND4J);
    assertThat(DeviceChoice.arithmetic(null, Backend.CUDA)).isEqualTo(Arithmetic.ND4J);
    assertThatMistake(() -> DeviceChoice.arithmetic(Arithmetic.NATIVE, Backend.CUDA))
        .is(Mistake.OPTIONS_EXCLUDE)
        .names("--arithmetic", "native", "--device");
  }

  @Test
  void ownKernelsComputeWhereTheyServeAndNothingElseDoes() {
    assertThat(DeviceChoice.isOwn(Device.CUDA, null, true, false)).isTrue();
    assertThat(DeviceChoice.isOwn(Device.AUTO, Arithmetic.CUDA, true, true)).isTrue();
    assertThat(DeviceChoice.isOwn(Device.CUDA, null, true, true)).as("ND4J has it").isFalse();
    assertThat(DeviceChoice.isOwn(Device.CUDA, null, false, false)).as("an LSTM").isFalse();
    assertThat(DeviceChoice.isOwn(Device.AUTO, null, true, false)).isFalse();
    assertThat(DeviceChoice.isOwn(Device.CPU, null, true, false)).isFalse();
    assertThatMistake(() -> DeviceChoice.isOwn(Device.CPU, Arithmetic.CUDA, true, false))
        .is(Mistake.OPTIONS_EXCLUDE)
        .names("--arithmetic cuda");
    SparkConf local = new SparkConf(false).set("spark.master", "local[2]");
    assertThatMistake(() -> DeviceChoice.own(local, 2)).is(Mistake.OPTIONS_EXCLUDE).names(2);
    SparkConf cluster = new SparkConf(false).set("spark.master", "spark://host:7077");
    assertThatMistake(() -> DeviceChoice.own(cluster, 2))
        .is(Mistake.BAD_SETTING)
        .names("spark.executor.resource.gpu.amount", "--device cpu");
  }

  @Test
  void withoutAGpuAutoTakesTheProcessorAndCudaRefuses() {
    Supplier<VisibleGpus> none = () -> VisibleGpus.none("nvidia-smi was not found");

    assertThat(DeviceChoice.inThisJvm(Device.AUTO, true, none)).isEqualTo(Backend.NATIVE);
    assertThatMistake(() -> DeviceChoice.inThisJvm(Device.CUDA, true, none))
        .is(Mistake.NO_DEVICE)
        .names("nvidia-smi", "--device");
  }

  @ParameterizedTest
  @EnumSource(names = {"CUDA", "AUTO"})
  void aGpuWithoutCodeForItIsRefusedByName(Device device) {
    assertThatMistake(() -> DeviceChoice.inThisJvm(device, true, () -> gpus("9.0")))
        .is(Mistake.NO_DEVICE)
        .names(
            "GPU 0 (NVIDIA Test)",
            "9.0",
            "3.7",
            "5.0",
            "5.2",
            "6.0",
            "6.1",
            "7.0",
            "7.5",
            "8.0",
            "8.6",
            "--device");
  }

  @Test
  void aGpuOfUnknownCapabilityIsRefused() {
    assertThatMistake(() -> DeviceChoice.inThisJvm(Device.CUDA, true, () -> gpus("N/A")))
        .is(Mistake.NO_DEVICE)
        .names("GPU 0 (NVIDIA Test)");
  }

  @Test
  void oneOfSeveralGpusHasToBeChosen() {
    assertThatMistake(() -> DeviceChoice.inThisJvm(Device.AUTO, true, () -> gpus("8.0", "8.0")))
        .is(Mistake.BAD_SETTING)
        .names("2", "CUDA_VISIBLE_DEVICES", "0");
  }

  @Test
  void executorsTrainOnGpusWhereSparkGivesEachOne() {
    SparkConf given =
        new SparkConf(false)
            .set("spark.executor.resource.gpu.amount", "1")
            .set("spark.task.resource.gpu.amount", "1");

    assertThat(DeviceChoice.onExecutors(Device.CUDA, given, true)).isEqualTo(Backend.CUDA);
    assertThat(DeviceChoice.onExecutors(Device.AUTO, given, true)).isEqualTo(Backend.CUDA);
    assertThat(DeviceChoice.onExecutors(Device.CPU, given, true)).isEqualTo(Backend.NATIVE);
    assertThat(DeviceChoice.onExecutors(Device.AUTO, given, false)).isEqualTo(Backend.NATIVE);
  }

  @Test
  void executorsWithoutAGpuFromSparkAreRefusedWithTheWayToGetOne() {
    SparkConf none = new SparkConf(false);

    assertThat(DeviceChoice.onExecutors(Device.AUTO, none, true)).isEqualTo(Backend.NATIVE);
    assertThatMistake(() -> DeviceChoice.onExecutors(Device.CUDA, none, true))
        .is(Mistake.BAD_SETTING)
        .names(
            "--device",
            "--conf",
            "spark.executor.resource.gpu.amount",
            "1",
            "--conf",
            "spark.task.resource.gpu.amount",
            "1",
            "--device");
    SparkConf shared =
        new SparkConf(false)
            .set("spark.executor.resource.gpu.amount", "1")
            .set("spark.task.resource.gpu.amount", "0.5");
    assertThatMistake(() -> DeviceChoice.onExecutors(Device.CUDA, shared, true))
        .is(Mistake.BAD_SETTING)
        .names("spark.task.resource.gpu.amount");
    assertThatMistake(() -> DeviceChoice.onExecutors(Device.CUDA, none, false))
        .is(Mistake.MISSING_TOOL)
        .names("--device cuda");
  }

  @Test
  void withALocalMasterTasksRunInThisJvm() {
    for (String master : List.of("local", "local[2]", "local[*]", "local[2,3]")) {
      assertThat(DeviceChoice.isLocal(master(master))).as(master).isTrue();
    }
    for (String master : List.of("spark://h:7077", "yarn", "local-cluster[2,1,1024]")) {
      assertThat(DeviceChoice.isLocal(master(master))).as(master).isFalse();
    }
  }

  @Test
  void everyWorkerNeedsAGpuOfItsOwn() {
    DeviceChoice.requireWorkers(Backend.NATIVE, true, 4);
    DeviceChoice.requireWorkers(Backend.NATIVE, false, null);
    DeviceChoice.requireWorkers(Backend.CUDA, true, 1);
    DeviceChoice.requireWorkers(Backend.CUDA, true, null);
    DeviceChoice.requireWorkers(Backend.CUDA, false, 4);
    assertThatMistake(() -> DeviceChoice.requireWorkers(Backend.CUDA, true, 2))
        .is(Mistake.OPTIONS_EXCLUDE)
        .names("--workers", "2", "--device");
    for (Integer none : new Integer[] {null, 0}) {
      assertThatMistake(() -> DeviceChoice.requireWorkers(Backend.CUDA, false, none))
          .is(Mistake.MISSING_OPTION)
          .names("--workers");
    }
  }

  private static SparkConf master(String master) {
    return new SparkConf(false).setMaster(master);
  }

  @Test
  void aTasksGpuMustBeTheOneThatItsProcessSees() {
    Gpu gpu = gpus("8.0").gpus().get(0);

    WorkerJvm.requireGiven(gpu, Map.of());
    WorkerJvm.requireGiven(gpu, Map.of("gpu", addresses("0")));
    assertThatMistake(() -> WorkerJvm.requireGiven(gpu, Map.of("gpu", addresses("1"))))
        .is(Mistake.BAD_SETTING)
        .names("1", "GPU 0 (NVIDIA Test)");
    assertThatMistake(() -> WorkerJvm.requireGiven(gpu, Map.of("gpu", addresses("0", "1"))))
        .is(Mistake.BAD_SETTING)
        .names("0, 1");
  }

  private static VisibleGpus notAsked() {
    throw new AssertionError("There was no need to ask");
  }

  private static ResourceInformation addresses(String... addresses) {
    return new ResourceInformation("gpu", addresses);
  }

  private static VisibleGpus gpus(String... capabilities) {
    return new VisibleGpus(
        IntStream.range(0, capabilities.length)
            .mapToObj(i -> new Gpu(i, "GPU-" + i, "NVIDIA Test", capability(capabilities[i])))
            .toList(),
        "");
  }

  private static Optional<ComputeCapability> capability(String text) {
    return ComputeCapability.parse(text);
  }
}
