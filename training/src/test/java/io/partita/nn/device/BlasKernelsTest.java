package io.partita.nn.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4j;

/** What OpenBLAS is told of a processor, and what it then says that it is. */
class BlasKernelsTest {
  private static final String AVX512 = "avx512f avx512dq avx512cd avx512bw avx512vl";

  @ParameterizedTest
  @CsvSource({
    "AuthenticAMD, fma avx2 " + AVX512 + ", SkylakeX",
    "GenuineIntel, fma avx2 " + AVX512 + ", SkylakeX",
    "AuthenticAMD, fma avx2 avx512f, Zen",
    "GenuineIntel, fma avx2, Haswell",
    "GenuineIntel, avx, ",
  })
  void theNewestWithAllOfItsInstructionsIsTaken(String vendor, String flags, String name) {
    List<String> processors =
        List.of(
            "processor\t: 0",
            "vendor_id\t: " + vendor,
            "power management:",
            "flags\t\t: fpu sse2 " + flags,
            "vmx flags\t: vnmi",
            "",
            "processor\t: 1",
            "flags\t\t: fpu sse2 fma avx2 " + AVX512);

    assertThat(BlasKernels.of(processors)).isEqualTo(Optional.ofNullable(name));
  }

  @Test
  void openBlasIsWhatItsJvmHasChosen() throws Exception {
    assumeThat(Path.of("/proc/cpuinfo")).as("Linux").exists();
    String chosen =
        BlasKernels.of(Files.readAllLines(Path.of("/proc/cpuinfo"))).orElse("of its own");
    assumeThat(chosen).as("a processor with AVX2").isNotEqualTo("of its own");
    Process process = multiplying();

    String said = new String(process.getErrorStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("Core: " + chosen);
  }

  private static Process multiplying() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            Multiplying.class.getName());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeAll(Set.of("OPENBLAS_CORETYPE"));
    environment.put("OPENBLAS_VERBOSE", "2");
    return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** A program that multiplies as any other that computes. */
  static final class Multiplying {
    public static void main(String[] args) {
      Backend.NATIVE.load();
      Nd4j.eye(2).mmul(Nd4j.eye(2));
    }
  }
}
