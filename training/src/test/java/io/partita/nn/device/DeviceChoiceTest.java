package io.partita.nn.device;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.partita.Mistake;
import io.partita.nn.device.cuda.Cuda;
import io.partita.nn.device.cuda.CudaGpu;
import io.partita.nn.device.cuda.FakeDriver;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --device} comes to, here and on executors. */
class DeviceChoiceTest {
  private static final int NO_DEVICE = 100;
  private static final int OUT_OF_MEMORY = 2;

  private static final SparkConf HERE = master("local[2]");
  private static final SparkConf CLUSTER = master("spark://host:7077");
  private static final DeviceChoice PROCESSOR =
      new DeviceChoice(Arithmetic.NATIVE, Device.ANY, false);

  private static FakeDriver driver;

  @BeforeAll
  static void fakeGpus() {
    driver = FakeDriver.right();
  }

  @AfterEach
  void noFaults() {
    driver.fault("cuDeviceGetCount", 0, 0);
    driver.fault("cuMemHostAlloc", 0, 0);
    FakeDriver.leave();
  }

  private static SparkConf master(String master) {
    return new SparkConf(false).setMaster(master);
  }

  private static DeviceChoice own(int gpu) {
    return new DeviceChoice(Arithmetic.CUDA, gpu, false);
  }

  private static DeviceChoice of(String device, boolean serves, SparkConf conf) {
    return DeviceChoice.of(Device.of(device), false, serves, conf);
  }

  private static DeviceChoice training(
      String device, boolean serves, SparkConf conf, Integer workers) {
    return DeviceChoice.training(Device.of(device), false, serves, conf, workers);
  }

