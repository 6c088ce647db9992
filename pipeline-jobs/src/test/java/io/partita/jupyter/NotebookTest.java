package io.partita.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.Mistake;
import io.partita.PartitaRun;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel that notebook makes, and its mistakes. */
@Tag("spark")
class NotebookTest {
  @TempDir private Path folder;

  @Test
  void describesAKernelWithThisClassPath() throws IOException {
    Path checkout = folder.resolve("a checkout");
    Files.createDirectories(checkout.resolve("notebooks/target"));
    Files.createDirectories(checkout.resolve(".spark/conf"));
    Files.createFile(checkout.resolve("notebooks/target/notebooks.jar"));
    Files.createFile(checkout.resolve("notebooks/target/kernel.jar"));
    Files.createFile(checkout.resolve(".spark/conf/java17.options"));
    JupyterFolder jupyter = new JupyterFolder(folder.resolve("notebooks"));

    jupyter.writeKernel(checkout);

    Path kernel = folder.resolve("notebooks/jupyter/kernels/partita");
    JsonNode spec = new ObjectMapper().readTree(kernel.resolve("kernel.json").toFile());
    assertThat(spec.at("/argv/1").asText()).endsWith(".spark/conf/java17.options").startsWith("@");
    assertThat(spec.at("/argv/4").asText())
        .isEqualTo("-Duser.home=" + System.getProperty("user.home"));
    assertThat(spec.at("/argv/6").asText())
        .as("what mends the kernel, the kernel, then what it works with")
        .matches(
            ".*/notebooks\\.jar%1$s.*/kernel\\.jar%1$s.*/class-path\\.jar"
                .formatted(File.pathSeparator));
    assertThat(spec.at("/env/RJK_CLASSPATH").asText())
        .isEqualTo(kernel.resolve("class-path.jar").toString());
    try (JarFile jar = new JarFile(kernel.resolve("class-path.jar").toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH))
          .contains("file:/");
    }
    assertThat(jupyter.environment("hdfs://host/lake"))
        .containsEntry("PARTITA_LAKE", "hdfs://host/lake")
        .containsEntry("PARTITA_NOTEBOOKS", folder.resolve("notebooks").toString())
        .containsKeys("JUPYTER_PATH", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR");
  }

  @Test
  void mistakesAreOneLine() {
    PartitaRun.of("notebook", "--port", 0).mistake(Mistake.BAD_OPTION).names("--port", 1, 65535, 0);
    PartitaRun.of("notebook", "--out", folder, "nothing")
        .mistake(Mistake.NO_SUCH_FILE)
        .names("nothing.ipynb");
    PartitaRun.of("notebook", "06-musicvae")
        .mistake(Mistake.MISSING_OPTION)
        .names("--out", "06-musicvae");
    PartitaRun.of("notebook", "--lake", folder.resolve("none"))
        .mistake(Mistake.NO_SUCH_LAKE)
        .names(folder.resolve("none"));
  }
}
