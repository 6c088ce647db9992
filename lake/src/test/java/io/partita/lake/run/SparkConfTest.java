package io.partita.lake.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    SparkConf conf = with(NAME, "-Dx=1");

    assertThat(conf.get(NAME).split(" ")).containsExactly("-Dx=1", "-Duser.language=en");
  }

  /** Elsewhere an executor that is silent is lost, and another takes over. */
  @ParameterizedTest
  @CsvSource({"local[2], true", "spark://127.0.0.1:7077, false"})
  void onlyALocalExecutorMaySleepForDays(String master, boolean maySleep) {
    SparkConf conf = with("spark.master", master);

    String silence = "spark.storage.blockManagerHeartbeatTimeoutMs";
    assertThat(conf.getTimeAsSeconds(silence, "120s") > TimeUnit.DAYS.toSeconds(7))
        .isEqualTo(maySleep);
  }

  private static SparkConf with(String property, String value) {
    String before = System.setProperty(property, value);
    try {
      return Spark.conf("test");
    } finally {
      if (before == null) {
        System.clearProperty(property);
      } else {
        System.setProperty(property, before);
      }
    }
  }
}
