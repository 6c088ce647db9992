package io.partita.model;

import io.partita.kind.cvae.Cvae;
import io.partita.kind.rave.Rave;
import io.partita.model.audio.vae.AudioVae;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Times training of a VAE of audio, whole updates from the windows on, against the same network in
 * PyTorch. {@code benchmarks/conv.sh} starts it.
 *
 * <p>Arguments: benchmarks/conv_torch.py, how many threads, how many rounds (9), the config
 * (mel-conv, wave-conv or rave-small), windows in a batch (32, 4 or 8).
 */
public final class AudioVaeSpeed {
  private static final int UPDATES = 8;
  private static final Map<String, String> BATCHES =
      Map.of("mel-conv", "32", "wave-conv", "4", "rave-small", "8");

  private final AudioVae model;
  private final ComputationGraph network;
  private final List<List<float[]>> batches;
  private int updates;

  private AudioVaeSpeed(AudioVae model, int batch) {
    this.model = model;
    this.network = model.network(1, model.optimizer());
    batches = AgainstPytorch.batches(UPDATES, batch, random -> window(model, random));
  }

  private static float[] window(AudioVae model, SplittableRandom random) {
    float[] values = new float[model.input().size()];
    for (int value = 0; value < values.length; value++) {
      values[value] = (float) random.nextGaussian();
    }
    return values;
  }

  public static void main(String[] arguments) throws IOException {
    String threads = arguments[1];
    String config = arguments.length > 3 ? arguments[3] : "mel-conv";
    String batch = arguments.length > 4 ? arguments[4] : BATCHES.get(config);
    AudioVaeSpeed own = new AudioVaeSpeed(model(config), Integer.parseInt(batch));
    INDArray before = own.network.params().dup();
    AgainstPytorch.time(
        config + ", batches of " + batch + ", " + threads + " thread(s)",
        UPDATES * Integer.parseInt(batch),
        AgainstPytorch.rounds(arguments, 9),
        own::update,
        arguments[0],
        threads,
        config,
        batch,
        Integer.toString(UPDATES));
    if (own.network.params().equals(before)) {
      throw new IllegalStateException("Nothing was trained.");
    }
  }

  private static AudioVae model(String config) {
    if (config.startsWith("rave")) {
      return Rave.named(config);
    }
    Cvae model = Cvae.named(config);
    // PyTorch's twin has no linear path.
    return model.scales() > 0 ? model.with(Map.of("scales", "0", "latents", "64")) : model;
  }

  private void update() {
    for (List<float[]> batch : batches) {
      network.fit(model.arrays(batch, updates++).get(0));
    }
  }
}
