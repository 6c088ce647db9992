package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaVersionTest {
  @Test
  void java17WillDo() {
    assertThat(JavaVersion.mistake(17)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 21})
  void anyOtherIsAMistake(int feature) {
    assertThat(JavaVersion.mistake(feature))
        .hasValue(
            "Partita runs on Java 17, as Spark 3.5 does; this is Java "
                + feature
                + ". Set JAVA_HOME to a JDK 17.");
  }
}
