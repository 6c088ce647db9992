package io.partita.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.kind.cvae.Cvae;
import io.partita.kind.musicvae.MusicVae;
import io.partita.kind.slicegpt.DrumGptWorkload;
import io.partita.kind.token.TransformerWorkload;
import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.device.Arithmetic;
import io.partita.nn.device.cuda.Cuda;
import io.partita.nn.device.cuda.CudaGpu;
import io.partita.nn.optim.Fitting;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Checks and times training on a GPU by Partita's own kernels. {@code benchmarks/gpu.sh} makes a
 * bundle of it, {@code benchmarks/gpu_run.sh} starts it on a machine with a GPU.
 *
 * <p>Arguments: {@code --tiny} for networks of a few units, which a driver on the processor serves;
 * then what is to be done:
 *
 * <ul>
 *   <li>{@code gpu}: prints the GPU, or why it finds no GPU
 *   <li>{@code cpu NETWORK…}: a few updates on the processor, without a GPU
 *   <li>{@code check NETWORK}: holds gradients and {@value #CHECKED} updates on the GPU against
 *       those on the processor, batches of {@value #CHECK_BATCH}, {@value #CHECKED_OF_BIG} of a big
 *       network; fails where they differ
 *   <li>{@code time NETWORK gpu_torch.py ROUNDS}: times updates on the GPU against PyTorch's
 * </ul>
 */
public final class GpuSpeed {
  private static final int CHECKED = 50;
  private static final int CHECKED_OF_BIG = 10;
  private static final int CHECK_BATCH = 8;

  /** Losses may differ by so much of themselves. */
  private static final double SAME_LOSS = 1e-3;

  /** Different batches, taken by turns. */
  private static final int BATCHES = 4;

  /** Until the JIT compiler has done its work. */
  private static final double WARM_UP_S = 8;

  /** Updates of a round. */
  private static final int TIMED = 50;

  private static final int TIMED_OF_BIG = 4;
  private static final long BIG = 10_000_000;

  private static final int TINY = 2;

  private final String name;
  private final boolean isTiny;

  private GpuSpeed(String name, boolean isTiny) {
    this.name = name;
    this.isTiny = isTiny;
  }

  public static void main(String[] arguments) throws IOException {
    List<String> left = new ArrayList<>(List.of(arguments));
    boolean isTiny = left.remove("--tiny");
    String what = left.remove(0);
    CudaGpu.Found found = CudaGpu.look();
    if (what.equals("cpu")) {
      for (String name : left) {
        GpuSpeed speed = new GpuSpeed(name, isTiny);
        System.out.println(speed.updates(speed.workload(), TINY));
      }
      return;
    }
    Cuda cuda = Cuda.open(0);
    switch (what) {
      case "gpu" -> System.out.println(cuda + ", driver of CUDA " + found.cuda());
      case "check" -> {
        GpuSpeed speed = new GpuSpeed(left.get(0), isTiny);
        if (!speed.check(speed.workload())) {
          System.exit(1);
        }
      }
      case "time" -> {
        GpuSpeed speed = new GpuSpeed(left.get(0), isTiny);
        speed.time(speed.workload(), left.get(1), Integer.parseInt(left.get(2)));
      }
      default -> throw new IllegalArgumentException(what);
    }
  }

  private Workload<?> workload() {
    return switch (name) {
      case "drum-gpt" -> DrumGptWorkload.with(tiny("size", "8", "layers", "1", "heads", "2"));
      case "token-transformer" ->
          TransformerWorkload.with(tiny("context", "8", "size", "8", "layers", "1", "heads", "2"));
      case "mel-conv" -> {
        // PyTorch's twin has no linear path.
        Map<String, String> others = new LinkedHashMap<>(Map.of("scales", "0", "latents", "64"));
        others.putAll(
            tiny("latents", "4", "channels", "[8, 8, 8, 8]", "bands", "16", "length", "16"));
        Cvae model = Cvae.named(name).with(others);
        yield new Workload<>(
            model,
            model.batch(),
            random -> {
              float[] window = new float[model.input().size()];
              for (int k = 0; k < window.length; k++) {
                window[k] = (float) random.nextGaussian();
              }
              return window;
            });
      }
      default -> {
        MusicVae model =
            MusicVae.named(name)
                .with(
                    tiny(
                        "encoderUnits", "8", "decoderUnits", "[8, 8]", "latent", "4", "steps",
                        "4"));
        int classes = model.form().voices().get(0).classes();
        yield new Workload<>(
            model, model.batch(), random -> random.ints(model.steps(), 0, classes).toArray());
      }
    };
  }

  /** Hyper-parameters of a tiny network; none without {@code --tiny}. */
  private Map<String, String> tiny(String... namesAndValues) {
    return isTiny
        ? IntStream.range(0, namesAndValues.length / 2)
            .boxed()
            .collect(
                Collectors.toMap(k -> namesAndValues[2 * k], k -> namesAndValues[2 * k + 1]))
        : Map.of();
  }

  /**
   * @param weights a sum that depends on every bit
   */
  private record Updates(List<Double> losses, long weights) {}

  private <E> Updates updates(Workload<E> workload, int count) {
    Fitting fitting = new Fitting(workload.network());
    List<Double> losses = new ArrayList<>();
    for (int update = 0; update < count; update++) {
      Nd4j.getRandom().setSeed(update + 1);
      losses.add(fitting.fit(workload.arrays(checkBatch(), update % BATCHES), 1, true));
    }
    long bits = 0;
    FloatBuffer weights = FloatMatrix.of(fitting.network().params()).buffer();
    for (int k = 0; k < weights.limit(); k++) {
      bits = 31 * bits + Float.floatToRawIntBits(weights.get(k));
    }
    return new Updates(losses, bits);
  }

  /**
   * @param of the first weights, by the name of the parameter
   * @param arithmetics what computes with them
   */
  private record Gradients(Map<String, INDArray> of, Map<String, String> arithmetics) {}

  private <E> Gradients gradients(Workload<E> workload) {
    ComputationGraph network = workload.network();
    MultiDataSet batch = workload.arrays(checkBatch(), 0);
    Nd4j.getRandom().setSeed(1);
    network.setInputs(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.computeGradientAndScore();
    Gradients gradients = new Gradients(new LinkedHashMap<>(), new LinkedHashMap<>());
    network
        .gradient()
        .gradientForVariable()
        .forEach(
            (parameter, gradient) -> {
              gradients.of().put(parameter, gradient.dup());
              gradients.arithmetics().put(parameter, arithmetic(network, parameter));
            });
    return gradients;
  }

  private static boolean isBig(Workload<?> workload) {
    return workload.model().parameters() > BIG;
  }

  private int checkBatch() {
    return isTiny ? TINY : CHECK_BATCH;
  }

  private <E> boolean check(Workload<E> workload) {
    int count = isTiny ? TINY : isBig(workload) ? CHECKED_OF_BIG : CHECKED;
    Gradients expected = gradients(workload);
    Updates onProcessor = updates(workload, count);
    Arithmetic.CUDA.use();
    Gradients found = gradients(workload);
    Updates onGpu = updates(workload, count);
    Updates again = updates(workload, count);
    double most = 0;
    for (int k = 0; k < count; k++) {
      double loss = onProcessor.losses().get(k);
      double apart = Math.abs(onGpu.losses().get(k) - loss) / Math.abs(loss);
      most = apart <= most ? most : apart; // NaN too
    }
    boolean isSame = onGpu.equals(again);
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %.6f | %.6f | %.1e | %s | %s |%n",
        name,
        count,
        onProcessor.losses().get(count - 1),
        onGpu.losses().get(count - 1),
        most,
        isSame ? "yes" : "NO",
        apart(found, expected));
    return most <= SAME_LOSS && isSame;
  }

  /** How far gradients are apart, as a share of their norm, for each arithmetic. */
  private static String apart(Gradients found, Gradients expected) {
    Map<String, double[]> squares = new TreeMap<>();
    expected
        .of()
        .forEach((parameter, gradient) -> {
          String arithmetic = expected.arithmetics().get(parameter);
          double[] sums = squares.computeIfAbsent(arithmetic, of -> new double[2]);
          sums[0] += Math.pow(found.of().get(parameter).distance2(gradient), 2);
          sums[1] += Math.pow(gradient.norm2Number().doubleValue(), 2);
        });
    return squares.entrySet().stream()
        .map(
            of ->
                String.format(
                    Locale.ROOT,
                    "%s %.1e",
                    of.getKey(),
                    Math.sqrt(of.getValue()[0] / of.getValue()[1])))
        .collect(Collectors.joining(", "));
  }

  /** What computes with a parameter: the class of its vertex or layer, as {@code Attention}. */
  private static String arithmetic(ComputationGraph network, String parameter) {
    GraphVertex vertex = network.getVertex(parameter.substring(0, parameter.lastIndexOf('_')));
    Class<?> type = vertex.hasLayer() ? vertex.getLayer().getClass() : vertex.getClass();
    Class<?> named = type.getSimpleName().equals("AtWork") ? type.getEnclosingClass() : type;
    return named.getSimpleName().replaceAll("(Graph)?Vertex$|Layer$", "");
  }

  private <E> void time(Workload<E> workload, String python, int rounds) throws IOException {
    Arithmetic.CUDA.use();
    int size = isTiny ? TINY : workload.batch();
    int updates = isTiny ? TINY : isBig(workload) ? TIMED_OF_BIG : TIMED;
    Fitting fitting = new Fitting(workload.network());
    List<MultiDataSet> batches =
        IntStream.range(0, BATCHES).mapToObj(number -> workload.arrays(size, number)).toList();
    Runnable own =
        () -> {
          for (int update = 0; update < updates; update++) {
            fitting.fit(batches.get(update % BATCHES), 1, true);
          }
        };
    long start = System.nanoTime();
    while (!isTiny && System.nanoTime() - start < WARM_UP_S * 1e9) {
      own.run();
    }
    fitting.fit(batches.get(0), 1, true); // brings the weights
    long copied = fitting.copied();
    fitting.fit(batches.get(0), 1, true);
    copied = fitting.copied() - copied;
    AgainstPytorch.Seconds seconds =
        AgainstPytorch.time(
            rounds,
            own,
            python,
            workload.model().kind(),
            new ObjectMapper().writeValueAsString(workload.model()),
            Long.toString(workload.model().parameters()),
            Integer.toString(size),
            Integer.toString(updates));
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %d | %.2f | %.2f | %.2f | %.2f |%n",
        name,
        workload.model().parameters(),
        size,
        1e3 * seconds.ofOwn() / updates,
        1e3 * seconds.ofTorch() / updates,
        seconds.ofOwn() / seconds.ofTorch(),
        copied / 1e6);
  }
}
