package io.partita.lake.sql;

import static io.partita.MistakeAssert.assertThatMistake;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.UserException;
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
  void eachNumberHasARangeThatHoldsItsUsualValue() {
    Map<String, ConfigEntry<?>> known =
        settings().collect(Collectors.toMap(ConfigEntry::key, entry -> entry));
    Set<String> numbers =
        ReadOnlySettings.CHOSEN.stream().filter(ReadOnlySettingsTest::isNumber).collect(toSet());

    assertThat(ReadOnlySettings.RANGES).containsOnlyKeys(numbers);
    for (String key : ReadOnlySettings.CHOSEN) {
      String usual = known.get(key).defaultValueString();
      if (!usual.startsWith("<")) {
        ReadOnlySettings.requireValue(key, usual);
      }
    }
  }

  /** Spark reads 1 as a number, a size or a time, and as no switch or word. */
  private static boolean isNumber(String key) {
    try {
      ReadOnlySettings.requireValue(key, "many");
      return false;
    } catch (UserException e) {
      return !e.getMessage().contains("boolean") && isRead(key, "2000000000");
    }
  }

  private static boolean isRead(String key, String number) {
    try {
      Object read = SQLConf$.MODULE$.getConfigEntry(key).valueConverter().apply(number);
      return read instanceof Number || read instanceof scala.Option;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Test
  void aNumberOutOfItsRangeIsAMistakeForEachSetting() {
    for (String key : ReadOnlySettings.RANGES.keySet()) {
      for (String value :
          List.of("-2", "-2147483648", "9".repeat(17), "9".repeat(2000), "many", "", "1.2.3")) {
        assertThatMistake(() -> ReadOnlySettings.requireValue(key, value))
            .as(key + "=" + value)
            .is(Mistake.BAD_QUERY)
            .names(key);
      }
      assertThatMistake(() -> ReadOnlySettings.ofConnection(Map.of(key, "-2")))
          .is(Mistake.BAD_QUERY)
          .names(key);
    }
  }

  @Test
  void anotherValueThanASettingHasIsAMistake() {
    for (String key : ReadOnlySettings.CHOSEN) {
      assertThatMistake(() -> ReadOnlySettings.requireValue(key, "x".repeat(2000)))
          .as(key)
          .is(Mistake.BAD_QUERY)
          .names(key);
    }
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
