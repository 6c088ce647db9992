package io.partita.model.train;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.partita.Mistake;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class ResultRoomTest {
  private static final long HEAP = 8L << 30;

  private static SparkConf conf(String most) {
    return new SparkConf(false).set("spark.driver.maxResultSize", most);
  }

  @Test
  void aResultThatSparkRefusesIsRefusedWithItsArithmetic() {
    assertThatMistake(
            () -> ResultRoom.require(new SparkConf(false), HEAP, 137_000_000, Averaged.ALL))
        .is(Mistake.TOO_LARGE)
        .names(
            "137,000,000",
            "12",
            "1,644,000,000",
            "spark.driver.maxResultSize",
            "1,073,741,824",
            "spark.driver.maxResultSize=2g",
            "--conf",
            "PARTITA_JAVA_OPTS",
            "--average",
            "4",
            "--workers",
            "0");
    assertThatCode(() -> ResultRoom.require(conf("2g"), HEAP, 137_000_000, Averaged.ALL))
        .doesNotThrowAnyException();
    assertThatCode(
            () -> ResultRoom.require(new SparkConf(false), HEAP, 137_000_000, Averaged.PARAMETERS))
        .doesNotThrowAnyException();
  }

  @Test
  void anArrayHasAnEnd() {
    assertThatMistake(() -> ResultRoom.require(conf("0"), HEAP, 200_000_000, Averaged.ALL))
        .is(Mistake.TOO_LARGE)
        .names(
            "200,000,000",
            "12",
            "2,400,000,000",
            "2,147,483,647",
            "--average",
            "4",
            "--workers",
            "0");
    assertThatMistake(() -> ResultRoom.require(conf("0"), HEAP, 600_000_000, Averaged.PARAMETERS))
        .is(Mistake.TOO_LARGE)
        .names("--workers", "0")
        .namesNot("--average");
  }

  @Test
  void aSmallHeapIsNamed() {
    assertThatMistake(() -> ResultRoom.require(conf("0"), 1L << 30, 100_000_000, Averaged.ALL))
        .is(Mistake.TOO_LARGE)
        .names(
            "100,000,000",
            "12",
            "1,200,000,000",
            "1,073,741,824",
            "4",
            "5",
            "PARTITA_MEMORY",
            "--driver-memory",
            "--average",
            "4",
            "--workers",
            "0");
  }
}
