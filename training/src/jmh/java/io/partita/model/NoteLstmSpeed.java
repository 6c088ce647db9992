package io.partita.model;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
  private final List<List<short[]>> batches = new ArrayList<>();

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
    network = model.network(1, 1e-3);
    SplittableRandom random = new SplittableRandom(1);
    for (int k = 0; k < UPDATES; k++) {
      List<short[]> batch = new ArrayList<>();
      for (int example = 0; example < BATCH; example++) {
        short[] notes = new short[model.sequenceLength() + 1];
        for (int note = 0; note < notes.length; note++) {
          notes[note] = (short) random.nextInt(VOCABULARY);
        }
        batch.add(notes);
      }
      batches.add(batch);
    }
  }

  public static void main(String[] arguments) throws IOException {
    String threads = arguments[1];
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 9;
    String layers = arguments.length > 3 ? arguments[3] : "1";
    NoteLstmSpeed own = new NoteLstmSpeed(Integer.parseInt(layers));
    String python = System.getenv().getOrDefault("PYTHON", "python3");
    Process torch =
        new ProcessBuilder(python, arguments[0], threads, layers, Integer.toString(UPDATES))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    double[] ownSeconds = new double[rounds];
    double[] torchSeconds = new double[rounds];
    try (BufferedWriter go = torch.outputWriter();
        BufferedReader seconds = torch.inputReader()) {
      for (int round = -2; round < rounds; round++) { // below 0 only warms up
        double ofOwn = own.seconds();
        go.write("go\n");
        go.flush();
        double ofTorch = Double.parseDouble(seconds.readLine());
        if (round >= 0) {
          ownSeconds[round] = ofOwn;
          torchSeconds[round] = ofTorch;
        }
      }
    }
    double examples = UPDATES * BATCH;
    double ofOwn = examples / median(ownSeconds);
    double ofTorch = examples / median(torchSeconds);
    System.out.printf(
        Locale.ROOT,
        "%s thread(s), %s layer(s): own %.0f examples/s (best %.0f), PyTorch %.0f (best %.0f); own"
            + " / PyTorch = %.2f%n",
        threads,
        layers,
        ofOwn,
        examples / Arrays.stream(ownSeconds).min().orElseThrow(),
        ofTorch,
        examples / Arrays.stream(torchSeconds).min().orElseThrow(),
        ofOwn / ofTorch);
  }

  private double seconds() {
    long start = System.nanoTime();
    for (List<short[]> batch : batches) {
      for (MultiDataSet part : model.arrays(batch, 1)) {
        network.fit(part);
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
