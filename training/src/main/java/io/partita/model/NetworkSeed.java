package io.partita.model;

import io.partita.nn.optim.FloatAdam;
import io.partita.nn.optim.Optimizer;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/** Seeds as ND4J can use them. */
public final class NetworkSeed {
  private NetworkSeed() {}

  /** ND4J looks at the lower half of a seed only, and draws unrepeatably where it is 0. */
  public static int of(long seed) {
    int mixed = new SplittableRandom(seed).nextInt();
    return mixed == 0 ? 1 : mixed;
  }

  /** A network in single precision whose weights begin by a seed and change by an optimizer. */
  public static NeuralNetConfiguration.Builder network(long seed, Optimizer optimizer) {
    return new NeuralNetConfiguration.Builder()
        .seed(of(seed))
        .dataType(DataType.FLOAT)
        .updater(new FloatAdam(optimizer));
  }
}