  @Test
  void devicesAreSpelledAsPeopleDo() {
    for (String text : List.of("auto", "cpu", "cuda", "cuda:12")) {
      assertThat(Device.of(text)).hasToString(text);
    }
    assertThat(Device.of("CUDA:1")).isEqualTo(new Device(Device.Kind.CUDA, 1));
    for (String text : List.of("tpu", "cuda:", "cuda:x", "cpu:1", "")) {
      assertThatThrownBy(() -> Device.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aGpuIsTakenWhereItServesAndNobodyWantsTheProcessor() {
    driver.use();
    assertThat(of("auto", true, HERE)).isEqualTo(own(Device.ANY));
    assertThat(Cuda.opened().toString()).contains("GPU 0");
    assertThat(of("cuda:1", true, HERE)).isEqualTo(own(1));
    assertThat(Cuda.opened().toString()).contains("GPU 1");
    assertThat(of("auto", false, HERE)).isEqualTo(PROCESSOR);
    assertThat(of("cpu", true, HERE)).isEqualTo(PROCESSOR);
    assertThatMistake(() -> of("cuda", false, HERE))
        .is(Mistake.MISSING_TOOL)
        .names("--device cuda", "--device cpu");
    assertThatMistake(() -> of("cuda:2", true, HERE))
        .is(Mistake.NO_DEVICE)
        .names(2, "--device cpu");
  }

  @Test
  void withoutAGpuAutoTakesTheProcessorAndCudaRefuses() {
    driver.use();
    driver.fault("cuDeviceGetCount", NO_DEVICE, 0);
    assertThat(of("auto", true, HERE)).isEqualTo(PROCESSOR);
    assertThatMistake(() -> of("cuda", true, HERE))
        .is(Mistake.NO_DEVICE)
        .names("CUDA_ERROR_NO_DEVICE", "--device cpu");
  }

  @Test
  void aFullGpuIsLeftByAutoOnly() {
    driver.use();
    driver.fault("cuMemHostAlloc", OUT_OF_MEMORY, 0);
    assertThat(of("auto", true, HERE)).isEqualTo(PROCESSOR);
    assertThatThrownBy(() -> of("cuda", true, HERE))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContainingAll("CUDA_ERROR_OUT_OF_MEMORY", "--device cpu");
  }

  @Test
  void productsAreRoundedOnlyWhereCuBlasMultiplies() {
    driver.use();
    assertThatMistake(() -> DeviceChoice.of(Device.of("auto"), true, false, HERE))
        .is(Mistake.OPTIONS_EXCLUDE)
        .names("--tf32");
    assertThatMistake(() -> DeviceChoice.of(Device.of("cuda"), true, true, HERE))
        .is(Mistake.NO_DEVICE)
        .names("--tf32", "cuBLAS");
    assertThat(DeviceChoice.of(Device.of("cuda"), true, true, CLUSTER).tf32()).isTrue();
  }

  @Test
  void executorsTakeGpusWhereTheyAreAskedForOrGiven() {
    driver.use();
    driver.fault("cuDeviceGetCount", NO_DEVICE, 0);
    SparkConf given = CLUSTER.clone().set("spark.task.resource.gpu.amount", "1");
    assertThat(of("cuda", true, CLUSTER)).as("the driver needs none").isEqualTo(own(Device.ANY));
    assertThat(of("auto", true, CLUSTER)).isEqualTo(PROCESSOR);
    assertThat(of("auto", true, given)).isEqualTo(own(Device.ANY));
    assertThat(of("auto", false, given)).isEqualTo(PROCESSOR);
    for (Integer workers : new Integer[] {null, 0}) {
      assertThatMistake(() -> training("cuda", true, CLUSTER, workers))
          .is(Mistake.MISSING_OPTION)
          .names("--workers");
    }
    assertThat(training("cuda", true, CLUSTER, 4).isOnGpu()).isTrue();
  }

  @Test
  void workersOfThisMachineTakeTheirTurns() {
    driver.use();
    assertThat(training("auto", true, HERE, 2)).isEqualTo(own(Device.ANY));
  }

  @Test
  void theDriverOfAClusterKeepsOffGpus() {
    try {
      own(Device.ANY).use(CLUSTER);
      assertThat(Arithmetic.inUse()).isEqualTo(Arithmetic.NATIVE);
      own(Device.ANY).use(HERE);
      assertThat(Arithmetic.inUse()).isEqualTo(Arithmetic.CUDA);
    } finally {
      Arithmetic.NATIVE.use();
    }
  }

  @Test
  void aBuildWithoutCudaTrainsNothingElseOnGpus() {
    assumeThat(Backend.CUDA.isInBuild()).as("A build with the profile cuda").isFalse();
    driver.use();
    assertThat(training("auto", false, HERE, 0)).isEqualTo(PROCESSOR);
    assertThatMistake(() -> training("cuda", false, HERE, 0))
        .is(Mistake.MISSING_TOOL)
        .names("--device cpu");
  }

  @Test
  void nd4jTrainsInOneProcessOfThisMachine() {
    assertThat(isTakenByNd4j("auto", 1, found("8.0"))).isTrue();
    assertThat(isTakenByNd4j("auto", null, found())).isFalse();
    assertThatMistake(() -> isTakenByNd4j("cuda", 2, found("8.0")))
        .is(Mistake.OPTIONS_EXCLUDE)
        .names("--workers", 2, "--device cpu");
    assertThatMistake(() -> training("cuda", false, CLUSTER, 4))
        .is(Mistake.MISSING_TOOL)
        .names("--device cpu");
  }

  private static boolean isTakenByNd4j(String device, Integer workers, CudaGpu.Found found) {
    return DeviceChoice.isTakenByNd4j(Device.of(device), found, workers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.7", "5.0", "6.1", "7.5", "8.0", "8.9"})
  void nd4jsBinariesRunOnOldGpus(String capability) {
    assertThat(isTakenByNd4j("cuda", 0, found(capability))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.5", "9.0", "10.0", "12.0"})
  void nd4jsBinariesRunOnNoOther(String capability) {
    assertThatMistake(() -> isTakenByNd4j("cuda", null, found(capability)))
        .is(Mistake.NO_DEVICE)
        .names("3.7", "8.9", capability, "--device cpu");
  }

  @Test
  void nd4jNeedsExactlyOneGpu() {
    assertThatMistake(() -> isTakenByNd4j("cuda", null, found()))
        .is(Mistake.NO_DEVICE)
        .names("no driver", "--device cpu");
    assertThatMistake(() -> isTakenByNd4j("cuda", null, found("8.0", "8.0")))
        .is(Mistake.BAD_SETTING)
        .names(2, "CUDA_VISIBLE_DEVICES");
  }

  private static CudaGpu.Found found(String... capabilities) {
    List<CudaGpu> gpus =
        List.of(capabilities).stream()
            .map(capability -> new CudaGpu(0, "NVIDIA Test", capability, 1L << 30))
            .toList();
    return new CudaGpu.Found(gpus, "12.8", gpus.isEmpty() ? "no driver" : "");
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
}
