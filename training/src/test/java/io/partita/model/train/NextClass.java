package io.partita.model.train;

import io.partita.model.PredictionSums;
import io.partita.model.TrainableModel;
import io.partita.nn.optim.FloatAdam;
import io.partita.nn.optim.Optimizer;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * A class and the one after it, by a small dense network with dropout: enough of a model to try the
 * training frame on.
 *
 * @param parts a batch is given as so many parts, each an update of its own
 */
public record NextClass(int classes, int parts) implements TrainableModel<int[]> {
  @Override
  public String kind() {
    return "next-class";
  }

  @Override
  public long parameters() {
    return (classes + 1) * 16L + 17L * classes;
  }

  @Override
  public Optimizer optimizer() {
    return Optimizer.constant(0.01);
  }

  @Override
  public boolean hasOnePart() {
    return parts == 1;
  }

  @Override
  public ComputationGraph network(long seed, Optimizer optimizer) {
    return network(
        new NeuralNetConfiguration.Builder().seed(seed).updater(new FloatAdam(optimizer)));
  }

  @Override
  public ComputationGraph network(NeuralNetConfiguration.Builder configuration) {
    ComputationGraph network =
        new ComputationGraph(
            configuration
                .weightInit(WeightInit.XAVIER)
                .graphBuilder()
                .addInputs("class")
                .addLayer(
                    "hidden",
                    new DenseLayer.Builder()
                        .nIn(classes)
                        .nOut(16)
                        .activation(Activation.TANH)
                        .dropOut(0.8)
                        .build(),
                    "class")
                .addLayer(
                    "next",
                    new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nIn(16)
                        .nOut(classes)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "hidden")
                .setOutputs("next")
                .build());
    network.init();
    return network;
  }

  @Override
  public List<MultiDataSet> arrays(List<int[]> examples, long noiseSeed) {
    MultiDataSet arrays = new MultiDataSet(oneHot(examples, 0), oneHot(examples, 1));
    return java.util.Collections.nCopies(parts, arrays).stream()
        .map(part -> new MultiDataSet(part.getFeatures(), part.getLabels()))
        .toList();
  }

  @Override
  public long predictions(MultiDataSet part) {
    return part.getLabels(0).size(0);
  }

  @Override
  public PredictionSums score(ComputationGraph network, List<int[]> examples) {
    INDArray probabilities = network.outputSingle(oneHot(examples, 0));
    double loss = 0;
    for (int i = 0; i < examples.size(); i++) {
      loss -= Math.log(probabilities.getDouble(i, examples.get(i)[1]));
    }
    return new PredictionSums(examples.size(), Map.of(PredictionSums.LOSS_NATS, loss));
  }

  @Override
  public Map<String, Double> figures(PredictionSums score) {
    return Map.of("cross_entropy_nats", score.mean(PredictionSums.LOSS_NATS));
  }

  private INDArray oneHot(List<int[]> examples, int position) {
    INDArray oneHot = Nd4j.zeros(examples.size(), classes);
    for (int i = 0; i < examples.size(); i++) {
      oneHot.putScalar(i, examples.get(i)[position], 1);
    }
    return oneHot;
  }
}
