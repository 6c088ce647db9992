package io.partita.model.audio;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.MEL;
import static org.apache.spark.sql.functions.col;

import io.partita.audio.compare.AudioPrint;
import io.partita.audio.compare.SameAudio;
import io.partita.lake.table.LakeTable;
import io.partita.progress.JobLog;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Finds files of a data set whose audio is near-equal, by prints of their mel, as {@link SameAudio}
 * does: files that share keys are candidates, and those that correlate are pairs. The workers look,
 * and spill to disk; the driver holds the pairs.
 */
final class NearEqualAudio {
  private NearEqualAudio() {}

  /**
   * The pairs of files that hold one recording.
   *
   * @param tracks of a data set, in the order of their ids
   */
  static List<SameAudio.Pair> among(
      JavaSparkContext spark,
      Map<LakeTable, Dataset<Row>> tables,
      String dataset,
      List<AudioRecordings.Track> tracks) {
    if (tables
        .get(MEL)
        .where(col(DATASET).equalTo(dataset))
        .where(col("recipe").equalTo(AudioPrint.RECIPE.name()))
        .isEmpty()) {
      JobLog.sayf(
          "Data set %s has no mel of the recipe %s, so near-equal audio is not looked for: only"
              + " files of equal bytes share a split.",
          dataset, AudioPrint.RECIPE.name());
      return List.of();
    }
    Broadcast<Map<String, Integer>> places =
        spark.broadcast(AudioRecordings.places(tracks, AudioRecordings.Track::id));
    JavaPairRDD<Integer, AudioPrint> prints =
        MelRows.of(tables, dataset, AudioPrint.RECIPE, tracks, places)
            .mapPartitionsToPair(MelPrints::new)
            .persist(StorageLevel.DISK_ONLY());
    // Stages that begin together would each make prints of their own.
    prints.count();
    JavaPairRDD<Integer, Integer> candidates = candidates(prints);
    List<SameAudio.Pair> pairs =
        candidates
            .join(prints)
            .mapToPair(pair -> new Tuple2<>(pair._2._1, new Tuple2<>(pair._1, pair._2._2)))
            .join(prints)
            .filter(pair -> pair._2._1._2.isSame(pair._2._2))
            .map(pair -> new Tuple2<>(pair._2._1._1, pair._1))
            .collect()
            .stream()
            .map(pair -> new SameAudio.Pair(tracks.get(pair._1).id(), tracks.get(pair._2).id()))
            .sorted()
            .toList();
    prints.unpersist();
    places.destroy();
    return pairs;
  }

  /** Files that share keys enough to be worth correlating: the lesser place first. */
  private static JavaPairRDD<Integer, Integer> candidates(JavaPairRDD<Integer, AudioPrint> prints) {
    return prints
        .flatMapToPair(
            print ->
                Arrays.stream(print._2.keys())
                    .mapToObj(key -> new Tuple2<>(new Member(key, print._1), ""))
                    .iterator())
        .repartitionAndSortWithinPartitions(new ByKey(prints.getNumPartitions()))
        .keys()
        .mapPartitionsToPair(BucketPairs::new)
        .reduceByKey(Integer::sum)
        .filter(pair -> pair._2 >= AudioPrint.LEAST_SHARED)
        .mapToPair(pair -> new Tuple2<>((int) (pair._1 >>> Integer.SIZE), pair._1.intValue()));
  }

  /** A file in the bucket of a key. */
  private record Member(long key, int track) implements Comparable<Member>, Serializable {
    @Override
    public int compareTo(Member other) {
      int byKey = Long.compare(key, other.key);
      return byKey != 0 ? byKey : Integer.compare(track, other.track);
    }
  }

  /** Each bucket in one partition. */
  private static final class ByKey extends HashPartitioner {
    private static final long serialVersionUID = 1L;

    ByKey(int partitions) {
      super(partitions);
    }

    @Override
    public int getPartition(Object member) {
      return super.getPartition(((Member) member).key());
    }
  }

  /**
   * The pairs of each bucket, as {@link SameAudio#pairs} has them, whatever its size in the same
   * memory: the lesser file above the other, and 1.
   */
  private static final class BucketPairs implements Iterator<Tuple2<Long, Integer>> {
    private final Iterator<Member> members;
    private final List<Integer> leaders = new ArrayList<>();
    private final Queue<Tuple2<Long, Integer>> ready = new ArrayDeque<>();
    private long key;

    /**
     * @param members sorted
     */
    BucketPairs(Iterator<Member> members) {
      this.members = members;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && members.hasNext()) {
        Member member = members.next();
        if (member.key() != key) {
          key = member.key();
          leaders.clear();
        }
        for (int leader : leaders) {
          ready.add(new Tuple2<>(((long) leader << Integer.SIZE) | member.track(), 1));
        }
        if (leaders.size() < SameAudio.LEADERS) {
          leaders.add(member.track());
        }
      }
      return !ready.isEmpty();
    }

    @Override
    public Tuple2<Long, Integer> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }
  }
}
