package io.partita.training;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.UserException;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class ResultRoomTest {
  private static final long HEAP = 8L << 30;

  private static SparkConf conf(String most) {
    return new SparkConf(false).set("spark.driver.maxResultSize", most);
  }

  @Test
  void aResultThatSparkRefusesIsRefusedWithItsArithmetic() {
    assertThatThrownBy(
            () -> ResultRoom.require(new SparkConf(false), HEAP, 137_000_000, Averaged.ALL))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "What comes back from a round is 137,000,000 parameters · 12 bytes = 1,644,000,000"
                + " bytes, and spark.driver.maxResultSize allows 1,073,741,824: set"
                + " spark.driver.maxResultSize=2g (--conf of spark-submit, -D in"
                + " PARTITA_JAVA_OPTS), or --average parameters, 4 bytes each, or --workers 0,"
                + " without averaging.");
    assertThatCode(() -> ResultRoom.require(conf("2g"), HEAP, 137_000_000, Averaged.ALL))
        .doesNotThrowAnyException();
    assertThatCode(
            () -> ResultRoom.require(new SparkConf(false), HEAP, 137_000_000, Averaged.PARAMETERS))
        .doesNotThrowAnyException();
  }

  @Test
  void anArrayHasAnEnd() {
    assertThatThrownBy(() -> ResultRoom.require(conf("0"), HEAP, 200_000_000, Averaged.ALL))
        .hasMessage(
            "What comes back from a round is 200,000,000 parameters · 12 bytes = 2,400,000,000"
                + " bytes, and an array has 2,147,483,647 at most, so that there is --average"
                + " parameters, 4 bytes each, or --workers 0, without averaging.");
    assertThatThrownBy(() -> ResultRoom.require(conf("0"), HEAP, 600_000_000, Averaged.PARAMETERS))
        .hasMessageEndingWith("at most, so that there is --workers 0, without averaging.");
  }

  @Test
  void aSmallHeapIsNamed() {
    assertThatThrownBy(() -> ResultRoom.require(conf("0"), 1L << 30, 100_000_000, Averaged.ALL))
        .hasMessage(
            "What comes back from a round is 100,000,000 parameters · 12 bytes = 1,200,000,000"
                + " bytes, and the driver's heap of 1,073,741,824 has no room for 4 of them: give"
                + " it 5 GB, with PARTITA_MEMORY or --driver-memory, or --average parameters, 4"
                + " bytes each, or --workers 0, without averaging.");
  }
}
