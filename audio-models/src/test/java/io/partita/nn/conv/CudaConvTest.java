package io.partita.nn.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.model.BothArithmetics;
import io.partita.nn.device.Arithmetic;
import io.partita.nn.device.cuda.FakeDriver;
import io.partita.nn.optim.Fitting;
import io.partita.nn.optim.FloatAdam;
import io.partita.nn.optim.Optimizer;
import io.partita.nn.vertex.VertexGraph;
import io.partita.nn.vertex.WeightedVertex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Convolutions and norms on a GPU, the fake one, beside ND4J's operations in 64 bits. */
class CudaConvTest {
  private static final int BATCH = 3;

  private static ConvolutionVertex of(
      boolean transposed, int axes, int kernel, int stride, int padding, int gap) {
    return new ConvolutionVertex(
        transposed, axes, 3, 4, kernel, stride, padding, gap, false, false);
  }

  /** Every variant: axes, strides that leave elements out, padding, dilation, bias, weight norm. */
  static List<ConvolutionVertex> convolutions() {
    List<ConvolutionVertex> all = new ArrayList<>();
    for (int axes = 1; axes <= 2; axes++) {
      for (boolean transposed : new boolean[] {false, true}) {
        all.add(of(transposed, axes, 4, 2, 1, 0));
        all.add(of(transposed, axes, 3, 1, 3, 2).withWeightNorm());
        all.add(of(transposed, axes, 2, 3, 0, 0).withoutBias());
        all.add(of(transposed, axes, 3, 3, 2, 1).withoutBias().withWeightNorm());
        all.add(of(transposed, axes, 1, 1, 0, 0));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void convolutionsAreThoseOfDoubles(ConvolutionVertex vertex) {
    int[] shape =
        vertex.axes == 1 ? new int[] {BATCH, vertex.in, 7} : new int[] {BATCH, vertex.in, 5, 8};
    Map<String, INDArray> parameters = new HashMap<>();
    vertex
        .getVertexParams()
        .getParamShapes()
        .forEach((name, sizes) -> parameters.put(name, drawn(name.hashCode(), sizes)));
    assertEqual(vertex, parameters, true, drawn(1, Arrays.stream(shape).asLongStream().toArray()));
  }

  static List<NormVertex> norms() {
    return List.of(
        new NormVertex(6, 1, 0.2),
        new NormVertex(6, 3, NormVertex.IDENTITY),
        new NormVertex(6, 6, 0),
        new BatchNormVertex(6, 0.2),
        new BatchNormVertex(1, 0.2));
  }

  @ParameterizedTest
  @MethodSource("norms")
  void normsAreThoseOfDoubles(NormVertex vertex) {
    Map<String, INDArray> parameters = new HashMap<>();
    parameters.put(NormVertex.GAMMA, drawn(3, vertex.channels));
    parameters.put(NormVertex.BETA, drawn(4, vertex.channels));
    assertEqual(vertex, parameters, true, drawn(5, BATCH, vertex.channels, 7, 6).addi(0.5));
    assertEqual(vertex, parameters, false, drawn(6, BATCH, vertex.channels, 300).addi(-2));
  }

  /** y, the gradients and the parameters after a pass, by name. */
  private static Map<String, INDArray> pass(
      DataType type,
      WeightedVertex vertex,
      Map<String, INDArray> parameters,
      boolean training,
      INDArray x) {
    VertexRun run = new VertexRun(type, vertex, 1, parameters);
    Map<String, INDArray> all = new TreeMap<>();
    all.put("y", run.forward(training, x));
    all.put("of x", run.backward(drawn(2, all.get("y").shape()))[0]);
    for (String name : vertex.getVertexParams().getParameterKeys()) {
      all.put("of " + name, run.of(name));
      all.put(name, run.parameter(name));
    }
    return all;
  }

  private static void assertEqual(
      WeightedVertex vertex, Map<String, INDArray> parameters, boolean training, INDArray x) {
    Map<String, INDArray> exact = pass(DataType.DOUBLE, vertex, parameters, training, x);
    List<Map<String, INDArray>> all = new ArrayList<>();
    BothArithmetics.with(
        Arithmetic.CUDA,
        () -> {
          for (int order : new int[] {0, 0, 1, 2}) {
            FakeDriver.right().order(order);
            all.add(pass(DataType.FLOAT, vertex, parameters, training, x));
          }
          FakeDriver.right().order(0);
          return all;
        });
    exact.forEach((name, expected) -> assertClose(name, all.get(0).get(name), expected));
    for (Map<String, INDArray> again : all) {
      again.forEach(
          (name, found) ->
              assertThat(found.data().asDouble())
                  .as("%s in any order of threads", name)
                  .isEqualTo(all.get(0).get(name).data().asDouble()));
    }
  }

  private static void assertClose(String name, INDArray found, INDArray expected) {
    double distance = found.sub(expected).norm2Number().doubleValue();
    assertThat(distance / Math.max(1, expected.norm2Number().doubleValue()))
        .as(name)
        .isCloseTo(0, within(5e-6));
  }

  private static INDArray drawn(int seed, long... shape) {
    long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    double[] values = new SplittableRandom(seed).doubles(length, -1, 1).toArray();
    return Nd4j.create(values, shape, DataType.DOUBLE);
  }

  /** As of a batch whose examples do not fit beside each other: three, then two. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsUnfoldedInPartsGivesTheSame(boolean transposed) {
    ConvolutionVertex vertex = of(transposed, 1, 4, 2, 1, 0);
    INDArray x = drawn(1, 5, 3, 10).castTo(DataType.FLOAT);
    int narrow = transposed ? 10 : 5;
    INDArray whole = result(vertex, CudaConvolution.MOST, x);
    INDArray parts = result(vertex, 3L * 4 * narrow * (transposed ? 4 : 3) + 5, x);
    assertClose("parts", parts, whole);
  }

  /** y and all gradients. */
  private static INDArray result(ConvolutionVertex vertex, long most, INDArray x) {
    return BothArithmetics.with(
        Arithmetic.CUDA,
        () -> {
          Correlation sizes = Correlation.of(vertex, x);
          INDArray row = drawn(3, 1, 48 + 4).castTo(DataType.FLOAT);
          INDArray ofRow = Nd4j.create(DataType.FLOAT, 1, 48 + 4);
          INDArray w = row.get(NDArrayIndex.point(0), NDArrayIndex.interval(0, 48));
          INDArray b = row.get(NDArrayIndex.point(0), NDArrayIndex.interval(48, 52));
          int first = vertex.transposed ? 3 : 4;
          Map<String, INDArray> table =
              Map.of(
                  ConvolutionVertex.WEIGHTS,
                  w.reshape('c', first, 12 / first, 4),
                  ConvolutionVertex.BIAS,
                  b);
          CudaConvolution it = new CudaConvolution(vertex, row, table, most);
          long[] shape = vertex.transposed ? sizes.wideShape() : sizes.narrowShape();
          INDArray y = Nd4j.create(DataType.FLOAT, shape);
          INDArray ofX = Nd4j.create(DataType.FLOAT, x.shape());
          it.forward(sizes, x, y);
          it.backward(drawn(2, shape).castTo(DataType.FLOAT), ofX, ofRow);
          return Nd4j.toFlattened('c', y, ofX, ofRow).castTo(DataType.DOUBLE);
        });
  }

  /** As after a training: the running statistics are what batches were normalised by. */
  @Test
  void runningStatisticsAreTheSame() {
    Map<String, INDArray> none = Map.of();
    GraphVertex vertex = new BatchNormVertex(4, 0.2);
    VertexRun exact = new VertexRun(DataType.DOUBLE, vertex, 1, none);
    VertexRun run = new VertexRun(DataType.FLOAT, vertex, 1, none);
    INDArray last = drawn(9, 2, 4, 11);
    INDArray found =
        BothArithmetics.with(
            Arithmetic.CUDA,
            () -> {
              for (int batch = 0; batch < 5; batch++) {
                INDArray x = drawn(batch, BATCH, 4, 20).addi(batch);
                exact.forward(true, x);
                run.forward(true, x);
              }
              return run.forward(false, last);
            });
    for (String name : List.of(BatchNormVertex.MEAN, BatchNormVertex.VARIANCE)) {
      assertClose(name, run.parameter(name), exact.parameter(name));
    }
    assertClose("y", found, exact.forward(false, last));
  }

  /** No bias before the norm: its gradient would be nothing but rounding. */
  private static ComputationGraph trained() {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(new FloatAdam(Optimizer.constant(0.01)))
            .graphBuilder()
            .addInputs("x")
            .addVertex("first", ConvolutionVertex.of1d(2, 4, 3, 1, 1).withoutBias(), "x")
            .addVertex("norm", new BatchNormVertex(4, 0.2), "first")
            .addVertex("last", ConvolutionVertex.of1d(4, 2, 3, 1, 1), "norm")
            .addLayer(
                "output",
                new RnnLossLayer.Builder()
                    .lossFunction(LossFunction.MSE)
                    .activation(Activation.IDENTITY)
                    .build(),
                "last")
            .setOutputs("output");
    ComputationGraph network = new VertexGraph(graph.build());
    network.init();
    Fitting fitting = new Fitting(network);
    for (int batch = 0; batch < 4; batch++) {
      INDArray x = drawn(batch, BATCH, 2, 9).castTo(DataType.FLOAT).addi(batch);
      fitting.fit(new MultiDataSet(x, x), BATCH, true);
    }
    return fitting.network();
  }

  /** While the parameters are on the GPU the processor changes these, and no update does. */
  @Test
  void trainingLeavesTheRunningStatisticsOfTheProcessor() {
    ComputationGraph expected = trained();
    ComputationGraph found = BothArithmetics.with(Arithmetic.CUDA, CudaConvTest::trained);
    assertClose(
        "parameters",
        found.params().castTo(DataType.DOUBLE),
        expected.params().castTo(DataType.DOUBLE));
    INDArray x = drawn(9, BATCH, 2, 9).castTo(DataType.FLOAT);
    assertClose("y", found.outputSingle(x), expected.outputSingle(x));
  }
}
