package io.partita.sql;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.run.Spark;
import io.partita.lake.sql.LakeCatalog;
import io.partita.lake.sql.QueryMistake;
import io.partita.lake.sql.ReadOnlySettings;
import io.partita.lake.sql.ReadOnlySql;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.Utils;

/** A session of Spark SQL whose tables are a lake's, see {@link LakeCatalog}. */
final class LakeSql implements SqlSession {
  private static final String CATALOG = "spark.sql.catalog." + LakeCatalog.NAME;

  /** What statements may do beyond reading the lake; each adds to the one before. */
  enum Reach {
    LAKE,
    OTHER_SOURCES,
    WRITES
  }

  private final SparkSession spark;

  private LakeSql(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Opens a lake.
   *
   * @throws UserException where it does not have a version that is asked for
   */
  static LakeSql open(String appName, Lake lake, AsOf asOf, Reach reach) throws IOException {
    SparkConf conf = conf(appName, lake, reach);
    if (!asOf.given().isEmpty()) {
      Map<String, Integer> numbers = asOf.of(lake.datasets());
      for (Map.Entry<String, Integer> one : numbers.entrySet()) {
        lake.asOf(one.getKey(), one.getValue()); // a mistake is told before Spark starts
      }
      conf.set(
          CATALOG + "." + LakeCatalog.AS_OF,
          numbers.entrySet().stream().map(Object::toString).collect(Collectors.joining(",")));
    }
    return new LakeSql(Spark.session(conf));
  }

  /** The settings of {@link LakeCatalog}, and those that hold the session to its reach. */
  static SparkConf conf(String appName, Lake lake, Reach reach) {
    SparkConf conf = Spark.conf(appName);
    if (reach != Reach.WRITES) {
      // Spark makes this folder for tables of one's own; unless told, in the current directory.
      conf.setIfMissing("spark.sql.warehouse.dir", temporaryFolder() + "/warehouse");
      conf.set(Spark.EXTENSIONS, conf.get(Spark.EXTENSIONS) + "," + ReadOnlySql.class.getName());
      conf.set(ReadOnlySql.OTHER_SOURCES, Boolean.toString(reach == Reach.OTHER_SOURCES));
    }
    return conf.set(CATALOG, LakeCatalog.class.getName())
        .set(CATALOG + ".path", lake.root().toString())
        .set("spark.sql.defaultCatalog", LakeCatalog.NAME)
        // A text of a query is that text, also where it has a ${…}.
        .setIfMissing(ReadOnlySettings.SUBSTITUTE, "false");
  }

  /** A folder that vanishes with this Java. */
  static String temporaryFolder() {
    return Utils.createTempDir(System.getProperty("java.io.tmpdir"), "partita-sql").toString();
  }

  SparkSession spark() {
    return spark;
  }

  @Override
  public void run(String statement, OutputStream out, Printing printing) throws Exception {
    PrintStream text = new PrintStream(out, false, StandardCharsets.UTF_8);
    try {
      Dataset<Row> rows = spark.sql(statement);
      if (rows.columns().length > 0) {
        printing.print(new ResultPrinter(text), new SparkRows(rows));
      }
    } catch (Exception e) {
      throw explained(e);
    } finally {
      text.flush();
    }
  }

  /** What the query's author can mend is told in a line; the rest is passed on. */
  private static Exception explained(Exception e) {
    Optional<String> line = QueryMistake.line(e);
    if (line.isPresent()) {
      return new UserException(Mistake.BAD_QUERY, "The query cannot be answered: " + line.get(), e);
    }
    Throwable root = ExceptionUtils.getRootCause(e);
    if (root instanceof IllegalArgumentException && namesASetting(root)) { // SET to a bad value
      return new UserException(
          Mistake.BAD_QUERY, "The query cannot be answered: " + root.getMessage(), e);
    }
    if (root != null && root.getClass() == RuntimeException.class) { // raise_error, assert_true
      return new UserException(
          Mistake.BAD_QUERY, "The query cannot be answered: " + root.getMessage(), e);
    }
    return e;
  }

  private static boolean namesASetting(Throwable mistake) {
    return mistake.getMessage() != null && mistake.getMessage().contains("spark.sql.");
  }

  @Override
  public void close() {
    spark.close();
  }
}
