package io.partita.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.UserException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadOnlySettingsTest {
  @Test
  void aConnectionMayChooseItsDatabaseAndHowItsQueriesAreAnswered() {
    Map<String, String> usable =
        Map.of(
            "use:database",
            "default",
            "set:hiveconf:spark.sql.shuffle.partitions",
            "4",
            "spark.sql.session.timeZone",
            "CET");

    assertThat(ReadOnlySettings.ofConnection(usable)).isEqualTo(usable);
  }

  @Test
  void hivesOwnSettingsAreLeftOut() {
    assertThat(
            ReadOnlySettings.ofConnection(
                Map.of(
                    "set:hiveconf:hive.server2.thrift.resultset.default.fetch.size",
                    "1000",
                    "hive.exec.scratchdir",
                    "/x",
                    "set:hiveconf:hive.variable.substitute",
                    "true")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "set:system:java.io.tmpdir, /x",
    "set:env:PATH, x",
    "set:hivevar:mine, x",
    "set:metaconf:mine, x",
    "set:hiveconf:fs.defaultFS, file:///x",
    "set:hiveconf:spark.sql.variable.substitute, true",
    "set:hiveconf:spark.sql.Variable.substitute, true",
    "set:hiveconf:spark.sql.columnNameOfCorruptRecord, ${env:PATH}",
    "spark.sql.columnNameOfCorruptRecord, a${system:user.home}",
    "spark.sql.catalog.mine, org.example.Mine",
    "spark.sql.defaultCatalog, spark_catalog",
    "spark.executor.memory, 1g",
    "set:hiveconf:set:hiveconf:spark.sql.ansi.enabled, true",
    "anything, x",
  })
  void whatReachesBeyondItsQueriesIsRefusedInOneLine(String key, String value) {
    String name = key.replaceFirst("^set:hiveconf:", "");

    assertThatThrownBy(() -> ReadOnlySettings.ofConnection(Map.of(key, value)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Read-only: the connection's "
                + name
                + "="
                + value
                + " is refused. What reads is allowed; docs/sql.md has the list.");
  }
}
