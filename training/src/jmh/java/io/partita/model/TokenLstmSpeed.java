package io.partita.model;

import io.partita.kind.token.TokenLstm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Times training of the token model's network, whole updates from the ids on, against the same
 * network in PyTorch: rounds take turns in one run; medians and their ratio are printed. {@code
 * benchmarks/train-lm.sh} starts it.
 *
 * <p>Arguments: benchmarks/lm_torch.py, how many threads, how many rounds (5), layers (3),
 * vocabulary (518).
 */
public final class TokenLstmSpeed {
  private static final int STEPS = 128;
  private static final int LANES = 16;
  private static final int UPDATES = 4;

  private final TokenLstm model;
  private final ComputationGraph network;
  private final List<List<int[]>> batches = new ArrayList<>();

  private TokenLstmSpeed(int layers, int vocabulary) {
    model = new TokenLstm(vocabulary, 1, 1, STEPS, 256, layers, 512, 0.2, false);
    network = model.network(1, model.optimizer());
    SplittableRandom random = new SplittableRandom(1);
    for (int k = 0; k < UPDATES; k++) {
      List<int[]> batch = new ArrayList<>();
      for (int lane = 0; lane < LANES; lane++) {
        int[] window = random.ints(STEPS + 2, 4, vocabulary).toArray();
        window[0] = k == 0 ? 1 : 0;
        batch.add(window);
      }
      batches.add(batch);
    }
  }

  public static void main(String[] arguments) throws IOException {
    String threads = arguments[1];
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
    String layers = arguments.length > 3 ? arguments[3] : "3";
    String vocabulary = arguments.length > 4 ? arguments[4] : "518";
    TokenLstmSpeed own =
        new TokenLstmSpeed(Integer.parseInt(layers), Integer.parseInt(vocabulary));
    AgainstPytorch.time(
        threads + " thread(s), " + layers + " layer(s), vocabulary " + vocabulary + ", tokens",
        UPDATES * LANES * STEPS,
        rounds,
        own::update,
        arguments[0],
        threads,
        layers,
        Integer.toString(UPDATES),
        vocabulary);
  }

  private void update() {
    for (List<int[]> batch : batches) {
      for (MultiDataSet part : model.arrays(batch, 1)) {
        Nd4j.getRandom().setSeed(1);
        network.fit(part);
      }
    }
  }
}
