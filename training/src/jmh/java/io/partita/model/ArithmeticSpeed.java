package io.partita.model;

import com.sun.management.OperatingSystemMXBean;
import io.partita.kind.musicvae.MusicVae;
import io.partita.nn.device.Arithmetic;
import io.partita.nn.device.NativeThreads;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Holds updates of a MusicVAE in ND4J's operations against those in OpenBLAS and loops, on one
 * thread of the processor, batches of 64 random slices, the two taking turns: processor seconds,
 * which other work on the machine changes least. {@code benchmarks/arithmetic.sh} starts it.
 *
 * <p>Arguments: rounds (5), the config (cat-drums_2bar_small).
 */
public final class ArithmeticSpeed {
  private static final int BATCH = 64;
  private static final int UPDATES = 3;

  private final MusicVae model;
  private final ComputationGraph network;
  private final List<int[]> batch = new ArrayList<>();
  private int updates;

  private ArithmeticSpeed(String config) {
    model = MusicVae.named(config);
    network = model.network(1, model.optimizer());
    SplittableRandom random = new SplittableRandom(1);
    int classes = model.form().voices().get(0).classes();
    for (int example = 0; example < BATCH; example++) {
      batch.add(random.ints(model.steps(), 0, classes).toArray());
    }
  }

  public static void main(String[] arguments) {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    String config = arguments.length > 1 ? arguments[1] : "cat-drums_2bar_small";
    NativeThreads.use(1);
    ArithmeticSpeed speed = new ArithmeticSpeed(config);
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      double fast = speed.seconds(Arithmetic.NATIVE);
      double everywhere = speed.seconds(Arithmetic.ND4J);
      System.out.printf(
          Locale.ROOT, "%s: native %.3f s, nd4j %.3f s an update%n", config, fast, everywhere);
      if (round > 0) { // the first compiles
        ratios.add(everywhere / fast);
      }
    }
    Collections.sort(ratios);
    System.out.printf(Locale.ROOT, "nd4j / native: %.2f%n", ratios.get(ratios.size() / 2));
  }

  /** Processor time of an update. */
  private double seconds(Arithmetic arithmetic) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    arithmetic.use();
    long begun = system.getProcessCpuTime();
    for (int k = 0; k < UPDATES; k++) {
      network.fit(model.arrays(batch, updates++).get(0));
    }
    return (system.getProcessCpuTime() - begun) / 1e9 / UPDATES;
  }
}
