package io.partita.sql;

import io.partita.lake.Lake;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.Spark;
import io.partita.lake.table.LakeTable;
import io.partita.option.LakeOption;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Serves a lake to programs that speak JDBC, with Spark's Thrift server, until it is stopped.
 * Input: a lake; output: what each client asks for.
 */
@Command(
    name = "sql serve",
    description = "Serve the lake to JDBC clients, read-only, until Ctrl-C.")
public final class SqlServer implements Callable<Integer> {
  private static final String METASTORE = "jdbc:derby:memory:metastore;create=true";

  @Mixin private LakeOption at = new LakeOption();

  @Mixin private ListenOptions listen;

  @Override
  public Integer call() throws Exception {
    InetAddress address = listen.requireFree();
    Lake served = at.open();
    String scratch = LakeSql.temporaryFolder();
    try (SparkSession spark = Spark.session(conf(served, scratch))) {
      tellMetadata(spark, scratch);
      LakeServer.start(spark.sqlContext());
      if (!address.isLoopbackAddress()) {
        System.err.println(
            "Everyone who reaches " + listen.at() + " can read the lake: nobody logs in.");
      }
      System.err.println("Listening on jdbc:hive2://" + listen.at() + "; Ctrl-C stops.");
      Thread.currentThread().join();
    }
    return ExitCode.OK;
  }

  /** Hive's own files go where they vanish with this Java, and its metastore into memory. */
  private SparkConf conf(Lake served, String scratch) {
    System.setProperty("derby.stream.error.file", scratch + "/derby.log");
    SparkConf conf = LakeSql.conf("sql-server", served, LakeSql.Reach.LAKE);
    for (String folder :
        new String[] {
          "hive.exec.scratchdir",
          "hive.exec.local.scratchdir",
          "hive.downloaded.resources.dir",
          "hive.querylog.location",
          "hive.server2.logging.operation.log.location"
        }) {
      conf.set("spark.hadoop." + folder, scratch + "/" + folder);
    }
    return conf.set("spark.sql.runSQLOnFiles", "false")
        .set("spark.hadoop.javax.jdo.option.ConnectionURL", METASTORE)
        .set("spark.hadoop.hive.metastore.schema.verification", "false")
        .set("spark.hadoop.datanucleus.schema.autoCreateAll", "true")
        .set("spark.hadoop.hive.server2.thrift.bind.host", listen.host)
        .set("spark.hadoop.hive.server2.thrift.port", Integer.toString(listen.port));
  }

  /**
   * JDBC's own questions, which tables and columns there are, go to Spark's own catalog alone. It
   * gets their names, columns and meanings; queries of them go to the lake.
   */
  private static void tellMetadata(SparkSession spark, String noFiles) {
    for (LakeTable table : LakeTable.values()) {
      spark
          .catalog()
          .createTable(
              "spark_catalog.default." + table.tableName(),
              "parquet",
              table.readSchema().asNullable(),
              table.description(),
              Map.of("path", noFiles));
    }
  }
}
