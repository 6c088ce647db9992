package io.partita.kind.drumgpt;

import io.partita.SplitMix64;
import io.partita.model.ClassDraw;
import io.partita.nn.attention.CachedSteps;
import io.partita.nn.blas.Doubles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Draws slices with a {@link DrumGpt}, a step at a time. */
final class DrumGptSampler {
  /** Slices beside each other. */
  private static final int BATCH = 64;

  private final DrumGpt model;
  private final ComputationGraph network;

  /**
   * @param network of this model
   */
  DrumGptSampler(DrumGpt model, ComputationGraph network) {
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
    Steps steps = new Steps(randoms.length);
    int[] before = new int[randoms.length];
    Arrays.fill(before, DrumGpt.BEGIN);
    for (int step = 0; step < model.steps(); step++) {
      double[][] logits = steps.read(before);
      for (int k = 0; k < randoms.length; k++) {
        before[k] = draw.pick(logits[k], randoms[k].nextDouble());
        slices[k][step] = before[k];
      }
    }
    return List.of(slices);
  }

  /** The network at work a step at a time. */
  final class Steps {
    private final StepEmbeddingVertex.Table table;
    private final CachedSteps layers;
    private final HitLogitsLayer.OfRows logits;
    private int step;

    Steps(int sequences) {
      table = ((StepEmbeddingVertex.AtWork) network.getVertex(DrumGpt.EMBEDDING)).table();
      layers = new CachedSteps(network, model.rows(), sequences);
      logits = ((HitLogitsLayer.AtWork) network.getLayer(DrumGpt.LOGITS)).ofRows();
    }

    /**
     * Reads the class of each sequence's step before.
     *
     * @return logits of each sequence's next class, [sequences, 512]
     */
    double[][] read(int[] classes) {
      double[] rows = new double[classes.length * model.size()];
      for (int k = 0; k < classes.length; k++) {
        table.put(classes[k], step, rows, k * model.size());
      }
      step++;
      long[] shape = {classes.length, model.size()};
      INDArray x = Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
      Doubles.put(rows, x);
      return logits.of(layers.step(x));
    }
  }
}
