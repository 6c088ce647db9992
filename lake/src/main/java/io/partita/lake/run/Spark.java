package io.partita.lake.run;

import io.partita.lake.sql.PartitaSqlExtensions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** How every job starts Spark. */
public final class Spark {
  public static final String EXTENSIONS = "spark.sql.extensions";
  private static final String EXECUTOR_DEFAULTS = "spark.executor.defaultJavaOptions";
  private static final String LOCAL_DIR = "spark.local.dir";
  private static final String VECTORIZED = "spark.sql.parquet.enableVectorizedReader";

  private static final Set<String> S3_CREDENTIALS =
      Set.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");

  /** A program starts Spark for each command; tests keep one for many. */
  static Function<SparkConf, SparkSession> starter =
      conf -> SparkSession.builder().config(conf).getOrCreate();

  /** Hadoop's own settings: reading them from their files takes longer than copying them. */
  private static final Configuration DEFAULTS = new Configuration();

  private Spark() {}

  /** Where files are: what spark-submit and the class path say, before any session is started. */
  public static Configuration hadoopConfiguration() {
    synchronized (DEFAULTS) {
      DEFAULTS.size(); // read again where a library has added a file of settings
      Configuration conf = new Configuration(DEFAULTS);
      if (isTold()) {
        SparkHadoopUtil.get().appendS3AndSparkHadoopHiveConfigurations(new SparkConf(), conf);
      } else {
        addDefaults(conf);
      }
      return conf;
    }
  }

  /** Whether Spark has been told anything, by spark-submit, Java's options or S3's variables. */
  private static boolean isTold() {
    return System.getProperties().stringPropertyNames().stream()
            .anyMatch(name -> name.startsWith("spark."))
        || System.getenv().keySet().stream().anyMatch(S3_CREDENTIALS::contains);
  }

  /** What Spark sets where it was told nothing: its own settings take as long to load as Hadoop. */
  static void addDefaults(Configuration conf) {
    conf.set("io.file.buffer.size", "65536");
    conf.set("mapreduce.fileoutputcommitter.algorithm.version", "1");
    String endpoint = "fs.s3a.endpoint";
    if (conf.get(endpoint, "").isEmpty() && conf.get(endpoint + ".region") == null) {
      conf.set(endpoint, "s3.amazonaws.com");
    }
  }

  /** The session of this JVM, with the usual settings. */
  public static SparkSession session(String appName) {
    return session(conf(appName));
  }

  /**
   * The usual settings of a session. Whatever spark-submit configured stands; with no master given
   * Spark runs inside this JVM on all cores, without a web page and on loopback only.
   */
  public static SparkConf conf(String appName) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.app.name", "partita " + appName);
    if (!conf.contains("spark.master")) {
      conf.setMaster("local[*]");
      conf.setIfMissing("spark.ui.enabled", "false");
      // Whole descriptions of plans are for that page, and take a twentieth of a report's time.
      conf.setIfMissing("spark.sql.ui.explainMode", "simple");
      conf.setIfMissing("spark.driver.host", "127.0.0.1");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
      // Progress of running tasks comes with the heartbeats.
      conf.setIfMissing("spark.executor.heartbeatInterval", "1s");
      conf.setIfMissing("spark.sql.shuffle.partitions", "8");
    }
    if (conf.get("spark.master").startsWith("local")) {
      // A task with a full heap fails its command; it does not end this process without a word.
      conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
      // One executor, in this process: where it says nothing for two minutes the machine was
      // asleep.
      conf.setIfMissing("spark.storage.blockManagerHeartbeatTimeoutMs", "365d");
      if (!conf.contains(LOCAL_DIR) && System.getenv("SPARK_LOCAL_DIRS") == null) {
        conf.set(LOCAL_DIR, ownFolder());
      }
    }
    // What is shuffled are rows about files, not their notes; Spark's 200 cost seconds a query.
    conf.setIfMissing("spark.sql.shuffle.partitions", "32");
    // Records cross a shuffle; Kryo cannot read them back.
    conf.set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    conf.setIfMissing("spark.sql.parquet.compression.codec", "zstd");
    conf.setIfMissing("spark.sql.session.timeZone", "UTC");
    // A worker writes numbers as the driver does, whatever its machine's language.
    conf.set(EXECUTOR_DEFAULTS, (conf.get(EXECUTOR_DEFAULTS, "") + " -Duser.language=en").strip());
    // A marker file in a table's folder would be one more thing for other readers to skip.
    conf.setIfMissing("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");
    // Rows of tokens hold ten thousand numbers and more; Spark's 4,096 of them need gigabytes.
    conf.setIfMissing("spark.sql.parquet.columnarReaderBatchSize", "128");
    conf.setIfMissing("spark.sql.debug.maxToStringFields", "1000");
    String extensions = PartitaSqlExtensions.class.getName();
    if (conf.contains(EXTENSIONS)) {
      extensions += "," + conf.get(EXTENSIONS);
    }
    conf.set(EXTENSIONS, extensions);
    return conf;
  }

  /**
   * Plans a query that reads cells of megabytes, whole files, to decode one row at a time and not a
   * batch of them.
   *
   * @param planning call that makes Spark plan the query: a count, a collect, an RDD
   */
  public static <T> T rowByRow(SparkSession spark, Supplier<T> planning) {
    String before = spark.conf().get(VECTORIZED);
    spark.conf().set(VECTORIZED, "false");
    try {
      return planning.get();
    } finally {
      spark.conf().set(VECTORIZED, before);
    }
  }

  /** The same for a whole session, whose rows are large. */
  public static SparkConf rowByRow(SparkConf conf) {
    return conf.set(VECTORIZED, "false");
  }

  private static String ownFolder() {
    try {
      return SparkFolder.ofThisProcess().toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The session of this JVM, with settings that began as {@link #conf}. */
  public static SparkSession session(SparkConf conf) {
    SparkSession session = starter.apply(conf);
    if (conf.get("spark.master").startsWith("local")) {
      session.sparkContext().setLogLevel("WARN");
    }
    return session;
  }
}
