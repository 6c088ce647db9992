package io.partita.kind.slicegpt;

import io.partita.SplitMix64;
import io.partita.model.ClassDraw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;

/** Draws slices with a {@link SliceGpt}, a step at a time. */
final class SliceGptSampler {
  /** Slices beside each other. */
  private static final int BATCH = 64;

  private final SliceGpt model;
  private final ComputationGraph network;

  /**
   * @param network of this model
   */
  SliceGptSampler(SliceGpt model, ComputationGraph network) {
    this.model = model;
    this.network = network;
  }

  /**
   * Slices from their first step on; number k depends on the seed and k, not on how many there are.
   */
  List<int[]> drawn(int count, ClassDraw draw, long seed) {
    List<int[]> slices = new ArrayList<>();
    for (int first = 0; first < count; first += BATCH) {
      int beside = Math.min(BATCH, count - first);
      SplittableRandom[] randoms = new SplittableRandom[beside];
      for (int k = 0; k < beside; k++) {
        randoms[k] = new SplittableRandom(SplitMix64.of(seed, first + k));
      }
      try (MemoryWorkspace out = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
        slices.addAll(drawn(draw, randoms));
      }
    }
    return slices;
  }

  private List<int[]> drawn(ClassDraw draw, SplittableRandom[] randoms) {
    int[][] slices = new int[randoms.length][model.steps()];
    SliceGptSteps steps = new SliceGptSteps(model, network, randoms.length);
    int[] before = new int[randoms.length];
    Arrays.fill(before, model.begin());
    for (int step = 0; step < model.steps(); step++) {
      double[][] logits = steps.read(before);
      for (int k = 0; k < randoms.length; k++) {
        before[k] = draw.pick(logits[k], randoms[k].nextDouble());
        slices[k][step] = before[k];
      }
    }
    return List.of(slices);
  }
}
