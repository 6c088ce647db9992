package io.partita.model.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.InTurn;
import io.partita.model.examples.ClusterDraw;
import io.partita.model.examples.Examples;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Five files, of which b, c and e hold the same music. */
@InTurn
@Tag("spark")
class OneOfEachClusterTest extends TrainingFixture {
  private static final String FILES = "aabbbcccdee";
  private static final Map<String, String> CLUSTERS = Map.of("b", "b", "c", "b", "e", "b");

  @Test
  void anEpochTakesOneFileOfEachClusterAndIsAsLongAsAnyOther() {
    Examples<int[]> examples = examples(3);

    assertThat(examples.count()).isEqualTo(FILES.length());
    assertThat(examples.trained()).isEqualTo(2 + 1 + 2);
    Set<String> drawn = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      Map<Long, String> placed = placed(examples, seed);
      assertThat(placed.keySet()).containsExactly(0L, 1L, 2L, 3L, 4L);
      Set<String> files = new HashSet<>(placed.values());
      Set<String> alike = new HashSet<>(files);
      alike.removeAll(Set.of("a", "d"));
      assertThat(alike).as("of one cluster in epoch %d", seed).hasSize(1);
      drawn.addAll(alike);
    }
    assertThat(drawn).containsExactlyInAnyOrder("b", "c", "e");
  }

  @Test
  void theLayoutMakesNoDifference() {
    for (int partitions : new int[] {1, 2, 7}) {
      assertThat(placed(examples(partitions), 4)).isEqualTo(placed(examples(3), 4));
    }
  }

  @Test
  void ofALongFileAnEpochTakesSomeAndAnotherEpochOthers() {
    Examples<int[]> all = examples(3);
    Examples<int[]> examples = capped(3, 1);
    long files = FILES.chars().distinct().count();
    assertThat(examples.count()).isEqualTo(FILES.length());
    assertThat(examples.trained()).isEqualTo(files);
    Set<Integer> seen = new HashSet<>();
    for (long seed = 0; seed < 40; seed++) {
      Map<Long, int[]> placed = numbers(examples, seed);
      assertThat(placed).hasSize((int) files);
      assertThat(placed.values().stream().map(of -> of[0]).distinct().count()).isEqualTo(files);
      placed.values().forEach(of -> seen.add(of[1]));
      assertThat(numbers(capped(7, 1), seed).get(0L)).isEqualTo(placed.get(0L));
    }
    assertThat(seen).as("in time all").hasSize((int) all.count());
    assertThat(capped(2, 100).trained()).isEqualTo(FILES.length());
  }

  private static Map<Long, int[]> numbers(Examples<int[]> examples, long seed) {
    return examples
        .placed()
        .of(seed, new EpochLayout(examples.trained(), 1, 1, 1, 1))
        .collectAsMap();
  }

  @Test
  void everyFileIsAsLikely() {
    ClusterDraw draw = ClusterDraw.of(List.of("x", "y", "x", "x"));
    int[] times = new int[4];
    for (long seed = 0; seed < 3000; seed++) {
      draw.drawn(seed).stream().forEach(file -> times[file]++);
    }

    assertThat(draw.files()).isEqualTo(4);
    assertThat(draw.least(new int[] {7, 3, 5, 6})).isEqualTo(8);
    assertThat(times[1]).isEqualTo(3000);
    assertThat(times[0] + times[2] + times[3]).isEqualTo(3000);
    assertThat(List.of(times[0], times[2], times[3])).allMatch(n -> n > 900 && n < 1100);
  }

  private static Examples<int[]> examples(int partitions) {
    return examples(partitions, CLUSTERS, Integer.MAX_VALUE);
  }

  private static Examples<int[]> capped(int partitions, int most) {
    return examples(partitions, Map.of(), most);
  }

  private static Examples<int[]> examples(int partitions, Map<String, String> clusters, int most) {
    List<List<String>> files = new ArrayList<>();
    List<int[]> examples = new ArrayList<>();
    for (int i = 0; i < FILES.length(); i++) {
      files.add(List.of("folder", FILES.substring(i, i + 1)));
      examples.add(new int[] {FILES.charAt(i), i});
    }
    return OneOfEachCluster.of(
        Examples.of(spark.parallelize(examples, partitions), examples.size(), Map.of()),
        spark.parallelize(files, partitions),
        clusters,
        most);
  }

  /** The files of an epoch's examples, by their places. */
  private static Map<Long, String> placed(Examples<int[]> examples, long seed) {
    EpochLayout layout = new EpochLayout(examples.trained(), 1, 1, 1, 1);
    Map<Long, String> placed = new TreeMap<>();
    examples
        .placed()
        .of(seed, layout)
        .collect()
        .forEach(example -> placed.put(example._1, Character.toString((char) example._2[0])));
    return placed;
  }
}
