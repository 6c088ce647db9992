package io.partita.hosted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.partita.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HostEngineTest {
  @Test
  void anEngineThatIsNotHereIsToldInOneLine() {
    assumeTrue(HostEngine.PYTORCH.provider().isEmpty(), "PyTorch is on the class path");

    assertThatThrownBy(() -> HostEngine.PYTORCH.require("rave.ts"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "rave.ts needs PyTorch, which is not here: './partita hosts add pytorch' adds it"
                + " (ai.djl.pytorch:pytorch-native-cpu:2.1.1, 125 MB to fetch).");
  }

  @Test
  void versionsAreThoseOfTheBuild() throws Exception {
    String pom = Files.readString(Path.of(System.getProperty("partita.home"), "pom.xml"));

    assertThat(HostEngine.PYTORCH.artifact())
        .isEqualTo("ai.djl.pytorch:pytorch-engine:" + property(pom, "djl.version"));
    assertThat(HostEngine.PYTORCH.library())
        .isEqualTo("ai.djl.pytorch:pytorch-native-cpu:" + property(pom, "pytorch.version"));
    assertThat(HostEngine.ONNX.artifact())
        .isEqualTo("com.microsoft.onnxruntime:onnxruntime:" + property(pom, "onnxruntime.version"));
    assertThat(pom).contains("<module>" + HostEngine.PYTORCH.module() + "</module>");
    assertThat(pom).contains("<module>" + HostEngine.ONNX.module() + "</module>");
  }

  private static String property(String pom, String name) {
    int from = pom.indexOf("<" + name + ">") + name.length() + 2;
    return pom.substring(from, pom.indexOf('<', from));
  }
}
