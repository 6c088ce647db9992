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
  private final List<List<int[]>> batches = new ArrayList<>();
  private int updates;

  private MusicVaeSpeed(String config) {
    model = MusicVae.named(config);
    network = model.network(1, model.optimizer());
    SplittableRandom random = new SplittableRandom(1);
    for (int k = 0; k < UPDATES; k++) {
      List<int[]> batch = new ArrayList<>();
      for (int example = 0; example < BATCH; example++) {
        int[] slice = new int[model.steps()];
        for (int step = 0; step < slice.length; step++) {
          slice[step] = random.nextInt(512);
        }
        batch.add(slice);
      }
      batches.add(batch);
    }
  }

  public static void main(String[] arguments) throws IOException {
    String threads = arguments[1];
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 9;
    String config = arguments.length > 3 ? arguments[3] : "cat-drums_2bar_small";
    MusicVaeSpeed own = new MusicVaeSpeed(config);
    AgainstPytorch.time(
        config + ", " + threads + " thread(s)",
        UPDATES * BATCH,
        rounds,
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
