package io.partita.model;

import io.partita.kind.musicvae.MusicVae;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Times training of MusicVAE's networks, whole updates from the slices on, against the same network
 * in PyTorch. {@code benchmarks/musicvae.sh} starts it.
 *
 * <p>Arguments: benchmarks/musicvae_torch.py, how many threads, how many rounds (9), the config
 * (cat-drums_2bar_small).
 */
public final class MusicVaeSpeed {
  private static final int BATCH = 64;
  private static final int UPDATES = 4;

  private final MusicVae model;
  private final ComputationGraph network;
  private final List<List<int[]>> batches;
  private int updates;

  private MusicVaeSpeed(String config) {
    model = MusicVae.named(config);
    network = model.network(1, model.optimizer());
    batches =
        AgainstPytorch.batches(
            UPDATES, BATCH, random -> random.ints(model.steps(), 0, 512).toArray());
  }

  public static void main(String[] arguments) throws IOException {
    String threads = arguments[1];
    String config = arguments.length > 3 ? arguments[3] : "cat-drums_2bar_small";
    MusicVaeSpeed own = new MusicVaeSpeed(config);
    AgainstPytorch.time(
        config + ", " + threads + " thread(s)",
        UPDATES * BATCH,
        AgainstPytorch.rounds(arguments, 9),
        own::update,
        arguments[0],
        threads,
        config,
        Integer.toString(UPDATES));
  }

  private void update() {
    for (List<int[]> batch : batches) {
      network.fit(model.arrays(batch, updates++).get(0));
    }
  }
}
