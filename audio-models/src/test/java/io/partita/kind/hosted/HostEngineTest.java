package io.partita.kind.hosted;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.partita.Mistake;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HostEngineTest {
  @Test
  void anEngineThatIsNotHereIsToldInOneLine() {
    assumeTrue(HostEngine.provider().isEmpty(), "PyTorch is on the class path");

    assertThatMistake(() -> HostEngine.require("rave.ts"))
        .is(Mistake.MISSING_TOOL)
        .names("rave.ts", "PyTorch", "pytorch", "ai.djl.pytorch:pytorch-native-cpu:2.7.1", "118");
  }

  @Test
  void versionsAreThoseOfTheBuild() throws Exception {
    String pom = Files.readString(Path.of(System.getProperty("partita.home"), "pom.xml"));

    assertThat(HostEngine.ARTIFACT)
        .isEqualTo("ai.djl.pytorch:pytorch-engine:" + property(pom, "djl.version"));
    assertThat(HostEngine.LIBRARY)
        .isEqualTo("ai.djl.pytorch:pytorch-native-cpu:" + property(pom, "pytorch.version"));
    assertThat(pom).contains("<module>audio-models/" + HostEngine.MODULE + "</module>");
  }

  private static String property(String pom, String name) {
    int from = pom.indexOf("<" + name + ">") + name.length() + 2;
    return pom.substring(from, pom.indexOf('<', from));
  }
}
