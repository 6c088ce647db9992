package io.partita.kind.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.lake.run.Spark;
import io.partita.model.examples.FileExample;
import io.partita.symbolic.WittenBell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** N-grams counted by Spark, beside those of a map. */
@Tag("spark")
class TokenNgramsTest {
  private static final int VOCABULARY = 12;
  private static final int ORDER = 5;

  /** Pieces that begin with id 1; later ids of the held ones are new to n-grams. */
  private static List<int[]> pieces(int count, int seed, int ids) {
    SplittableRandom random = new SplittableRandom(seed);
    List<int[]> pieces = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      int[] piece = new int[random.nextInt(2, 60)];
      piece[0] = 1;
      for (int i = 1; i < piece.length; i++) {
        piece[i] = random.nextInt(4) == 0 ? random.nextInt(2, ids) : piece[i - 1] % 5 + 2;
      }
      pieces.add(piece);
    }
    return pieces;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void areThoseOfTheModelInMemory(int partitions) {
    List<int[]> train = pieces(30, 1, 9);
    List<FileExample<int[]>> held = new ArrayList<>();
    for (int[] piece : pieces(11, 2, VOCABULARY)) {
      held.add(new FileExample<>(List.of("piece " + held.size()), piece));
    }
    WittenBell expected = new WittenBell(ORDER, VOCABULARY);
    train.forEach(piece -> expected.add(piece, 1));
    Map<String, double[]> nats = nats(train, held, partitions);
    assertThat(nats).hasSameSizeAs(held);
    for (FileExample<int[]> piece : held) {
      for (int order = 1; order <= ORDER; order++) {
        assertThat(nats.get(piece.file().get(0))[order - 1])
            .as("%s, order %d", piece.file(), order)
            .isCloseTo(expected.score(order, piece.example(), 1).nats(), within(1e-9));
      }
    }
  }

  @Test
  void ofNothingLearntAllIdsAreAlike() {
    FileExample<int[]> piece = new FileExample<>(List.of("a"), new int[] {1, 4, 4, 2});
    double[] expected = new double[ORDER];
    Arrays.fill(expected, 3 * Math.log(VOCABULARY));
    assertThat(nats(List.of(new int[] {1}), List.of(piece), 1).get("a"))
        .containsExactly(expected, within(1e-12));
  }

  private static Map<String, double[]> nats(
      List<int[]> train, List<FileExample<int[]>> held, int partitions) {
    try (SparkSession session =
        Spark.session(
            Spark.conf("n-grams")
                .set("spark.sql.shuffle.partitions", Integer.toString(partitions)))) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      return TokenNgrams.nats(
          session,
          spark.parallelize(train, partitions),
          spark.parallelize(held, partitions),
          ORDER,
          VOCABULARY);
    }
  }
}
