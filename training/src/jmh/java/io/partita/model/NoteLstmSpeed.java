package io.partita.model;

import io.partita.kind.note.NoteLstm;
import io.partita.nn.optim.Optimizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Times training of the note model's network, whole updates from the examples' classes on, against
 * the same network in PyTorch: rounds take turns in one run; medians and their ratio are printed.
 * {@code benchmarks/train-lstm.sh} starts it.
 *
 * <p>Arguments: benchmarks/lstm_torch.py, how many threads, how many rounds (9), layers (1).
 */
public final class NoteLstmSpeed {
  private static final int VOCABULARY = 50;
  private static final int BATCH = 64;
  private static final int UPDATES = 40;

  private final NoteLstm model;
  private final ComputationGraph network;
  private final List<List<int[]>> batches;

  private NoteLstmSpeed(int layers) {
    NoteLstm one = NoteLstm.ofVocabulary(VOCABULARY);
    model =
        new NoteLstm(
            VOCABULARY,
            one.sequenceLength(),
            layers,
            one.units(),
            one.denseUnits(),
            one.dropout(),
            one.mode(),
            one.recurrent(),
            one.segmentLength());
    network = model.network(1, Optimizer.constant(1e-3));
    batches =
        AgainstPytorch.batches(
            UPDATES,
            BATCH,
            random -> random.ints(model.sequenceLength() + 1, 0, VOCABULARY).toArray());
  }

  public static void main(String[] arguments) throws IOException {
    String threads = arguments[1];
    String layers = arguments.length > 3 ? arguments[3] : "1";
    NoteLstmSpeed own = new NoteLstmSpeed(Integer.parseInt(layers));
    AgainstPytorch.time(
        threads + " thread(s), " + layers + " layer(s)",
        UPDATES * BATCH,
        AgainstPytorch.rounds(arguments, 9),
        own::update,
        arguments[0],
        threads,
        layers,
        Integer.toString(UPDATES));
  }

  private void update() {
    for (List<int[]> batch : batches) {
      for (MultiDataSet part : model.arrays(batch, 1)) {
        network.fit(part);
      }
    }
  }
}
