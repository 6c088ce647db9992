package io.partita.lake.sql;

import io.partita.Mistake;
import io.partita.UserException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.internal.SQLConf$;
import scala.Option;

/**
 * Settings that a read-only session may change, by SET or with its connection: numbers, switches
 * and words that decide how a query is answered. Spark has several hundred others, among them names
 * of classes that it loads, paths and listeners: {@link #CHOSEN} is the whole list, and a setting
 * of a later Spark is not on it. A value with a reference is refused too, since Spark would look it
 * up in the process' environment.
 */
public final class ReadOnlySettings {
  /** Whether Spark looks up references as {@code ${env:HOME}} in the text of statements. */
  public static final String SUBSTITUTE = "spark.sql.variable.substitute";

  /** A query with more holds the driver's memory for its tasks alone. */
  static final int MOST_PARTITIONS = 10_000;

  private static final long KIB = 1 << 10;
  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;
  private static final long TIB = 1L << 40;
  private static final long WEEK_S = 7 * 24 * 3600;

  /** What a number may be, both ends included. */
  record Range(long least, long most) {}

  private static Map.Entry<String, Range> range(String key, long least, long most) {
    return Map.entry(key, new Range(least, most));
  }

  /** Settings by their exact names: Spark tells letters' cases apart. */
  static final Set<String> CHOSEN =
      Set.of(
          // What a query means
          "spark.sql.ansi.doubleQuotedIdentifiers",
          "spark.sql.ansi.enabled",
          "spark.sql.caseSensitive",
          "spark.sql.columnNameOfCorruptRecord",
          "spark.sql.crossJoin.enabled",
          "spark.sql.decimalOperations.allowPrecisionLoss",
          "spark.sql.groupByAliases",
          "spark.sql.groupByOrdinal",
          "spark.sql.jsonGenerator.ignoreNullFields",
          "spark.sql.legacy.timeParserPolicy",
          "spark.sql.mapKeyDedupPolicy",
          "spark.sql.orderByOrdinal",
          "spark.sql.parser.escapedStringLiterals",
          "spark.sql.parser.quotedRegexColumnNames",
          "spark.sql.pivotMaxValues",
          "spark.sql.session.timeZone",
          "spark.sql.timestampType",
          // How it is computed
          "spark.sql.adaptive.advisoryPartitionSizeInBytes",
          "spark.sql.adaptive.autoBroadcastJoinThreshold",
          "spark.sql.adaptive.coalescePartitions.enabled",
          "spark.sql.adaptive.coalescePartitions.initialPartitionNum",
          "spark.sql.adaptive.coalescePartitions.minPartitionSize",
          "spark.sql.adaptive.coalescePartitions.parallelismFirst",
          "spark.sql.adaptive.enabled",
          "spark.sql.adaptive.localShuffleReader.enabled",
          "spark.sql.adaptive.skewJoin.enabled",
          "spark.sql.autoBroadcastJoinThreshold",
          "spark.sql.broadcastTimeout",
          "spark.sql.cbo.enabled",
          "spark.sql.cbo.joinReorder.enabled",
          "spark.sql.codegen.wholeStage",
          "spark.sql.exchange.reuse",
          "spark.sql.files.maxPartitionBytes",
          "spark.sql.files.minPartitionNum",
          "spark.sql.files.openCostInBytes",
          "spark.sql.inMemoryColumnarStorage.batchSize",
          "spark.sql.inMemoryColumnarStorage.compressed",
          "spark.sql.join.preferSortMergeJoin",
          "spark.sql.leafNodeDefaultParallelism",
          "spark.sql.limit.initialNumPartitions",
          "spark.sql.limit.scaleUpFactor",
          "spark.sql.optimizer.dynamicPartitionPruning.enabled",
          "spark.sql.optimizer.runtime.bloomFilter.enabled",
          "spark.sql.parquet.columnarReaderBatchSize",
          "spark.sql.parquet.enableVectorizedReader",
          "spark.sql.parquet.filterPushdown",
          "spark.sql.shuffle.partitions",
          "spark.sql.thriftServer.incrementalCollect",
          "spark.sql.thriftServer.interruptOnCancel",
          "spark.sql.thriftServer.queryTimeout",
          // How it is shown
          "spark.sql.cli.print.header",
          "spark.sql.debug.maxToStringFields",
          "spark.sql.error.messageFormat",
          "spark.sql.maxMetadataStringLength",
          "spark.sql.maxPlanStringLength",
          "spark.sql.ui.explainMode");

