package io.partita.model.examples;

import static io.partita.MistakeAssert.assertThatMistake;
import static io.partita.TextAssert.assertThatText;
import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.partita.Mistake;
import io.partita.model.train.TrainingFixture;
import io.partita.nn.device.Arithmetic;
import io.partita.nn.device.Backend;
import io.partita.nn.device.Device;
import io.partita.nn.device.DeviceChoice;
import io.partita.nn.device.NativeMemory;
import io.partita.nn.device.NativeThreads;
import io.partita.nn.device.cuda.Cuda;
import io.partita.nn.device.cuda.FakeDriver;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** What a JVM that trains is told: backend, threads, memory. */
@Tag("spark")
class WorkerJvmTest {
  private static final DeviceChoice PROCESSOR = choice(Arithmetic.NATIVE, Device.ANY);

  private static DeviceChoice choice(Arithmetic arithmetic, int gpu) {
    return new DeviceChoice(arithmetic, gpu, false);
  }

  @BeforeAll
  static void stopSpark() {
    TrainingFixture.stopSpark();
  }

  @Test
  void computesOnTheBackendThatItWasTold() {
    Backend.NATIVE.load();
    Backend.NATIVE.load();

    assertThat(Backend.loaded()).isEqualTo(Backend.NATIVE);
    assumeThat(Backend.CUDA.isInBuild()).as("A build with the profile cuda").isFalse();
    assertThatMistake(Backend.CUDA::load).is(Mistake.MISSING_TOOL).names("cuda");
  }

  @Test
  void threadsAreSetForEveryKindOfOperation() {
    try {
      for (int threads : new int[] {2, 1, 3}) {
        NativeThreads.use(threads);

        assertThat(openblas_nolapack.blas_get_num_threads()).isEqualTo(threads);
        assertThat(NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads())
            .isEqualTo(threads);
        Environment environment = Nd4j.getBackend().getEnvironment();
        assertThat(environment.maxMasterThreads())
            .isEqualTo(Math.min(threads, environment.maxThreads()));
      }
    } finally {
      NativeThreads.use(1);
    }
    assertThatIllegal(() -> NativeThreads.use(0)).names(1, 0);
  }

