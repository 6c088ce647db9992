package io.partita.kind.rvq;

import io.partita.model.archive.ContentHashes;
import io.partita.model.audio.AudioRecordings;
import io.partita.model.audio.TrackFrames;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Some of the frames of files, drawn by a hash of file and frame, so the same whatever the
 * partitions.
 */
final class DrawnFrames {
  private final JavaRDD<TrackFrames> tracks;
  private final Map<String, Long> bySplit;

  /**
   * @param tracks kept on the workers' disks from now on
   */
  DrawnFrames(JavaRDD<TrackFrames> tracks) {
    this.tracks = tracks.persist(StorageLevel.DISK_ONLY());
    this.bySplit =
        new TreeMap<>(
            this.tracks
                .mapToPair(track -> new Tuple2<>(track.split(), (long) track.frames().length))
                .reduceByKey(Long::sum)
                .collectAsMap());
  }

  JavaRDD<TrackFrames> tracks() {
    return tracks;
  }

  /**
   * The files of a split that have a frame, by their SHA-256.
   *
   * @param files of the data set
   */
  ContentHashes contents(String split, List<AudioRecordings.Track> files) {
    Set<String> ids =
        Set.copyOf(
            tracks
                .filter(track -> track.split().equals(split) && track.frames().length > 0)
                .map(TrackFrames::track)
                .distinct()
                .collect());
    return ContentHashes.of(
        files.stream()
            .filter(file -> ids.contains(file.id()))
            .map(AudioRecordings.Track::sha256)
            .toList());
  }

  /** Frames by split. */
  Map<String, Long> bySplit() {
    return bySplit;
  }

  /** Numbers in a frame; 0 if absent. */
  int dimension() {
    return tracks.filter(track -> track.frames().length > 0).take(1).stream()
        .mapToInt(track -> track.frames()[0].length)
        .findFirst()
        .orElse(0);
  }

  /**
   * Frames of a split, about as many as are wanted and hardly ever more.
   *
   * @param most 1 or more
   */
  JavaRDD<FrameRows> of(String split, long most, long seed) {
    long all = bySplit.getOrDefault(split, 0L);
    double share = all <= most ? 1 : Math.max(1, most - 4 * Math.sqrt((double) most)) / all;
    return tracks
        .filter(track -> track.split().equals(split))
        .map(track -> rows(track, share, seed));
  }

  private static FrameRows rows(TrackFrames track, double share, long seed) {
    long name = FrameHash.ofTrack(track.track());
    int dimension = track.frames().length == 0 ? 0 : track.frames()[0].length;
    long[] hashes = new long[track.frames().length];
    float[] values = new float[hashes.length * dimension];
    int kept = 0;
    for (int frame = 0; frame < track.frames().length; frame++) {
      long hash = FrameHash.ofFrame(name, frame);
      if (FrameHash.isWithin(FrameHash.salted(hash, seed), share)) {
        System.arraycopy(track.frames()[frame], 0, values, kept * dimension, dimension);
        hashes[kept++] = hash;
      }
    }
    return new FrameRows(Arrays.copyOf(hashes, kept), Arrays.copyOf(values, kept * dimension));
  }

  /** Drawn frames in the driver, in the order of their files. */
  static float[][] collected(JavaRDD<FrameRows> rows, int dimension) {
    return rows.collect().stream()
        .flatMap(
            some ->
                IntStream.range(0, some.count())
                    .mapToObj(
                        i -> Arrays.copyOfRange(some.values(), i * dimension, (i + 1) * dimension)))
        .toArray(float[][]::new);
  }
}
