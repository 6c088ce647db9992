package io.partita.lake.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.junit.jupiter.api.Test;

class SparkConfTest {
  private static final String NAME = "spark.executor.defaultJavaOptions";

  /** They are set without loading Spark: whatever it sets of its own must be among them. */
  @Test
  void hadoopGetsWhatSparkWouldSet() {
    Configuration bySpark = new Configuration();
    Configuration ours = new Configuration(bySpark);

    SparkHadoopUtil.get().appendS3AndSparkHadoopHiveConfigurations(new SparkConf(false), bySpark);
    Spark.addDefaults(ours);

    assertThat(ours).containsExactlyInAnyOrderElementsOf(bySpark);
  }

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
