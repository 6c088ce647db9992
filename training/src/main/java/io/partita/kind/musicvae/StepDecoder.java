package io.partita.kind.musicvae;

import io.partita.nn.loss.StepLogits;
import io.partita.nn.lstm.LstmStack;
import io.partita.nn.lstm.LstmVertex;
import io.partita.nn.lstm.LstmWeights;
import io.partita.nn.vertex.VertexGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A {@link MusicVae}'s core decoder, a step at a time: fed classes, it answers with logits. */
final class StepDecoder {
  private final LstmStack lstms;
  private final StepLogits logits;

  private StepDecoder(LstmStack lstms, StepLogits logits) {
    this.lstms = lstms;
    this.logits = logits;
  }

  /**
   * The only decoder of a network, with its present weights.
   *
   * @param layers LSTMs that the decoder has
   * @param condition [sequences, size]
   * @param start initial states as {@link LstmStack} takes them
   */
  static StepDecoder of(ComputationGraph network, int layers, INDArray condition, INDArray start) {
    return of(network, MusicVaeGraph.DECODER, MusicVaeGraph.LOGITS, layers, condition, start);
  }

  /** The decoder of one voice. */
  static StepDecoder of(
      MusicVae model, ComputationGraph network, int voice, INDArray condition, INDArray start) {
    return of(
        network,
        MusicVaeGraph.of(model, MusicVaeGraph.DECODER, voice),
        MusicVaeGraph.of(model, MusicVaeGraph.LOGITS, voice),
        model.decoderUnits().size(),
        condition,
        start);
  }

  private static StepDecoder of(
      ComputationGraph network,
      String decoder,
      String logits,
      int layers,
      INDArray condition,
      INDArray start) {
    try (MemoryWorkspace out = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      Map<String, INDArray> output = VertexGraph.present(network, logits);
      return new StepDecoder(
          LstmStack.of(lstms(network, decoder, layers), condition, start),
          new StepLogits(output.get("W"), output.get("b")));
    }
  }

  /** The weights of LSTM vertices that are called by a name and a number from 1. */
  static List<LstmWeights> lstms(ComputationGraph network, String name, int layers) {
    List<LstmWeights> weights = new ArrayList<>();
    for (int layer = 1; layer <= layers; layer++) {
      weights.add(LstmWeights.of(VertexGraph.present(network, name + layer)));
    }
    return weights;
  }

  /**
   * @param classes that each sequence is fed, or {@link LstmVertex#NO_CLASS}
   * @return [sequences, classes]
   */
  double[][] step(int[] classes) {
    return logits.of(lstms.step(classes));
  }
}
