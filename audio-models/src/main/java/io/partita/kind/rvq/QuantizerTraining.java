package io.partita.kind.rvq;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.codec.NearestEntry;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/**
 * Trains codebooks one after another by Lloyd's algorithm. Entries begin as the frames with the
 * lowest hashes; one that no frame is nearest to begins again as the frame that is farthest from
 * its nearest entry.
 */
public final class QuantizerTraining {
  private final JavaSparkContext spark;
  private final RvqSettings settings;
  private final int dimension;
  private final Listener listener;
  private JavaRDD<FrameRows> rest;
  private double energy;

  /** Is told how far the training is. */
  public interface Listener {
    /**
     * A step of a stage was made.
     *
     * @param relativeMse before the entries moved
     */
    void iterated(int stage, int iteration, double relativeMse);

    /**
     * A stage is finished.
     *
     * @param books of all stages so far: [stages][entries][dimension]
     */
    void finished(StageFigures figures, float[] books) throws IOException;
  }

  /**
   * @param frames normalised; persisted here as they are needed
   */
  public QuantizerTraining(
      JavaSparkContext spark,
      RvqSettings settings,
      int dimension,
      JavaRDD<FrameRows> frames,
      Listener listener) {
    this.spark = spark;
    this.settings = settings;
    this.dimension = dimension;
    this.listener = listener;
    this.rest = frames.persist(StorageLevel.MEMORY_AND_DISK());
  }

  /**
   * Trains the stages that are missing.
   *
   * @param done codebooks of the stages before; may be empty
   * @return [stages][entries][dimension]
   * @throws UserException where there are fewer frames than entries
   */
  public float[] run(float[] done) throws IOException {
    int length = settings.entries() * dimension;
    energy = energy();
    int first = done.length / length;
    for (int stage = 0; stage < first; stage++) {
      subtract(Arrays.copyOfRange(done, stage * length, (stage + 1) * length));
    }
    float[] books = done;
    for (int stage = first; stage < settings.stages(); stage++) {
      books = Arrays.copyOf(books, (stage + 1) * length);
      float[] book = new float[length];
      StageFigures figures = train(stage, book);
      System.arraycopy(book, 0, books, stage * length, length);
      listener.finished(figures, books);
    }
    rest.unpersist();
    return books;
  }

  private double energy() {
    long count = rest.map(rows -> (long) rows.count()).fold(0L, Long::sum);
    if (count < settings.entries()) {
      throw new UserException(
          Mistake.TOO_FEW_EXAMPLES,
          "There are %,d frames to learn from, and a codebook has %,d entries: use fewer --entries"
                  .formatted(count, settings.entries())
              + " or more data.");
    }
    long squares = rest.map(QuantizerTraining::squares).fold(0L, Long::sum);
    return FixedPoint.value(squares);
  }

  private static long squares(FrameRows rows) {
    long squares = 0;
    for (float value : rows.values()) {
      squares += FixedPoint.of((double) value * value);
    }
    return squares;
  }

  private StageFigures train(int stage, float[] book) {
    int fixed = settings.zeroCodeword() && stage > 0 ? 1 : 0;
    begin(stage, fixed, book);
    long restarted = 0;
    double before = Double.POSITIVE_INFINITY;
    int iteration = 0;
    while (iteration < settings.maxIterations()) {
      LloydSums sums = sums(book);
      listener.iterated(stage + 1, ++iteration, relative(sums.squares()));
      long now = move(sums, book, fixed);
      restarted += now;
      boolean isSettled = before - sums.squares() <= RvqSettings.LEAST_CHANGE * before;
      if (now == 0 && isSettled && iteration > 1) {
        break;
      }
      before = sums.squares();
    }
    double left = subtract(book);
    return new StageFigures(stage + 1, iteration, restarted, relative(left));
  }

  private double relative(double squares) {
    return energy == 0 ? 0 : squares / energy;
  }

  /** Entries begin as the frames with the lowest hashes. */
  private void begin(int stage, int fixed, float[] book) {
    long seed = settings.seed() * 64 + stage;
    int wanted = settings.entries() - fixed;
    int numbers = dimension;
    List<FarFrame> chosen =
        rest.mapPartitions(
                parts -> {
                  Farthest some = new Farthest(wanted);
                  parts.forEachRemaining(rows -> some.addByHash(rows, numbers, seed));
                  return List.of(some).iterator();
                })
            .reduce(Farthest::plus)
            .inOrder();
    for (int i = 0; i < wanted; i++) {
      System.arraycopy(chosen.get(i).values(), 0, book, (i + fixed) * dimension, dimension);
    }
  }

