package io.partita.model;

import io.partita.TimedBenchmark;
import io.partita.nn.conv.ConvolutionVertex;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One forward and backward pass of four convolutions, kernel 4 and stride 2, to 16, 32, 64 and 128
 * channels, and of the four transposed ones back, of 32 patches of 80 by 64: the own vertices
 * against DL4J's layers. Set OMP_NUM_THREADS.
 */
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class ConvBenchmark extends TimedBenchmark {
  private static final int[] CHANNELS = {1, 16, 32, 64, 128};
  private static final int KERNEL = 4;
  private static final int STRIDE = 2;
  private static final int PADDING = 1;
  private static final INDArray X = Nd4j.rand(DataType.FLOAT, 32, 1, 80, 64);

  /** Whose convolutions. */
  @Param({"OWN", "DL4J"})
  public String layers;

  private GraphBuilder graph;
  private String last = "x";
  private ComputationGraph network;

  @Setup
  public void build() {
    graph =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .dataType(DataType.FLOAT)
            .graphBuilder()
            .addInputs("x");
    for (int k = 1; k < CHANNELS.length; k++) {
      add(false, CHANNELS[k - 1], CHANNELS[k]);
    }
    for (int k = CHANNELS.length - 1; k > 0; k--) {
      add(true, CHANNELS[k], CHANNELS[k - 1]);
    }
    graph
        .addLayer(
            "loss",
            new CnnLossLayer.Builder(LossFunction.MSE)
                .activation(Activation.IDENTITY)
                .format(CNN2DFormat.NCHW)
                .build(),
            last)
        .setOutputs("loss");
    network = new ComputationGraph(graph.build());
    network.init();
  }

  private void add(boolean transposed, int in, int out) {
    String name = in + "_to_" + out;
    if (layers.equals("OWN")) {
      graph.addVertex(
          name, new ConvolutionVertex(transposed, 2, in, out, KERNEL, STRIDE, PADDING), last);
    } else {
      graph.addLayer(name, stock(transposed, in, out), last);
    }
    last = name;
  }

  private static ConvolutionLayer stock(boolean transposed, int in, int out) {
    return transposed
        ? new Deconvolution2D.Builder(KERNEL, KERNEL)
            .stride(STRIDE, STRIDE)
            .padding(PADDING, PADDING)
            .nIn(in)
            .nOut(out)
            .activation(Activation.IDENTITY)
            .build()
        : new ConvolutionLayer.Builder(KERNEL, KERNEL)
            .stride(STRIDE, STRIDE)
            .padding(PADDING, PADDING)
            .nIn(in)
            .nOut(out)
            .activation(Activation.IDENTITY)
            .build();
  }

  @Benchmark
  public double forwardAndBackward() {
    network.setInputs(X);
    network.setLabels(X);
    network.computeGradientAndScore();
    return network.score();
  }
}
