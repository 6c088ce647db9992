package io.partita.model.train;

import io.partita.Mistake;
import io.partita.UserException;
import java.util.Locale;
import org.apache.spark.SparkConf;

/**
 * Whether the driver can take what comes back from a round: one result, whatever the number of
 * workers.
 */
public final class ResultRoom {
  private static final String MAX_RESULT = "spark.driver.maxResultSize";

  /**
   * A result as it is sent, wrapped and received, beside the network that was sent out: 300 MB, all
   * in one JVM, failed in a heap of 1 GB and passed in one of 1.3 GB.
   */
  private static final int IN_HEAP = 4;

  private ResultRoom() {}

  /**
   * Looks at this JVM as the driver of a training.
   *
   * @param parameters of the network
   * @throws UserException with its arithmetic where there is no room
   */
  public static void require(SparkConf conf, TrainingSettings settings, long parameters) {
    if (settings.workers() > 0) {
      require(conf, Runtime.getRuntime().maxMemory(), parameters, settings.averaged());
    }
  }

  static void require(SparkConf conf, long heapBytes, long parameters, Averaged averaged) {
    long bytes = parameters * averaged.bytes();
    long allowed = conf.getSizeAsBytes(MAX_RESULT, "1g"); // Spark's own default
    String limit = null;
    if (bytes > Integer.MAX_VALUE) {
      limit = String.format(Locale.ROOT, "an array has %,d at most", Integer.MAX_VALUE);
    } else if (allowed > 0 && bytes > allowed) {
      limit =
          String.format(
              Locale.ROOT,
              "%s allows %,d: set %1$s=%dg (--conf of spark-submit, -D in PARTITA_JAVA_OPTS)",
              MAX_RESULT,
              allowed,
              (bytes >> 30) + 1);
    } else if (IN_HEAP * bytes > heapBytes) {
      limit =
          String.format(
              Locale.ROOT,
              "the driver's heap of %,d has no room for %d of them: give it %d GB, with"
                  + " PARTITA_MEMORY or --driver-memory",
              heapBytes,
              IN_HEAP,
              ((IN_HEAP * bytes) >> 30) + 1);
    }
    if (limit != null) {
      throw new UserException(
          Mistake.TOO_LARGE,
          String.format(
              Locale.ROOT,
              "What comes back from a round is %,d parameters · %d bytes = %,d bytes, and %s%s%s.",
              parameters,
              averaged.bytes(),
              bytes,
              limit,
              bytes > Integer.MAX_VALUE ? "" : ", or",
              averaged.hasAdam()
                  ? " --average parameters, 4 bytes each, or --workers 0, without averaging"
                  : " --workers 0, without averaging"));
    }
  }
}