  private LloydSums sums(float[] book) {
    int entries = settings.entries();
    int numbers = dimension;
    Broadcast<float[]> everywhere = spark.broadcast(book.clone());
    LloydSums sums =
        rest.mapPartitions(
                parts -> {
                  LloydSums some = new LloydSums(entries, numbers);
                  NearestEntry nearest = new NearestEntry(everywhere.value(), entries, numbers);
                  parts.forEachRemaining(rows -> some.add(rows, nearest));
                  return List.of(some).iterator();
                })
            .treeReduce(LloydSums::plus);
    everywhere.destroy();
    return sums;
  }

  /**
   * Brings entries to the means of their frames.
   *
   * @return how many began again
   */
  private long move(LloydSums sums, float[] book, int fixed) {
    float[] last = book.clone();
    int dead = 0;
    for (int entry = fixed; entry < settings.entries(); entry++) {
      if (sums.isDead(entry)) {
        dead++;
      } else {
        sums.mean(entry, book);
      }
    }
    if (dead == 0) {
      return 0;
    }
    List<FarFrame> farthest = farthest(last, dead);
    int next = 0;
    for (int entry = fixed; entry < settings.entries() && next < farthest.size(); entry++) {
      if (sums.isDead(entry)) {
        System.arraycopy(farthest.get(next++).values(), 0, book, entry * dimension, dimension);
      }
    }
    return next;
  }

  /** Frames that are farthest from their nearest entries, none of which is at one. */
  private List<FarFrame> farthest(float[] book, int count) {
    int entries = settings.entries();
    int numbers = dimension;
    Broadcast<float[]> everywhere = spark.broadcast(book);
    List<FarFrame> found =
        rest.mapPartitions(
                parts -> {
                  Farthest some = new Farthest(count);
                  NearestEntry nearest = new NearestEntry(everywhere.value(), entries, numbers);
                  parts.forEachRemaining(rows -> some.addByDistance(rows, numbers, nearest));
                  return List.of(some).iterator();
                })
            .reduce(Farthest::plus)
            .inOrder();
    everywhere.destroy();
    return found.stream().filter(frame -> frame.distance() > 0).toList();
  }

  /**
   * Takes the nearest entries away from the frames.
   *
   * @return squares of what is left
   */
  private double subtract(float[] book) {
    int entries = settings.entries();
    int numbers = dimension;
    Broadcast<float[]> everywhere = spark.broadcast(book);
    JavaRDD<FrameRows> next =
        rest.mapPartitions(
                parts -> {
                  float[] values = everywhere.value();
                  NearestEntry nearest = new NearestEntry(values, entries, numbers);
                  List<FrameRows> left = new ArrayList<>();
                  parts.forEachRemaining(rows -> left.add(less(rows, values, numbers, nearest)));
                  return left.iterator();
                })
            .persist(StorageLevel.MEMORY_AND_DISK());
    long squares = next.map(QuantizerTraining::squares).fold(0L, Long::sum);
    rest.unpersist();
    rest = next;
    return FixedPoint.value(squares);
  }

  private static FrameRows less(FrameRows rows, float[] book, int dimension, NearestEntry nearest) {
    float[] left = rows.values().clone();
    for (int row = 0; row < rows.count(); row++) {
      int from = row * dimension;
      int entry = nearest.find(left, from);
      for (int i = 0; i < dimension; i++) {
        left[from + i] -= book[entry * dimension + i];
      }
    }
    return new FrameRows(rows.hashes(), left);
  }

  /** Some first frames of an order. */
  private static final class Farthest implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final FarFrame.Order ORDER = new FarFrame.Order();

    private final int most;
    private final PriorityQueue<FarFrame> kept = new PriorityQueue<>(ORDER.reversed());

    Farthest(int most) {
      this.most = most;
    }

    void addByHash(FrameRows rows, int dimension, long seed) {
      for (int row = 0; row < rows.count(); row++) {
        offer(0, FrameHash.salted(rows.hashes()[row], seed), rows.values(), row, dimension);
      }
    }

    void addByDistance(FrameRows rows, int dimension, NearestEntry nearest) {
      for (int row = 0; row < rows.count(); row++) {
        nearest.find(rows.values(), row * dimension);
        float distance = nearest.squaredDistance();
        offer(distance, rows.hashes()[row], rows.values(), row, dimension);
      }
    }

    private void offer(float distance, long hash, float[] values, int row, int dimension) {
      FarFrame head = kept.size() < most ? null : kept.peek();
      if (head != null && ORDER.compare(new FarFrame(distance, hash, null), head) >= 0) {
        return;
      }
      int from = row * dimension;
      offer(new FarFrame(distance, hash, Arrays.copyOfRange(values, from, from + dimension)));
    }

    private void offer(FarFrame frame) {
      kept.add(frame);
      if (kept.size() > most) {
        kept.poll();
      }
    }

    Farthest plus(Farthest other) {
      other.kept.forEach(this::offer);
      return this;
    }

    List<FarFrame> inOrder() {
      return kept.stream().sorted(ORDER).toList();
    }
  }
}
