package io.partita.lake.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SparkConfTest {
  private static final String NAME = "spark.executor.defaultJavaOptions";

  @Test
  void workersFormatNumbersAsTheDriver() {
    String before = System.setProperty(NAME, "-Dx=1");
    try {
      SparkConf conf = Spark.conf("test");
      assertThat(conf.get(NAME).split(" ")).containsExactly("-Dx=1", "-Duser.language=en");
    } finally {
      if (before == null) {
        System.clearProperty(NAME);
      } else {
        System.setProperty(NAME, before);
      }
    }
  }
}
