package io.partita.model;

import java.util.stream.Stream;
import java.util.function.Function;
import java.util.SplittableRandom;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Times work against the same work of a Python program, which does it once for each line that it
 * reads and answers with the seconds. Rounds take turns in one run; medians, best ones and the
 * ratio of the medians are printed.
 */
final class AgainstPytorch {
  private AgainstPytorch() {}

  /**
   * Medians of the seconds of a round.
   *
   * @param rounds that own and PyTorch made
   */
  record Seconds(double[] own, double[] torch) {
    double ofOwn() {
      return median(own);
    }

    double ofTorch() {
      return median(torch);
    }
  }

  /** Random examples of some updates, always the same. */
  static <E> List<List<E>> batches(int updates, int batch, Function<SplittableRandom, E> example) {
    SplittableRandom random = new SplittableRandom(1);
    return Stream.generate(
            () -> Stream.generate(() -> example.apply(random)).limit(batch).toList())
        .limit(updates)
        .toList();
  }

  /** How many rounds a command line asks for, by its third word. */
  static int rounds(String[] arguments, int usual) {
    return arguments.length > 2 ? Integer.parseInt(arguments[2]) : usual;
  }

  /**
   * @param what is timed, in words
   * @param examples that one round works on
   * @param own does a round
   * @param python the program and its arguments
   */
  static void time(String what, int examples, int rounds, Runnable own, String... python)
      throws IOException {
    Seconds seconds = time(rounds, own, python);
    double ofOwn = examples / seconds.ofOwn();
    double ofTorch = examples / seconds.ofTorch();
    System.out.printf(
        Locale.ROOT,
        "%s: own %.0f examples/s (best %.0f), PyTorch %.0f (best %.0f); own / PyTorch = %.2f%n",
        what,
        ofOwn,
        examples / Arrays.stream(seconds.own()).min().orElseThrow(),
        ofTorch,
        examples / Arrays.stream(seconds.torch()).min().orElseThrow(),
        ofOwn / ofTorch);
  }

  /** The same without printing. */
  static Seconds time(int rounds, Runnable own, String... python) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getenv().getOrDefault("PYTHON", "python3"));
    command.addAll(List.of(python));
    Process torch =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    double[] ownSeconds = new double[rounds];
    double[] torchSeconds = new double[rounds];
    try (BufferedWriter go = torch.outputWriter();
        BufferedReader seconds = torch.inputReader()) {
      for (int round = -2; round < rounds; round++) { // below 0 only warms up
        long start = System.nanoTime();
        own.run();
        double ofOwn = (System.nanoTime() - start) / 1e9;
        go.write("go\n");
        go.flush();
        double ofTorch = Double.parseDouble(seconds.readLine());
        if (round >= 0) {
          ownSeconds[round] = ofOwn;
          torchSeconds[round] = ofTorch;
        }
      }
    }
    return new Seconds(ownSeconds, torchSeconds);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
