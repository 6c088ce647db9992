package io.partita.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.UserException;
import io.partita.training.examples.WorkerJvm;
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
    assertThatThrownBy(() -> DeviceChoice.inThisJvm(Device.CUDA, false, DeviceChoiceTest::notAsked))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "--device cuda: this build of Partita has no CUDA. Build it with ./mvnw -Pcuda"
                + " -Dmaven.test.skip=true package (2.4 GB more to download), see docs/gpu.md."
                + " Or train with --device cpu.");
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
    assertThatThrownBy(() -> DeviceChoice.arithmetic(Arithmetic.NATIVE, Backend.CUDA))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "--arithmetic native computes on the processor only: leave it out."
                + " Or train with --device cpu.");
  }

  @Test
  void withoutAGpuAutoTakesTheProcessorAndCudaRefuses() {
    Supplier<VisibleGpus> none = () -> VisibleGpus.none("nvidia-smi was not found");

    assertThat(DeviceChoice.inThisJvm(Device.AUTO, true, none)).isEqualTo(Backend.NATIVE);
    assertThatThrownBy(() -> DeviceChoice.inThisJvm(Device.CUDA, true, none))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "There is no NVIDIA GPU to train on: nvidia-smi was not found."
                + " Or train with --device cpu.");
  }

  @ParameterizedTest
  @EnumSource(names = {"CUDA", "AUTO"})
  void aGpuWithoutCodeForItIsRefusedByName(Device device) {
    assertThatThrownBy(() -> DeviceChoice.inThisJvm(device, true, () -> gpus("9.0")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "GPU 0 (NVIDIA Test) has compute capability 9.0, and ND4J's CUDA binaries do not run"
                + " on it: they hold code for 3.7, 5.0, 5.2, 6.0, 6.1, 7.0, 7.5, 8.0, 8.6 and run"
                + " on GPUs of the same major version and the same or a higher minor one."
                + " Or train with --device cpu.");
  }

  @Test
  void aGpuOfUnknownCapabilityIsRefused() {
    assertThatThrownBy(() -> DeviceChoice.inThisJvm(Device.CUDA, true, () -> gpus("N/A")))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "GPU 0 (NVIDIA Test): its driver does not say its compute capability");
  }

  @Test
  void oneOfSeveralGpusHasToBeChosen() {
    assertThatThrownBy(() -> DeviceChoice.inThisJvm(Device.AUTO, true, () -> gpus("8.0", "8.0")))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "This process sees 2 GPUs and trains on one: choose it with"
                + " CUDA_DEVICE_ORDER=PCI_BUS_ID and CUDA_VISIBLE_DEVICES=0,");
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
    assertThatThrownBy(() -> DeviceChoice.onExecutors(Device.CUDA, none, true))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "--device cuda on a cluster needs one GPU for each executor and task from Spark:"
                + " --conf spark.executor.resource.gpu.amount=1"
                + " --conf spark.task.resource.gpu.amount=1. ./partita sets it; see docs/gpu.md."
                + " Or train with --device cpu.");
    SparkConf shared =
        new SparkConf(false)
            .set("spark.executor.resource.gpu.amount", "1")
            .set("spark.task.resource.gpu.amount", "0.5");
    assertThatThrownBy(() -> DeviceChoice.onExecutors(Device.CUDA, shared, true))
        .isInstanceOf(UserException.class);
    assertThatThrownBy(() -> DeviceChoice.onExecutors(Device.CUDA, none, false))
        .hasMessageContaining("this build of Partita has no CUDA");
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
    assertThatThrownBy(() -> DeviceChoice.requireWorkers(Backend.CUDA, true, 2))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "One JVM trains on one GPU, and --workers is 2: leave it out, or use a cluster with a"
                + " GPU for each worker. Or train with --device cpu.");
    for (Integer none : new Integer[] {null, 0}) {
      assertThatThrownBy(() -> DeviceChoice.requireWorkers(Backend.CUDA, false, none))
          .isInstanceOf(UserException.class)
          .hasMessage("Give --workers: as many as there are GPUs to train on, one for each.");
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
    assertThatThrownBy(() -> WorkerJvm.requireGiven(gpu, Map.of("gpu", addresses("1"))))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Spark gave this task GPU 1, and its process sees GPU 0 (NVIDIA Test): start each"
                + " Spark worker with CUDA_VISIBLE_DEVICES set to the one GPU that it offers, see"
                + " docs/gpu.md.");
    assertThatThrownBy(() -> WorkerJvm.requireGiven(gpu, Map.of("gpu", addresses("0", "1"))))
        .hasMessageStartingWith("Spark gave this task GPU 0, 1, and");
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
