package io.partita.lake.sql;

import io.partita.UserException;
import java.io.IOException;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.SparkThrowable;
import org.apache.spark.SparkThrowableHelper;
import org.apache.spark.sql.AnalysisException;

/** Failures of Spark that the author of a query can mend, in one line. */
public final class QueryMistake {
  private QueryMistake() {}

  /** The line; empty for failures of another kind, as of the lake's files. */
  public static Optional<String> line(Exception e) {
    for (Throwable cause : ExceptionUtils.getThrowableList(e)) {
      if (cause instanceof SparkThrowable spark
          && spark.getErrorClass() != null
          && !SparkThrowableHelper.isInternalError(spark.getErrorClass())
          && ExceptionUtils.indexOfType(e, IOException.class) < 0
          && ExceptionUtils.indexOfType(e, UserException.class) < 0) {
        String message =
            cause instanceof AnalysisException analysis
                ? analysis.getSimpleMessage()
                : cause.getMessage();
        return Optional.of(message.strip().lines().findFirst().orElse(""));
      }
    }
    return Optional.empty();
  }
}
