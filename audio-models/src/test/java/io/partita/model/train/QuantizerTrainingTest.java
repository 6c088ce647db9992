package io.partita.model.train;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.codec.CodeBooks;
import io.partita.codec.QuantizerAnalysis;
import io.partita.codec.ResidualQuantizer;
import io.partita.kind.rvq.FrameHash;
import io.partita.kind.rvq.FrameMoments;
import io.partita.kind.rvq.FrameRows;
import io.partita.kind.rvq.QuantizerTraining;
import io.partita.kind.rvq.RvqSettings;
import io.partita.kind.rvq.StageFigures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Codebooks in any partitioning, resumed or not. */
@Tag("spark")
class QuantizerTrainingTest extends TrainingFixture {
  private static final int DIMENSION = 5;

  private final List<StageFigures> figures = new ArrayList<>();
  private float[] afterFirst;

  /** Frames around twelve places, and some that are all the same. */
  private static List<FrameRows> frames() {
    SplittableRandom random = new SplittableRandom(3);
    double[] places = random.doubles(12 * DIMENSION, -3, 3).toArray();
    List<FrameRows> all = new ArrayList<>();
    for (int track = 0; track < 20; track++) {
      long[] hashes = new long[40];
      float[] values = new float[hashes.length * DIMENSION];
      for (int frame = 0; frame < hashes.length; frame++) {
        hashes[frame] = FrameHash.ofFrame(FrameHash.ofTrack("track " + track), frame);
        int place = random.nextInt(12);
        for (int i = 0; i < DIMENSION; i++) {
          values[frame * DIMENSION + i] =
              track < 3 ? -1 : (float) (places[place * DIMENSION + i] + random.nextDouble(0.5));
        }
      }
      all.add(new FrameRows(hashes, values));
    }
    return all;
  }

  private float[] train(int partitions, RvqSettings settings, float[] done) throws Exception {
    JavaRDD<FrameRows> rows = spark.parallelize(frames(), partitions);
    FrameMoments moments = FrameMoments.of(rows);
    figures.clear();
    return new QuantizerTraining(
            spark,
            settings,
            DIMENSION,
            rows.map(moments::normalised),
            new QuantizerTraining.Listener() {
              @Override
              public void iterated(int stage, int iteration, double relativeMse) {
                assertThat(relativeMse).isBetween(0.0, 1.0);
              }

              @Override
              public void finished(StageFigures of, float[] books) {
                figures.add(of);
                if (of.stage() == 1) {
                  afterFirst = books.clone();
                }
              }
            })
        .run(done);
  }

  @InTurn
  @Test
  void anyPartitioningGivesTheSameCodebooks() throws Exception {
    RvqSettings settings = new RvqSettings(3, 16, true, 20, 1);
    float[] books = train(1, settings, new float[0]);
    List<StageFigures> stages = List.copyOf(figures);
    assertThat(train(7, settings, new float[0])).isEqualTo(books);
    assertThat(figures).isEqualTo(stages);
    assertThat(train(4, settings, afterFirst)).as("resumed").isEqualTo(books);
    assertThat(stages.get(0).restarted()).as("equal frames begin as one entry").isPositive();
    assertThat(stages)
        .extracting(StageFigures::relativeMse)
        .isSortedAccordingTo((a, b) -> a > b ? -1 : 1);
    assertThat(stages.get(2).relativeMse()).isLessThan(0.01);
    for (int stage = 1; stage < 3; stage++) {
      int from = stage * 16 * DIMENSION;
      assertThat(Arrays.copyOfRange(books, from, from + DIMENSION)).containsOnly(0);
    }
  }

  @Test
  void theSeedDecidesWhereBooksBegin() throws Exception {
    assertThat(train(4, new RvqSettings(1, 16, true, 1, 2), new float[0]))
        .isNotEqualTo(train(4, new RvqSettings(1, 16, true, 1, 1), new float[0]));
  }

  @Test
  void noFrameIsBroughtFartherAway() throws Exception {
    float[] books = train(2, new RvqSettings(3, 8, true, 5, 1), new float[0]);
    CodeBooks trained = CodeBooks.of(books, 3, 8, DIMENSION);
    float[][] frames = new float[100][DIMENSION];
    SplittableRandom random = new SplittableRandom(5);
    for (float[] frame : frames) {
      for (int i = 0; i < DIMENSION; i++) {
        frame[i] = (float) random.nextDouble(-4, 4);
      }
    }
    short[][] codes = new ResidualQuantizer(trained).encode(frames, 3);
    List<QuantizerAnalysis.Stage> stages = QuantizerAnalysis.of(trained, frames, codes);
    assertThat(stages.get(1).farther()).isZero();
    assertThat(stages.get(2).farther()).isZero();
  }

  @Test
  void fewerFramesThanEntriesAreAMistake() {
    assertThatMistake(() -> train(2, new RvqSettings(1, 801, true, 5, 1), new float[0]))
        .is(Mistake.TOO_FEW_EXAMPLES)
        .names("800", "801", "--entries");
  }
}
