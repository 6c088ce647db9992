package io.partita.model;

import io.partita.TimedBenchmark;
import io.partita.kind.note.NoteLstm;
import io.partita.nn.lstm.LstmVertex;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * One forward and backward pass of an LSTM of 256 units over 20 steps of 64 sequences of 79 values,
 * within a graph that adds next to nothing: the own vertex against DL4J's layer. Set
 * OMP_NUM_THREADS.
 */
public class LstmBenchmark extends TimedBenchmark {
  private static final int BATCH = 64;
  private static final int IN = 79;
  private static final int STEPS = 20;
  private static final int UNITS = 256;

  /** Whose LSTM. */
  @Param({"OWN", "DL4J"})
  public NoteLstm.Recurrent recurrent;

  private ComputationGraph network;

  @Setup
  public void build() {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder().seed(1).graphBuilder().addInputs("x");
    if (recurrent == NoteLstm.Recurrent.OWN) {
      graph.addVertex(
          "lstm",
          new LstmVertex(
              IN,
              UNITS,
              LstmVertex.Input.VALUES,
              LstmVertex.Start.ZEROS,
              LstmVertex.Output.SEQUENCE),
          "x");
    } else {
      graph.addLayer(
          "lstm",
          new LSTM.Builder()
              .nIn(IN)
              .nOut(UNITS)
              .activation(Activation.TANH)
              .dataFormat(RNNFormat.NCW)
              .build(),
          "x");
    }
    graph
        .addLayer(
            "loss",
            new RnnLossLayer.Builder()
                .lossFunction(LossFunction.MSE)
                .activation(Activation.IDENTITY)
                .build(),
            "lstm")
        .setOutputs("loss");
    network = new ComputationGraph(graph.build());
    network.init();
  }

  @Benchmark
  public double forwardAndBackward() {
    network.setInputs(X);
    network.setLabels(LABELS);
    network.computeGradientAndScore();
    return network.score();
  }

  private static final INDArray X = Nd4j.rand(BATCH, IN, STEPS);
  private static final INDArray LABELS = Nd4j.rand(BATCH, UNITS, STEPS);
}
