package io.partita.lake;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.internal.SQLConf$;
import org.apache.spark.sql.internal.StaticSQLConf$;
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
    "set:hiveconf:spark.sql.adaptive.customCostEvaluatorClass, org.example.Mine",
    "spark.sql.Ansi.enabled, true",
    "spark.executor.memory, 1g",
    "set:hiveconf:set:hiveconf:spark.sql.ansi.enabled, true",
    "anything, x",
  })
  void whatReachesBeyondItsQueriesIsRefusedInOneLine(String key, String value) {
    String name = key.replaceFirst("^set:hiveconf:", "");

    assertThatMistake(() -> ReadOnlySettings.ofConnection(Map.of(key, value)))
        .is(Mistake.READ_ONLY)
        .names(name, value);
  }

  @Test
  void whatNamesAClassAPathOrAListenerMayNotBeSet() {
    Pattern reaching =
        Pattern.compile(
            "class|path|dir|listener|provider|extension|committer|catalog|plugin|serializer|jars"
                + "|repositor|rules|command|url|substitute|sourcelist|runsqlonfiles|credential");
    List<String> dangerous =
        settings().map(ConfigEntry::key).filter(key -> finds(reaching, key)).toList();

    assertThat(dangerous)
        .contains(
            "spark.sql.adaptive.customCostEvaluatorClass",
            "spark.sql.cache.serializer",
            "spark.sql.extensions",
            "spark.sql.queryExecutionListeners",
            "spark.sql.sources.commitProtocolClass",
            "spark.sql.streaming.checkpointLocation",
            "spark.sql.streaming.stateStore.providerClass",
            "spark.sql.warehouse.dir")
        .hasSizeGreaterThan(20)
        .noneMatch(key -> ReadOnlySettings.maySet(key, "x"));
  }

  @Test
  void whatMayBeSetIsANumberASwitchOrOneOfAFewWords() {
    Map<String, ConfigEntry<?>> known =
        settings().collect(Collectors.toMap(ConfigEntry::key, entry -> entry));

    assertThat(known).containsKeys(ReadOnlySettings.CHOSEN.toArray(new String[0]));
    assertThat(ReadOnlySettings.CHOSEN)
        .allSatisfy(
            key -> {
              String usual = known.get(key).defaultValueString();
              boolean isFree = // a name of a column, of a zone; an amount without a default
                  Set.of("spark.sql.columnNameOfCorruptRecord", "spark.sql.session.timeZone")
                          .contains(key)
                      || usual.equals("<undefined>")
                      || usual.startsWith("<value of ");
              assertThat(isFree || usual.matches("true|false|-?[0-9.]+[a-zA-Z]*|[a-zA-Z_]+"))
                  .as(usual)
                  .isTrue();
            });
  }

  @Test
  void whatSparksServerGivesEachSessionIsNotRefused() {
    assertThat(ReadOnlySettings.OF_SPARKS_SERVERS)
        .contains("spark.sql.hive.version", SQLConf.DATETIME_JAVA8API_ENABLED().key())
        .allMatch(ReadOnlySettings::isOfSessions)
        .noneMatch(key -> ReadOnlySettings.maySet(key, "true"));
  }

  /** All settings of SQL that this Spark has, those that it is started with among them. */
  private static Stream<ConfigEntry<?>> settings() {
    assertThat(StaticSQLConf$.MODULE$.WAREHOUSE_PATH().key()).isNotBlank(); // loads them
    return SQLConf$.MODULE$.getConfigEntries().stream().map(entry -> (ConfigEntry<?>) entry);
  }

  private static boolean finds(Pattern pattern, String key) {
    return pattern.matcher(key.toLowerCase(Locale.ROOT)).find()
        || key.endsWith("checkpointLocation");
  }
}