  /** The least and the most of each setting that is a number; sizes are in bytes, times in s. */
  static final Map<String, Range> RANGES =
      Map.ofEntries(
          range("spark.sql.pivotMaxValues", 1, 100_000),
          range("spark.sql.adaptive.advisoryPartitionSizeInBytes", KIB, TIB),
          range("spark.sql.adaptive.autoBroadcastJoinThreshold", -1, GIB),
          range("spark.sql.adaptive.coalescePartitions.initialPartitionNum", 1, 10_000),
          range("spark.sql.adaptive.coalescePartitions.minPartitionSize", 1, TIB),
          range("spark.sql.autoBroadcastJoinThreshold", -1, GIB),
          range("spark.sql.broadcastTimeout", -1, WEEK_S),
          range("spark.sql.files.maxPartitionBytes", MIB, TIB),
          range("spark.sql.files.minPartitionNum", 1, 10_000),
          range("spark.sql.files.openCostInBytes", 0, GIB),
          range("spark.sql.inMemoryColumnarStorage.batchSize", 1, 100_000),
          range("spark.sql.leafNodeDefaultParallelism", 1, 10_000),
          range("spark.sql.limit.initialNumPartitions", 1, 10_000),
          range("spark.sql.limit.scaleUpFactor", 1, 10_000),
          range("spark.sql.parquet.columnarReaderBatchSize", 1, 100_000),
          range("spark.sql.shuffle.partitions", 1, MOST_PARTITIONS),
          range("spark.sql.thriftServer.queryTimeout", 0, WEEK_S),
          range("spark.sql.debug.maxToStringFields", 0, 10_000),
          range("spark.sql.maxMetadataStringLength", 4, 1_000_000),
          range("spark.sql.maxPlanStringLength", 0, Integer.MAX_VALUE));

  /** Spark's servers give these to each session. */
  static final Set<String> OF_SPARKS_SERVERS =
      Set.of("spark.sql.hive.version", "spark.sql.datetime.java8API.enabled");

  private static final int MOST_CHARACTERS = 1000;

  private static final String OF_QUERIES = "spark.sql.";
  private static final String CATALOGS = "spark.sql.catalog";
  private static final String DEFAULT_CATALOG = "spark.sql.defaultcatalog";
  private static final String REFERENCE = "${";
  private static final String DATABASE = "use:database";
  private static final String HIVE_SETTING = "set:hiveconf:";

  private ReadOnlySettings() {}

  /** Whether a session may change a setting to a value, and back to what it began with. */
  static boolean maySet(String key, String value) {
    return CHOSEN.contains(key) && !value.contains(REFERENCE);
  }

  /**
   * Fails on a value of a setting that may be set, where Spark cannot read it or a number is out of
   * its range.
   */
  static void requireValue(String key, String value) {
    if (value.length() > MOST_CHARACTERS) {
      throw badValue(key, "a value of %,d characters".formatted(value.length()), "shorter ones");
    }
    Object read;
    try {
      read = SQLConf$.MODULE$.getConfigEntry(key).valueConverter().apply(value.strip());
    } catch (IllegalArgumentException e) {
      throw new UserException(
          Mistake.BAD_QUERY, "%s cannot be %s: %s".formatted(key, value, e.getMessage()), e);
    }
    Object one = read instanceof Option<?> optional ? optional.get() : read;
    Range range = RANGES.get(key);
    if (range != null && one instanceof Number number) {
      if (number.longValue() < range.least() || number.longValue() > range.most()) {
        throw badValue(key, value, "%,d to %,d".formatted(range.least(), range.most()));
      }
    }
  }

  private static UserException badValue(String key, String value, String allowed) {
    return new UserException(
        Mistake.BAD_QUERY, "%s cannot be %s: %s are allowed.".formatted(key, value, allowed));
  }

  /** Whether a session may ask for a setting's value. */
  static boolean mayAsk(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    return name.startsWith(OF_QUERIES)
        && !name.startsWith(CATALOGS)
        && !name.equals(DEFAULT_CATALOG)
        && !name.equals(SUBSTITUTE);
  }

  /** Whether a session may have a setting that its Spark was not started with. */
  static boolean isOfSessions(String key) {
    return !key.startsWith(OF_QUERIES) || CHOSEN.contains(key) || OF_SPARKS_SERVERS.contains(key);
  }

  /**
   * What a JDBC client sends when it connects, as far as it means something here. Clients of Hive
   * send settings of Hive unasked; these are left out.
   *
   * @param sent by Hive's protocol, as {@code set:hiveconf:spark.sql.shuffle.partitions}
   * @throws UserException in one line where a setting is not for a client to choose, or is a
   *     variable
   */
  public static Map<String, String> ofConnection(Map<String, String> sent) {
    Map<String, String> usable = new HashMap<>(sent);
    usable.keySet().removeIf(key -> name(key).startsWith("hive."));
    usable.forEach(
        (key, value) -> {
          boolean isUsable = key.equals(DATABASE) || maySet(name(key), value);
          if (!isUsable) {
            throw ReadOnlyParser.refused("the connection's " + name(key) + "=" + value);
          }
          if (!key.equals(DATABASE)) {
            requireValue(name(key), value);
          }
        });
    return usable;
  }

  private static String name(String key) {
    return key.startsWith(HIVE_SETTING) ? key.substring(HIVE_SETTING.length()) : key;
  }
}
