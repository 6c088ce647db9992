package io.partita.model.audio;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.Partitioner;

/**
 * Which partition a file's windows are in: the files in their order, about as long in each. It
 * depends on the files alone, not on the number of cores.
 */
final class ByTrack extends Partitioner {
  private static final long serialVersionUID = 1L;

  /** Seconds of audio in a partition: some megabytes of windows. */
  private static final double PARTITION_S = 300;

  private final int[] partitionOfTrack;
  private final int partitions;

  ByTrack(List<AudioRecordings.Track> tracks) {
    partitionOfTrack = new int[tracks.size()];
    double seconds = 0;
    int partition = 0;
    for (int i = 0; i < partitionOfTrack.length; i++) {
      if (seconds >= PARTITION_S) {
        seconds = 0;
        partition++;
      }
      partitionOfTrack[i] = partition;
      seconds += tracks.get(i).durationS();
    }
    partitions = partition + 1;
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(Object key) {
    return partitionOfTrack[AudioWindow.track((Long) key)];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByTrack tracks
        && Arrays.equals(partitionOfTrack, tracks.partitionOfTrack);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(partitionOfTrack);
  }
}
