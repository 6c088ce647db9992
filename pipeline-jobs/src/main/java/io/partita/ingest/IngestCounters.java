package io.partita.ingest;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * What running tasks report while they run, for the progress display only: a retried task counts
 * twice. The figures of the summary come from the files that tasks finished.
 */
public record IngestCounters(
    LongAccumulator bytesRead, LongAccumulator membersRead, LongAccumulator membersDone)
    implements Serializable {
  public static final String BYTES_READ = "bytes read";
  static final String MEMBERS_DONE = "members done";

  public static IngestCounters register(SparkContext spark) {
    return new IngestCounters(
        spark.longAccumulator(BYTES_READ),
        spark.longAccumulator("members read"),
        spark.longAccumulator(MEMBERS_DONE));
  }
}
