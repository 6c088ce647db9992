package io.partita.kind.musicvae;

import io.partita.model.slices.vae.SliceVae;
import io.partita.nn.latent.Posterior;
import io.partita.nn.loss.Segments;
import io.partita.nn.lstm.LstmStack;
import io.partita.nn.lstm.LstmVertex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** From slices to latent vectors and back with a {@link MusicVae}'s network, a batch at a time. */
final class MusicVaeCoding {
  private static final int BATCH = 64;

  private MusicVaeCoding() {}

  static Posterior encode(MusicVae model, ComputationGraph network, List<int[]> slices) {
    return Posterior.of(
        network,
        slices,
        batch -> MusicVaeArrays.features(model, batch, new float[batch.size() * model.latent()]));
  }

  /** See {@link SliceVae#decode(ComputationGraph, float[][], SliceVae.LabelChoice)}. */
  static List<int[]> decode(
      MusicVae model, ComputationGraph network, float[][] z, SliceVae.LabelChoice choice) {
    int[][] slices = new int[z.length][model.labels()];
    for (int start = 0; start < z.length; start += BATCH) {
      int first = start;
      int end = Math.min(z.length, first + BATCH);
      Segments order = new Segments(end - first, model.steps(), model.segments());
      try (MemoryWorkspace out = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
        INDArray condition =
            condition(model, network, Nd4j.createFromArray(Arrays.copyOfRange(z, first, end)));
        for (int voice = 0; voice < model.form().voices().size(); voice++) {
          String layer = MusicVaeGraph.of(model, MusicVaeGraph.DECODER_START, voice);
          StepDecoder decoder =
              StepDecoder.of(model, network, voice, condition, start(network, layer, condition));
          int firstLabel = voice * model.steps();
          decode(
              decoder,
              order,
              (slice, step, logits) -> {
                int label = firstLabel + step;
                slices[first + slice][label] = choice.of(first + slice, label, logits);
                return slices[first + slice][label];
              });
        }
      }
    }
    return List.of(slices);
  }

  /** Decodes one voice, whose labels are its steps. */
  private static void decode(StepDecoder decoder, Segments order, SliceVae.LabelChoice choice) {
    int[] fed = new int[order.sequences()];
    Arrays.fill(fed, LstmVertex.NO_CLASS);
    for (int within = 0; within < order.stepsOfSegment(); within++) {
      double[][] logits = decoder.step(fed);
      for (int step = within; step < order.steps(); step += order.stepsOfSegment()) {
        for (int k = 0; k < order.batch(); k++) {
          int sequence = order.sequence(k, step);
          fed[sequence] = choice.of(k, step, logits[sequence]);
        }
      }
    }
  }

  /** What takes z's place in the decoder: z itself, or what a conductor says of each segment. */
  private static INDArray condition(MusicVae model, ComputationGraph network, INDArray z) {
    if (model.segments() == 1) {
      return z;
    }
    int batch = (int) z.size(0);
    LstmStack conductor =
        LstmStack.of(
            StepDecoder.lstms(network, MusicVaeGraph.CONDUCTOR, model.conductorUnits().size()),
            null,
            start(network, MusicVaeGraph.CONDUCTOR_START, z));
    int[] silence = new int[batch];
    Arrays.fill(silence, LstmVertex.NO_CLASS);
    List<INDArray> ofSegments = new ArrayList<>();
    for (int segment = 0; segment < model.segments(); segment++) {
      ofSegments.add(conductor.step(silence).dup());
    }
    return Nd4j.vstack(ofSegments);
  }

  private static INDArray start(ComputationGraph network, String layer, INDArray from) {
    INDArray weights = network.getLayer(layer).getParam("W");
    INDArray bias = network.getLayer(layer).getParam("b");
    return Transforms.tanh(from.mmul(weights).addiRowVector(bias), false);
  }
}
