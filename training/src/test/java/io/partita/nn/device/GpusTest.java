package io.partita.nn.device;

import static io.partita.TextAssert.assertThatText;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which GPUs a machine has, which of them a process sees, and which of those can be used. */
class GpusTest {
  private static final String TWO =
      """
      0, GPU-8a56a4bc-1111-2222-3333-444444444444, NVIDIA A100-SXM4-40GB, 8.0
      1, GPU-9b77c0de-1111-2222-3333-444444444444, NVIDIA GeForce RTX 4090, 8.9
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "3.5, false", "3.7, true", "5.0, true", "5.3, true", "6.2, true", "7.0, true", "7.2, true",
    "7.5, true", "8.0, true", "8.6, true", "8.9, true", "9.0, false", "10.0, false", "12.0, false",
    "2.1, false", "4.0, false"
  })
  void publishedBinariesRunOnTheSameMajorVersionAndAHigherMinor(String capability, boolean runs) {
    assertThat(ComputeCapability.parse(capability).orElseThrow().runsPublishedBinaries())
        .isEqualTo(runs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"N/A", "[N/A]", "", "8", "8.", "eight", "8.6.1", "99999999999.0"})
  void whatIsNoCapabilityIsNone(String text) {
    assertThat(ComputeCapability.parse(text)).isEmpty();
  }

  @Test
  void readsALineForEachGpu() {
    assertThat(NvidiaSmi.parse(TWO))
        .containsExactly(
            new Gpu(
                0,
                "GPU-8a56a4bc-1111-2222-3333-444444444444",
                "NVIDIA A100-SXM4-40GB",
                Optional.of(new ComputeCapability(8, 0))),
            new Gpu(
                1,
                "GPU-9b77c0de-1111-2222-3333-444444444444",
                "NVIDIA GeForce RTX 4090",
                Optional.of(new ComputeCapability(8, 9))));
  }

  @Test
  void passesOverWarningsAndKeepsAGpuOfUnknownCapability() {
    String answer =
        "Warning: infoROM is corrupted, at gpu 0000:00:04.0\n0, GPU-1, Tesla, [N/A]\n\n";

    assertThat(NvidiaSmi.parse(answer))
        .containsExactly(new Gpu(0, "GPU-1", "Tesla", Optional.empty()));
    assertThat(NvidiaSmi.parse("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0",
        "1|1",
        "1,0|1 0",
        " 1 , 0 |1 0",
        "GPU-9b77|1",
        "gpu-8a56a4bc,1|0 1",
        "0,7,1|0", // ends at the first that is none
        "0,0|0"
      })
  void cudaVisibleDevicesSelectsAndOrders(String visible, String indices) {
    assertThat(VisibleGpus.of(NvidiaSmi.parse(TWO), visible).gpus())
        .extracting(gpu -> String.valueOf(gpu.index()))
        .containsExactly(indices.split(" ", -1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "2", "NoDevFiles", "MIG-3f2a"})
  void cudaVisibleDevicesMayLeaveNone(String visible) {
    VisibleGpus gpus = VisibleGpus.of(NvidiaSmi.parse(TWO), visible);

    assertThat(gpus.gpus()).isEmpty();
    assertThatText(gpus.whyNone()).names("CUDA_VISIBLE_DEVICES", "'" + visible + "'", 2);
  }

  @Test
  void asksTheDriversProgram() throws IOException {
    String program = script("echo '0, GPU-1, NVIDIA H200, 9.0'; echo \"$@\" >" + folder + "/asked");

    assertThat(NvidiaSmi.query(program, null))
        .isEqualTo(
            new VisibleGpus(
                List.of(
                    new Gpu(0, "GPU-1", "NVIDIA H200", Optional.of(new ComputeCapability(9, 0)))),
                ""));
    assertThat(folder.resolve("asked"))
        .hasContent("--query-gpu=index,uuid,name,compute_cap --format=csv,noheader\n");
  }

  @Test
  void saysWhyThereAreNone() throws IOException {
    assertThatText(NvidiaSmi.query("/nowhere/nvidia-smi", null).whyNone())
        .names("/nowhere/nvidia-smi", "NVIDIA driver");
    String broken = "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.";
    String program = script("echo; echo \"" + broken + "\"; exit 9");
    VisibleGpus none = NvidiaSmi.query(program, null);
    assertThat(none.gpus()).isEmpty();
    assertThatText(none.whyNone()).names(program, 9, broken);
    assertThatText(NvidiaSmi.query(script("true"), null).whyNone()).names("nvidia-smi", "GPU");
  }

  /** A driver from before 2021 does not know the question. */
  @Test
  void anOldDriverIsNamedAsTheReason() throws IOException {
    String program = script("echo 'Field \"compute_cap\" is not a valid field to query.'; exit 2");

    assertThatText(NvidiaSmi.query(program, null).whyNone())
        .names(program, 2, "Field \"compute_cap\" is not a valid field to query.");
  }

  private String script(String body) throws IOException {
    Path path = Files.createTempFile(folder, "nvidia-smi", "");
    Files.writeString(path, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(path, fromString("rwxr-xr-x"));
    return path.toString();
  }
}
