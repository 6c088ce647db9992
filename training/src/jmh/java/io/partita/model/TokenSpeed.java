package io.partita.model;

import io.partita.kind.token.TokenLstm;
import io.partita.kind.token.TokenNetwork;
import io.partita.kind.token.TokenTransformer;
import io.partita.nn.optim.FloatAdamUpdater;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Times training of the token models' networks, whole updates from the ids on, against the same
 * network in PyTorch: rounds take turns in one run; medians and their ratio are printed. {@code
 * benchmarks/train-lm.sh} starts it.
 *
 * <p>Arguments: benchmarks/lm_torch.py, how many threads, how many rounds (5), the network
 * (transformer, or lstm), vocabulary (518).
 */
public final class TokenSpeed {
  private static final int UPDATES = 4;

  private final TokenNetwork model;
  private final ComputationGraph network;
  private final List<List<int[]>> batches;

  private TokenSpeed(TokenNetwork model, int lanes) {
    this.model = model;
    network = model.network(1, model.optimizer());
    FloatAdamUpdater.of(network);
    batches =
        AgainstPytorch.batches(
            UPDATES,
            lanes,
            random -> random.ints(model.steps() + 2, 4, model.vocabulary()).toArray());
    for (int k = 0; k < UPDATES; k++) {
      int begins = k == 0 ? 1 : 0;
      batches.get(k).forEach(window -> window[0] = begins);
    }
  }

  public static void main(String[] arguments) throws IOException {
    String threads = arguments[1];
    String network = arguments.length > 3 ? arguments[3] : "transformer";
    String vocabulary = arguments.length > 4 ? arguments[4] : "518";
    int ids = Integer.parseInt(vocabulary);
    boolean isLstm = network.equals("lstm");
    int lanes = isLstm ? 16 : 32;
    TokenNetwork model =
        isLstm
            ? new TokenLstm(ids, 1, 1, 128, 256, 3, 512, 0.2, false)
            : new TokenTransformer(ids, 1, 1, 256, 192, 4, 4, 0);
    TokenSpeed own = new TokenSpeed(model, lanes);
    AgainstPytorch.time(
        threads + " thread(s), " + network + ", vocabulary " + vocabulary + ", tokens",
        UPDATES * lanes * model.steps(),
        AgainstPytorch.rounds(arguments, 5),
        own::update,
        arguments[0],
        threads,
        network,
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
