package io.partita.kind.musicvae;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.drum.DrumClass;
import io.partita.drum.DrumLoop;
import io.partita.model.slices.vae.StepSampling;
import io.partita.nn.latent.Slerp;
import io.partita.nn.optim.Optimizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A path through the latent space of a model that has learnt a little. */
@Tag("e2e")
class DrumPathTest {
  /** So many parts of a loop are played on the one drum or on the other. */
  private static final int PARTS = 4;

  private static final int STEPS = 8;
  private static final int UPDATES = 400;

  @Tag("full")
  @Test
  void theDistanceToTheStartRisesByAndByOnTheWayToAnotherLoop() {
    MusicVae model = MusicVae.named("cat-drums_2bar_tiny").with(Map.of("samplingRate", "0"));
    List<int[]> loops = new ArrayList<>();
    for (int choices = 0; choices < 1 << PARTS; choices++) {
      loops.add(loop(model.steps(), choices));
    }
    ComputationGraph network = model.network(1, Optimizer.constant(1e-2));
    for (int update = 0; update < UPDATES; update++) {
      network.fit(model.arrays(loops, update).get(0));
    }
    List<int[]> paths = new ArrayList<>();
    for (int choices = 0; choices < loops.size() / 2; choices++) {
      int[] from = loops.get(choices);
      int[] to = loops.get(loops.size() - 1 - choices);
      float[][] mu = model.encode(network, List.of(from, to)).mu();
      List<int[]> path =
          model.decode(network, Slerp.path(mu[0], mu[1], STEPS), StepSampling.ARGMAX);
      int apart = DrumLoop.hammingDistance(from, to);
      assertThat(DrumLoop.hammingDistance(from, path.get(0))).isLessThan(apart / 2);
      assertThat(DrumLoop.hammingDistance(to, path.get(STEPS - 1))).isLessThan(apart / 2);
      paths.add(
          path.stream().mapToInt(loop -> DrumLoop.hammingDistance(path.get(0), loop)).toArray());
    }

    // One path may jump, which one is chance; so it is asked of all of them together.
    assertThat(paths.stream().mapToDouble(DrumPathTest::rising).average().getAsDouble())
        .as("share of pairs that do not fall: %s", texts(paths))
        .isGreaterThan(0.8);
    assertThat(paths.stream().mapToLong(path -> Arrays.stream(path).distinct().count()).sum())
        .as("different distances, two ends each: %s", texts(paths))
        .isGreaterThan(5L * paths.size() / 2);
  }

  private static List<String> texts(List<int[]> paths) {
    return paths.stream().map(Arrays::toString).toList();
  }

  private static int[] loop(int steps, int choices) {
    int[] loop = new int[steps];
    for (int step = 0; step < steps; step++) {
      int mask = step % 2 == 0 ? either(choices, 0, DrumClass.CLOSED_HI_HAT, DrumClass.RIDE) : 0;
      mask |= step % 8 == 0 ? either(choices, 1, DrumClass.KICK, DrumClass.LOW_TOM) : 0;
      mask |= step % 8 == 4 ? either(choices, 2, DrumClass.SNARE, DrumClass.HIGH_TOM) : 0;
      mask |= step % 4 == 3 ? either(choices, 3, DrumClass.OPEN_HI_HAT, DrumClass.CRASH) : 0;
      loop[step] = mask;
    }
    return loop;
  }

  private static int either(int choices, int part, DrumClass one, DrumClass other) {
    return ((choices >> part & 1) == 0 ? one : other).bit();
  }

  private static double rising(int[] distances) {
    int pairs = 0;
    int rising = 0;
    for (int later = 1; later < distances.length; later++) {
      for (int earlier = 0; earlier < later; earlier++) {
        pairs++;
        rising += distances[earlier] <= distances[later] ? 1 : 0;
      }
    }
    return (double) rising / pairs;
  }
}
