package io.partita.nn.conv;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.InTurn;
import io.partita.nn.device.NativeThreads;
import io.partita.nn.optim.FloatAdam;
import io.partita.nn.optim.FloatAdamUpdater;
import io.partita.nn.optim.Optimizer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ConvolutionVertexTest {
  private static GraphBuilder graph(DataType type, IUpdater updater) {
    return new NeuralNetConfiguration.Builder()
        .seed(11)
        .dataType(type)
        .updater(updater)
        .graphBuilder()
        .addInputs("x")
        .setOutputs("output");
  }

  private static ComputationGraph network(GraphBuilder graph, int axes, String last) {
    if (axes == 1) {
      graph.addLayer(
          "output",
          new RnnLossLayer.Builder()
              .lossFunction(LossFunction.MSE)
              .activation(Activation.IDENTITY)
              .build(),
          last);
    } else {
      graph.addLayer(
          "output",
          new CnnLossLayer.Builder(LossFunction.MSE)
              .activation(Activation.IDENTITY)
              .format(CNN2DFormat.NCHW)
              .build(),
          last);
    }
    ComputationGraph network = new ComputationGraph(graph.build());
    network.init();
    return network;
  }

  /** Down and up again, with all that a residual block has. */
  private static ComputationGraph autoencoder(DataType type, IUpdater updater, int axes) {
    GraphBuilder graph =
        graph(type, updater)
            .addVertex("down", new ConvolutionVertex(false, axes, 2, 4, 4, 2, 1), "x")
            .addVertex("norm", new NormVertex(4, 2, 0.2), "down")
            .addVertex("inner", new ConvolutionVertex(false, axes, 4, 4, 3, 1, 1), "norm")
            .addVertex("whole", new NormVertex(4, 1, NormVertex.IDENTITY), "inner")
            .addVertex("up", new ConvolutionVertex(true, axes, 4, 2, 4, 2, 1), "whole");
    return network(graph, axes, "up");
  }

  private static MultiDataSet batch(DataType type, int axes, int examples, int length) {
    long[] shape =
        axes == 1 ? new long[] {examples, 2, length} : new long[] {examples, 2, length, 6};
    INDArray x = drawn(type, 1, shape);
    INDArray y = drawn(type, 2, shape);
    return new MultiDataSet(new INDArray[] {x}, new INDArray[] {y});
  }

  private static INDArray drawn(DataType type, int seed, long... shape) {
    long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    double[] values = new SplittableRandom(seed).doubles(length, -1, 1).toArray();
    return Nd4j.create(values, shape, DataType.DOUBLE).castTo(type);
  }

  @InTurn
  @Test
  void gradientsOfAWholeNetworkEqualFiniteDifferences() {
    DataType before = Nd4j.defaultFloatingPointType();
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    try {
      for (int axes = 1; axes <= 2; axes++) {
        ComputationGraph network = autoencoder(DataType.DOUBLE, new NoOp(), axes);
        network.params().addi(drawn(DataType.DOUBLE, 3, network.params().shape()).muli(0.1));
        MultiDataSet batch = batch(DataType.DOUBLE, axes, 2, 6);
        assertThat(
                GradientCheckUtil.checkGradients(
                    new GradientCheckUtil.GraphConfig()
                        .net(network)
                        .inputs(batch.getFeatures())
                        .labels(batch.getLabels())
                        .epsilon(1e-6)
                        .maxRelError(1e-6)
                        .minAbsoluteError(1e-9)))
            .as("%s axes", axes)
            .isTrue();
      }
    } finally {
      Nd4j.setDefaultDataTypes(before, before);
    }
  }

  @Test
  void twoLayersGiveWhatStockLayersInDoublePrecisionGive() {
    equalStock(
        2,
        stock2d(graph(DataType.DOUBLE, new NoOp())),
        graph(DataType.FLOAT, new NoOp())
            .addVertex("a", ConvolutionVertex.of2d(3, 5, 4, 2, 1), "x")
            .addVertex("b", ConvolutionVertex.transposed2d(5, 2, 4, 2, 1), "a"),
        new long[] {3, 3, 10, 14},
        new long[] {3, 2, 10, 14});
    equalStock(
        2,
        stock2d(graph(DataType.DOUBLE, new NoOp())),
        graph(DataType.FLOAT, new NoOp())
            .addVertex("a", ConvolutionVertex.of2d(3, 5, 4, 2, 1), "x")
            .addVertex("b", ConvolutionVertex.transposed2d(5, 2, 4, 2, 1), "a"),
        new long[] {1, 3, 2, 7},
        new long[] {1, 2, 2, 6});
    equalStock(
        1,
        stock1d(graph(DataType.DOUBLE, new NoOp())),
        graph(DataType.FLOAT, new NoOp())
            .addVertex("a", ConvolutionVertex.of1d(2, 5, 3, 1, 1), "x")
            .addVertex("b", ConvolutionVertex.of1d(5, 3, 8, 4, 2), "a"),
        new long[] {3, 2, 37},
        new long[] {3, 3, 9});
  }

  private static GraphBuilder stock2d(GraphBuilder graph) {
    return graph
        .addLayer(
            "a",
            new ConvolutionLayer.Builder(4, 4)
                .stride(2, 2)
                .padding(1, 1)
                .nIn(3)
                .nOut(5)
                .activation(Activation.IDENTITY)
                .build(),
            "x")
        .addLayer(
            "b",
            new Deconvolution2D.Builder(4, 4)
                .stride(2, 2)
                .padding(1, 1)
                .nIn(5)
                .nOut(2)
                .activation(Activation.IDENTITY)
                .build(),
            "a");
  }

  private static GraphBuilder stock1d(GraphBuilder graph) {
    return graph
        .addLayer("a", stockLine(2, 5, 3, 1, 1), "x")
        .addLayer("b", stockLine(5, 3, 8, 4, 2), "a");
  }

  private static Convolution1DLayer stockLine(
      int in, int out, int kernel, int stride, int padding) {
    return new Convolution1DLayer.Builder(kernel, stride, padding)
        .nIn(in)
        .nOut(out)
        .rnnDataFormat(RNNFormat.NCW)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static void equalStock(
      int axes, GraphBuilder stock, GraphBuilder own, long[] in, long[] out) {
    ComputationGraph expected = network(stock, axes, "b");
    ComputationGraph actual = network(own, axes, "b");
    for (String layer : new String[] {"a", "b"}) {
      INDArray from = expected.getLayer(layer).getParam("W");
      parameter(actual, layer, "W").assign(asOwn(axes, from).castTo(DataType.FLOAT));
      INDArray bias = drawn(DataType.DOUBLE, 5, expected.getLayer(layer).getParam("b").shape());
      expected.getLayer(layer).getParam("b").assign(bias);
      parameter(actual, layer, "b").assign(bias.castTo(DataType.FLOAT).reshape(bias.length()));
    }
    compute(expected, DataType.DOUBLE, in, out);
    compute(actual, DataType.FLOAT, in, out);
    assertThat(actual.score() / expected.score() - 1).as("score").isBetween(-1e-6, 1e-6);
    for (String layer : new String[] {"a", "b"}) {
      for (String name : new String[] {"W", "b"}) {
        INDArray gradient =
            actual.gradient().getGradientFor(layer + "_" + name).castTo(DataType.DOUBLE);
        INDArray ofStock = expected.gradient().getGradientFor(layer + "_" + name);
        INDArray reference =
            name.equals("W") ? asOwn(axes, ofStock) : ofStock.reshape(ofStock.length());
        double distance = gradient.sub(reference).norm2Number().doubleValue();
        assertThat(distance / reference.norm2Number().doubleValue())
            .as("gradient of %s of %s", name, layer)
            .isLessThan(1e-5);
      }
    }
  }

  /** DL4J's weights along one axis say they are [out, in, kernel, 1], but lie [kernel, in, out]. */
  private static INDArray asOwn(int axes, INDArray weights) {
    return axes == 2
        ? weights
        : weights
            .dup('c')
            .reshape('c', weights.size(2), weights.size(1), weights.size(0))
            .permute(2, 1, 0);
  }

  private static void compute(ComputationGraph network, DataType type, long[] in, long[] out) {
    network.setInputs(drawn(type, 1, in));
    network.setLabels(drawn(type, 2, out));
    network.computeGradientAndScore();
  }

  private static INDArray parameter(ComputationGraph network, String vertex, String name) {
    return network.getVertex(vertex).paramTable(false).get(name);
  }

  @Test
  void weightsAreDrawnAsPytorchDoes() {
    for (int axes = 1; axes <= 2; axes++) {
      ComputationGraph network = autoencoder(DataType.FLOAT, new NoOp(), axes);
      int size = axes == 1 ? 4 : 16;
      uniform(parameter(network, "down", "W"), 1 / Math.sqrt(2 * size));
      uniform(parameter(network, "down", "b"), 1 / Math.sqrt(2 * size));
      uniform(parameter(network, "up", "W"), 1 / Math.sqrt(2 * size));
      assertThat(parameter(network, "norm", "gamma").toFloatVector()).containsOnly(1f);
      assertThat(parameter(network, "norm", "beta").toFloatVector()).containsOnly(0f);
      assertThat(autoencoder(DataType.FLOAT, new NoOp(), axes).params())
          .as("the same seed")
          .isEqualTo(network.params());
    }
  }

  private static void uniform(INDArray drawn, double bound) {
    assertThat(drawn.amaxNumber().doubleValue()).isBetween(0.4 * bound, bound);
    assertThat(drawn.stdNumber().doubleValue()).isBetween(0.2 * bound, 0.9 * bound);
  }

  @Test
  void archiveKeepsConfigurationWeightsAndAdam(@TempDir Path folder) throws IOException {
    for (int axes = 1; axes <= 2; axes++) {
      ComputationGraph network =
          autoencoder(DataType.FLOAT, new FloatAdam(Optimizer.constant(0.01)), axes);
      MultiDataSet batch = batch(DataType.FLOAT, axes, 3, 8);
      for (int k = 0; k < 3; k++) {
        network.fit(batch);
      }
      File file = folder.resolve("model" + axes + ".zip").toFile();
      ModelSerializer.writeModel(network, file, true);
      ComputationGraph read = ModelSerializer.restoreComputationGraph(file, true);
      ComputationGraph clone = network.clone();
      assertThat(ComputationGraphConfiguration.fromJson(network.getConfiguration().toJson()))
          .isEqualTo(network.getConfiguration());
      assertThat(clone.outputSingle(batch.getFeatures()))
          .isEqualTo(network.outputSingle(batch.getFeatures()));
      for (int k = 0; k < 3; k++) {
        network.fit(batch);
        read.fit(batch);
      }
      assertThat(read.params().toFloatVector()).isEqualTo(network.params().toFloatVector());
      assertThat(FloatAdamUpdater.of(network).gradientNorm())
          .as("one Adam of all parameters")
          .isPositive();
    }
  }

  @Test
  void threadsChangeNoBit() {
    try {
      for (int axes = 1; axes <= 2; axes++) {
        int length = axes == 1 ? 4096 : 256;
        NativeThreads.use(1);
        float[] one = trained(axes, length);
        NativeThreads.use(2);
        assertThat(trained(axes, length)).as("%s axes", axes).isEqualTo(one);
        assertThat(trained(axes, length)).as("%s axes, again", axes).isEqualTo(one);
      }
    } finally {
      NativeThreads.use(1);
    }
  }

  @Test
  void networksTrainedAtTheSameTimeDoNotDisturbEachOther() {
    float[] alone = trained(2, 64);
    List<CompletableFuture<float[]>> together =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> trained(2, 64)))
            .limit(2)
            .toList();
    together.forEach(network -> assertThat(network.join()).isEqualTo(alone));
  }

  /** Parameters after updates of a network whose products are large enough for many threads. */
  private static float[] trained(int axes, int length) {
    GraphBuilder graph =
        graph(DataType.FLOAT, new FloatAdam(Optimizer.constant(0.01)))
            .addVertex("wider", new ConvolutionVertex(false, axes, 2, 40, 3, 1, 1), "x")
            .addVertex("norm", new NormVertex(40, 1, 0.2), "wider")
            .addVertex("down", new ConvolutionVertex(false, axes, 40, 70, 4, 2, 1), "norm")
            .addVertex("up", new ConvolutionVertex(true, axes, 70, 2, 4, 2, 1), "down");
    ComputationGraph network = network(graph, axes, "up");
    MultiDataSet batch = batch(DataType.FLOAT, axes, 3, length);
    for (int k = 0; k < 2; k++) {
      network.fit(batch);
    }
    return network.params().toFloatVector();
  }

  @Test
  void wrongSizesAreRefused() {
    assertThatIllegal(() -> new ConvolutionVertex(false, 3, 1, 1, 1, 1, 0)).names(1, 2, 3);
    assertThatIllegal(() -> ConvolutionVertex.of1d(0, 1, 1, 1, 0)).names(0, 1);
    assertThatIllegal(() -> ConvolutionVertex.of1d(1, 1, 3, 1, 3)).names(1, 0, 3, 1, 3);
    assertThatIllegal(() -> new NormVertex(6, 4, 0)).names(6, 4);
    assertThatIllegal(() -> new NormVertex(6, 3, 1.5)).names(0, 1, "1.5");
    ComputationGraph network = autoencoder(DataType.FLOAT, new NoOp(), 2);
    assertThatIllegal(() -> network.outputSingle(Nd4j.create(DataType.FLOAT, 1, 3, 8, 8)))
        .names("[batch, 2, height, width]", "[1, 3, 8, 8]");
    assertThatIllegal(() -> network.outputSingle(Nd4j.create(DataType.FLOAT, 1, 2, 1, 8)))
        .names(1, 4, 1);
  }
}
