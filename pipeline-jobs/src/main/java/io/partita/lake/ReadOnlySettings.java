package io.partita.lake;

import io.partita.UserException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a read-only session may set, by SET or with its connection: settings of {@code spark.sql}
 * that say how queries are answered. Others say where data lie and what the process was given, and
 * a value with a reference is one that Spark would look up in the process' environment.
 */
public final class ReadOnlySettings {
  /** Whether Spark looks up references as {@code ${env:HOME}} in the text of statements. */
  public static final String SUBSTITUTE = "spark.sql.variable.substitute";

  private static final String OF_QUERIES = "spark.sql.";
  private static final String CATALOGS = "spark.sql.catalog";
  private static final String DEFAULT_CATALOG = "spark.sql.defaultcatalog";
  private static final String REFERENCE = "${";
  private static final String DATABASE = "use:database";
  private static final String HIVE_SETTING = "set:hiveconf:";

  private ReadOnlySettings() {}

  /** Whether a session may ask for a setting and, with a value without references, change it. */
  static boolean isOfQueries(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    return name.startsWith(OF_QUERIES)
        && !name.startsWith(CATALOGS)
        && !name.equals(DEFAULT_CATALOG)
        && !name.equals(SUBSTITUTE);
  }

  /** Whether a setting says which catalogs there are. */
  static boolean isOfCatalogs(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    return name.startsWith(CATALOGS) || name.equals(DEFAULT_CATALOG);
  }

  static boolean hasReference(String value) {
    return value.contains(REFERENCE);
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
          boolean isUsable =
              key.equals(DATABASE) || (isOfQueries(name(key)) && !hasReference(value));
          if (!isUsable) {
            throw ReadOnlyParser.refused("the connection's " + name(key) + "=" + value);
          }
        });
    return usable;
  }

  private static String name(String key) {
    return key.startsWith(HIVE_SETTING) ? key.substring(HIVE_SETTING.length()) : key;
  }
}
