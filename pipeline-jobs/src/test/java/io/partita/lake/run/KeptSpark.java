package io.partita.lake.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.internal.SharedState;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import scala.Function1;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Map$;
import scala.runtime.BoxedUnit;

/**
 * One SparkContext for the tests of a JVM. Each command has a session of its own, with its own
 * settings of SQL, its own views and extensions; where it wants another master or another setting
 * of the context, the context starts anew. A test that uses Spark and whose tag does not say so
 * fails: those without one are quick.
 */
public final class KeptSpark implements BeforeAllCallback, AfterEachCallback {
  private static final Set<String> TAGS = Set.of("spark", "e2e", "full");
  private static final String OF_SQL = "spark.sql.";
  private static final Set<String> OF_EACH_COMMAND = Set.of("spark.app.name");
  private static final Function<SparkConf, SparkSession> ANEW = Spark.starter;

  /** Sessions of the same settings share what Spark keeps for all of them. */
  private static final Map<Map<String, String>, SharedState> STATES = new HashMap<>();

  private static SparkContext context;
  private static boolean isUsed;
  private static Map<String, String> settings = Map.of();

  @Override
  public void beforeAll(ExtensionContext test) {
    if (isOuter(test)) {
      if (test.getRequiredTestClass().isAnnotationPresent(OwnSpark.class)) {
        stop();
        Spark.starter = ANEW;
      } else {
        Spark.starter = KeptSpark::session;
      }
    }
  }

  @Override
  public void afterEach(ExtensionContext test) {
    boolean wasUsed = isUsed;
    isUsed = false;
    assertThat(wasUsed && Collections.disjoint(TAGS, test.getTags()))
        .as("uses Spark without the tag: @Tag(\"spark\")")
        .isFalse();
  }

  private static boolean isOuter(ExtensionContext test) {
    return test.getRequiredTestClass().getEnclosingClass() == null;
  }

  private static SparkSession session(SparkConf conf) {
    isUsed = true;
    Map<String, String> wanted =
        all(conf, key -> !key.startsWith(OF_SQL) && !OF_EACH_COMMAND.contains(key));
    Map<String, String> ofSql = all(conf, key -> key.startsWith(OF_SQL));
    if (context == null || context.isStopped() || !wanted.equals(settings)) {
      stop();
      context = ANEW.apply(conf).sparkContext();
      settings = wanted;
    }
    all(context.conf(), key -> key.startsWith(OF_SQL)).keySet().forEach(context.conf()::remove);
    ofSql.forEach(context.conf()::set);
    SharedState shared =
        STATES.computeIfAbsent(ofSql, any -> new SharedState(context, Map$.MODULE$.empty()));
    SparkSession session = new KeptSession(shared, conf);
    SparkSession.setActiveSession(session);
    SparkSession.setDefaultSession(session);
    return session;
  }

  private static Map<String, String> all(SparkConf conf, Predicate<String> keys) {
    return Arrays.stream(conf.getAll())
        .filter(setting -> keys.test(setting._1()))
        .collect(Collectors.toMap(Tuple2::_1, Tuple2::_2, (a, b) -> b, TreeMap::new));
  }

  private static void stop() {
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
    if (context != null) {
      context.stop();
    }
    context = null;
    STATES.clear();
  }

  private static SparkSessionExtensions extended(SparkConf conf) {
    SparkSessionExtensions extensions = new SparkSessionExtensions();
    for (String name : conf.get(Spark.EXTENSIONS, "").split(",")) {
      if (!name.isEmpty()) {
        extend(extensions, name);
      }
    }
    return extensions;
  }

  @SuppressWarnings("unchecked") // as Spark does
  private static void extend(SparkSessionExtensions extensions, String name) {
    try {
      ((Function1<SparkSessionExtensions, BoxedUnit>)
              Class.forName(name).getDeclaredConstructor().newInstance())
          .apply(extensions);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A session whose end is not that of the context. */
  private static final class KeptSession extends SparkSession {
    private static final long serialVersionUID = 1;

    KeptSession(SharedState shared, SparkConf conf) {
      super(context, Option.apply(shared), Option.empty(), extended(conf), Map$.MODULE$.empty());
    }

    @Override
    public void stop() {
      SparkSession.clearActiveSession();
      SparkSession.clearDefaultSession();
      if (sparkContext().isStopped()) {
        return;
      }
      sparkContext().cancelAllJobs();
      catalog().clearCache();
      sparkContext().getPersistentRDDs().values().foreach(rdd -> rdd.unpersist(false));
      sparkContext().clearJobGroup();
    }

    @Override
    public void close() {
      stop();
    }
  }
}