  @Test
  void executorsSayWhatTheyTrainOn() {
    SparkConf conf =
        new SparkConf(false)
            .setMaster("local[2]")
            .setAppName("devices")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1");
    JvmSettings.applyTo(conf, PROCESSOR, 2);
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      assertThat(WorkerJvm.ask(spark, 3))
          .singleElement()
          .satisfies(
              report ->
                  assertThatText(report.toString())
                      .names("executor driver", "127.0.0.1", "cpu", "2 threads"));
      assertThatText(WorkerJvm.prepare()).names("cpu", "2 threads");
    } finally {
      NativeThreads.use(1);
    }
    JvmSettings.applyTo(conf, choice(Arithmetic.ND4J, Device.ANY), 1);
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      assertThatMistake(() -> WorkerJvm.ask(spark, 2)).is(Mistake.NO_DEVICE).names("127.0.0.1");
    }
  }

  private static final class Seen {
    static final Set<String> GPUS = ConcurrentHashMap.newKeySet();
  }

  /** Also where the tasks of two workers are threads of one process. */
  @Test
  void eachWorkerHasAGpuOfItsOwn() {
    FakeDriver.take();
    SparkConf conf =
        new SparkConf(false)
            .setMaster("local[2]")
            .setAppName("gpus")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1");
    for (int asked : new int[] {Device.ANY, 1}) {
      JvmSettings.applyTo(conf, choice(Arithmetic.CUDA, asked), 1);
      try (JavaSparkContext spark = new JavaSparkContext(conf)) {
        assertThat(WorkerJvm.ask(spark, 4))
            .extracting(report -> report.device().replaceFirst(" \\(.*", ""))
            .isEqualTo(asked == 1 ? List.of("cuda, GPU 1") : List.of("cuda, GPU 0", "cuda, GPU 1"));
        spark
            .parallelize(List.of(0, 1), 2)
            .foreach(
                worker -> {
                  WorkerJvm.prepare();
                  Seen.GPUS.add(worker + " " + Cuda.opened().toString().substring(0, 5));
                });
      } finally {
        Arithmetic.NATIVE.use();
      }
    }
    FakeDriver.leave();
    assertThat(Seen.GPUS).containsExactlyInAnyOrder("0 GPU 0", "1 GPU 1", "0 GPU 1");
  }

  @Test
  void gpusOfSparksListAreFoundAmongThoseThatTheProcessSees() {
    assertThat(WorkerJvm.numberOf("1", null)).isEqualTo(1);
    assertThat(WorkerJvm.numberOf("3", "2,3")).isEqualTo(1);
    assertThat(WorkerJvm.numberOf("0", "GPU-1,GPU-2")).isZero();
    assertThatMistake(() -> WorkerJvm.numberOf("GPU-1", null))
        .is(Mistake.BAD_SETTING)
        .names("GPU-1", "find-gpus");
  }

  @Test
  void executorsAreToldTheirThreadsAndTheirMemory() {
    SparkConf conf = new SparkConf(false).set("spark.executor.extraJavaOptions", "-Dx=1");
    JvmSettings.applyTo(conf, PROCESSOR, 1);

    assertThat(conf.get("spark.task.cpus")).isEqualTo("1");
    assertThat(conf.get("spark.executorEnv.OMP_NUM_THREADS")).isEqualTo("1");
    assertThat(conf.get("spark.executorEnv.OMP_WAIT_POLICY")).isEqualTo("PASSIVE");
    assertThat(conf.get("spark.executor.memoryOverhead")).isEqualTo("1024m");
    assertThat(Arrays.asList(conf.get("spark.executor.extraJavaOptions").split(" ", -1)))
        .containsExactly(
            "-Dx=1",
            "-Dorg.bytedeco.javacpp.maxbytes=1073741824",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=2147483648",
            "-Dorg.deeplearning4j.spark.time.TimeSource="
                + "org.deeplearning4j.spark.time.SystemClockTimeSource");
  }

  @Test
  void whatSomebodySetStands() {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.executor.memory", "20g")
            .set("spark.executor.memoryOverhead", "3000")
            .set("spark.executorEnv.OMP_WAIT_POLICY", "ACTIVE")
            .set("spark.executor.extraJavaOptions", "-Dorg.bytedeco.javacpp.maxbytes=5g");
    JvmSettings.applyTo(conf, PROCESSOR, 4);

    assertThat(conf.get("spark.executorEnv.OMP_NUM_THREADS")).isEqualTo("4");
    assertThat(conf.get("spark.executorEnv.OMP_WAIT_POLICY")).isEqualTo("ACTIVE");
    assertThat(conf.get("spark.executor.memoryOverhead")).isEqualTo("3000");
    assertThat(conf.get("spark.executor.extraJavaOptions"))
        .startsWith(
            "-Dorg.bytedeco.javacpp.maxbytes=5g -Dorg.bytedeco.javacpp.maxphysicalbytes="
                + ((20L * 1024 + 3000) << 20));
  }

  @Test
  void aWorkerCannotComputeWithMoreThreadsThanALocalMasterHasCores() {
    for (String master : new String[] {"local[2]", "local[2,3]", "spark://h:7077", "yarn"}) {
      JvmSettings.applyTo(new SparkConf(false).setMaster(master), PROCESSOR, 2);
    }
    for (String master : new String[] {"local", "local[1]", "local[1, 3]"}) {
      SparkConf conf = new SparkConf(false).setMaster(master);
      assertThatMistake(() -> JvmSettings.applyTo(conf, PROCESSOR, 2))
          .is(Mistake.BAD_OPTION)
          .names("--threads", "2", master, "1");
    }
  }

  @Test
  void aLargeHeapAllowsMoreBesideIt() {
    assertThat(NativeMemory.besideHeapOf(40L << 30).properties())
        .containsEntry("org.bytedeco.javacpp.maxbytes", String.valueOf(4L << 30))
        .containsEntry("org.bytedeco.javacpp.maxphysicalbytes", String.valueOf(44L << 30));
  }
}
