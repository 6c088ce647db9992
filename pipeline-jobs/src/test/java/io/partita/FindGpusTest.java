package io.partita;

import static io.partita.Naming.naming;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The script by which Spark finds GPUs, with an {@code nvidia-smi} that only says what it is told.
 */
class FindGpusTest {
  private static final String THREE =
      """
      0, GPU-8a56a4bc-1111-2222-3333-444444444444
      1, GPU-9b77c0de-1111-2222-3333-444444444444
      2, GPU-9c77c0de-1111-2222-3333-444444444444
      """;

  private record Found(String out, String err) {}

  @TempDir private Path folder;

  @Test
  void namesEveryGpuAsSparkReadsIt() throws Exception {
    String out = find("cat <<'END'\n" + THREE + "END\n", null).out();

    assertThat(out).isEqualTo("{\"name\":\"gpu\",\"addresses\":[\"0\",\"1\",\"2\"]}\n");
    ResourceInformation read = ResourceInformation.parseJson(out);
    assertThat(read.name()).isEqualTo("gpu");
    assertThat(read.addresses()).containsExactly("0", "1", "2");
    assertThat(folder.resolve("asked"))
        .hasContent("--query-gpu=index,uuid --format=csv,noheader\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|\"1\"",
        "2,0|\"2\",\"0\"",
        "GPU-9b77|\"1\"",
        "gpu-9b77c0de-1111-2222-3333-444444444444, 0|\"1\",\"0\"",
        "0,5,1|\"0\"",
        "-1|''",
        "''|''",
        "MIG-1|''"
      })
  void namesOnlyWhatCudaVisibleDevicesLeaves(String visible, String addresses) throws Exception {
    assertThat(find("cat <<'END'\n" + THREE + "END\n", visible).out())
        .isEqualTo("{\"name\":\"gpu\",\"addresses\":[" + addresses + "]}\n");
  }

  @Test
  void withoutADriverThereAreNone() throws Exception {
    Found found = find("echo 'NVIDIA-SMI has failed'; echo more; exit 9\n", null);

    assertThat(found.out()).isEqualTo("{\"name\":\"gpu\",\"addresses\":[]}\n");
    assertThat(found.err()).is(naming("NVIDIA-SMI has failed")).doesNotContain("more");
  }

  private Found find(String nvidiaSmi, String visible) throws IOException, InterruptedException {
    Path smi = Files.createDirectories(folder.resolve("bin")).resolve("nvidia-smi");
    Files.writeString(smi, "#!/usr/bin/env bash\necho \"$@\" >" + folder + "/asked\n" + nvidiaSmi);
    Files.setPosixFilePermissions(smi, fromString("rwxr-xr-x"));
    Path home = Path.of(System.getProperty("partita.home"));
    ProcessBuilder builder =
        new ProcessBuilder(home.resolve("build/spark-home/src/main/home/bin/find-gpus").toString());
    builder.environment().remove("CUDA_VISIBLE_DEVICES");
    if (visible != null) {
      builder.environment().put("CUDA_VISIBLE_DEVICES", visible);
    }
    builder
        .environment()
        .merge("PATH", smi.getParent().toString(), (path, bin) -> bin + ":" + path);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(err).isZero();
    return new Found(out, err);
  }
}
