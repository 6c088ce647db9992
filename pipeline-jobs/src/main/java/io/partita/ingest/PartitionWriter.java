package io.partita.ingest;

import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import scala.Tuple2;

/** What an ingest does with the members of one range of MD5s; runs in a task. */
public interface PartitionWriter {
  /** Writes the rows of all members, in the order of {@link ContentKey}, and finishes the files. */
  void write(Iterator<Tuple2<ContentKey, Arrival>> members) throws IOException;

  /** Makes the writer where the task runs. */
  @FunctionalInterface
  interface Factory extends Serializable {
    PartitionWriter create(StagedPartition staged, IngestCounters counters) throws IOException;
  }
}
