package io.partita.nn.latent;

import io.partita.nn.loss.ExampleLoss;
import io.partita.nn.loss.KlCharge;
import io.partita.nn.loss.KlVertex;
import io.partita.nn.lstm.LstmVertex;
import io.partita.nn.lstm.LstmVertex.Input;
import io.partita.nn.lstm.LstmVertex.Output;
import io.partita.nn.lstm.LstmVertex.Start;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex.Op;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.activations.Activation;

/** The layers around z in a variational autoencoder; those with LSTMs as MusicVAE has them. */
public final class LatentLayers {
  /** [batch, latent] each. */
  public static final String MU = "mu";

  public static final String SIGMA = "sigma";
  public static final String Z = "z";

  /** Input of standard normal numbers, in the shape of z. */
  public static final String NOISE = "noise";

  /** Terms of the loss, [batch, 1], nats. */
  public static final String RECONSTRUCTION = "reconstruction";

  public static final String DIVERGENCE = "divergence";

  private static final String FORWARDS = "forwards";
  private static final String BACKWARDS = "backwards";
  private static final String ENCODED = "encoded";
  private static final String REVERSED = "_reversed";

  /** Standard deviation of the weights of mu and sigma at first, as MusicVAE draws them. */
  private static final double NEARLY_ZERO = 0.001;

  private LatentLayers() {}

  /**
   * Adds {@link #MU} and {@link #SIGMA}, through softplus, and {@link #Z} = mu + sigma · noise,
   * behind LSTMs.
   *
   * @param encoded vertex of [batch, size]
   */
  public static void addPosterior(GraphBuilder graph, String encoded, int size, int latent) {
    addPosterior(graph, encoded, size, latent, NEARLY_ZERO);
  }

  /**
   * The same.
   *
   * @param deviation standard of the weights of mu and sigma at first. Where mu begins near 0 in
   *     all places, the few that grow first take all the divergence that is free, and the others
   *     stay as the prior.
   */
  public static void addPosterior(
      GraphBuilder graph, String encoded, int size, int latent, double deviation) {
    graph.addLayer(MU, dense(size, latent, Activation.IDENTITY, deviation), encoded);
    graph.addLayer(SIGMA, dense(size, latent, Activation.SOFTPLUS, deviation), encoded);
    addZ(graph, MU);
  }

  /**
   * Adds {@link #Z} = mu + sigma · noise, of any shape.
   *
   * @param mu vertex beside {@link #SIGMA}
   */
  public static void addZ(GraphBuilder graph, String mu) {
    graph.addVertex("deviation", new ElementWiseVertex(Op.Product), SIGMA, NOISE);
    graph.addVertex(Z, new ElementWiseVertex(Op.Add), mu, "deviation");
  }

  /**
   * Adds {@link #DIVERGENCE}, and the sum of all terms as the loss.
   *
   * @param reconstructions the other terms
   */
  public static void addLoss(GraphBuilder graph, KlCharge charge, List<String> reconstructions) {
    List<String> terms = new ArrayList<>(reconstructions);
    terms.add(DIVERGENCE);
    graph
        .addVertex(DIVERGENCE, new KlVertex(charge), MU, SIGMA)
        .addVertex("loss", new ElementWiseVertex(Op.Add), terms.toArray(new String[0]));
    new ExampleLoss().addTo(graph, Activation.IDENTITY, "loss");
  }

  /**
   * Adds an encoder of LSTMs in both directions, and what {@link #addPosterior} adds of their two
   * last states. Where there are several layers, each reads both directions of the one below, side
   * by side.
   *
   * @param ahead input of a sequence, [batch, reads, T]
   * @param back input of the same backwards in time
   * @param layers units of the LSTMs of each direction, the lowest first
   */
  public static void addEncoder(
      GraphBuilder graph, String ahead, String back, int reads, List<Integer> layers, int latent) {
    String readAhead = ahead;
    String readBack = back;
    int size = reads;
    for (int layer = 1; layer < layers.size(); layer++) {
      int units = layers.get(layer - 1);
      String forwards = FORWARDS + layer;
      String backwards = BACKWARDS + layer;
      graph.addVertex(forwards, encoder(size, units, Output.SEQUENCE), readAhead);
      graph.addVertex(backwards, encoder(size, units, Output.SEQUENCE), readBack);
      readAhead = both(graph, forwards, reversed(graph, backwards), ENCODED + layer);
      readBack = both(graph, reversed(graph, forwards), backwards, ENCODED + layer + REVERSED);
      size = 2 * units;
    }
    int units = layers.get(layers.size() - 1);
    graph.addVertex(FORWARDS, encoder(size, units, Output.LAST), readAhead);
    graph.addVertex(BACKWARDS, encoder(size, units, Output.LAST), readBack);
    both(graph, FORWARDS, BACKWARDS, ENCODED);
    addPosterior(graph, ENCODED, 2 * units, latent);
  }

  /** Both directions side by side. */
  private static String both(GraphBuilder graph, String forwards, String backwards, String name) {
    graph.addVertex(name, new MergeVertex(), forwards, backwards);
    return name;
  }

  private static String reversed(GraphBuilder graph, String sequence) {
    graph.addVertex(sequence + REVERSED, new ReverseTimeSeriesVertex(), sequence);
    return sequence + REVERSED;
  }

  private static LstmVertex encoder(int in, int units, Output output) {
    return new LstmVertex(in, units, Input.VALUES, Start.ZEROS, output);
  }

  /** Trainable numbers of {@link #addEncoder}. */
  public static long encoderParameters(int reads, List<Integer> layers, int latent) {
    long count = 0;
    int size = reads;
    for (int units : layers) {
      count += 2 * LstmVertex.parameters(size, units);
      size = 2 * units;
    }
    return count + 2 * denseParameters(size, latent);
  }

  private static DenseLayer dense(int in, int out, Activation activation, double deviation) {
    return new DenseLayer.Builder()
        .nIn(in)
        .nOut(out)
        .activation(activation)
        .weightInit(new NormalDistribution(0, deviation))
        .build();
  }

  /**
   * Adds a dense layer with tanh that makes the initial states of LSTMs on top of each other, and
   * vertices that take them apart: {@code lstms}, the number from 1, and {@code _c0} or {@code
   * _h0}.
   *
   * @param name of the layer, [batch, 2 · units of all LSTMs]: c, then h of each in their order
   * @param from vertex of [batch, size]
   * @param units of the LSTMs, the lowest first
   */
  public static void addStart(
      GraphBuilder graph, String name, String from, int size, String lstms, List<Integer> units) {
    DenseLayer dense =
        new DenseLayer.Builder().nIn(size).nOut(states(units)).activation(Activation.TANH).build();
    graph.addLayer(name, dense, from);
    int first = 0;
    for (int layer = 1; layer <= units.size(); layer++) {
      int of = units.get(layer - 1);
      graph.addVertex(lstms + layer + "_c0", new SubsetVertex(first, first + of - 1), name);
      graph.addVertex(
          lstms + layer + "_h0", new SubsetVertex(first + of, first + 2 * of - 1), name);
      first += 2 * of;
    }
  }

  /** Trainable numbers of a dense layer. */
  public static long denseParameters(int in, int out) {
    return (in + 1L) * out;
  }

  /**
   * The same of LSTMs on top of each other with the layer of {@link #addStart}.
   *
   * @param units of the LSTMs, the lowest first
   * @param startedBy size of what that layer reads
   * @param in numbers that the lowest LSTM reads
   */
  public static long startedParameters(List<Integer> units, int startedBy, int in) {
    long count = denseParameters(startedBy, states(units));
    int reads = in;
    for (int of : units) {
      count += LstmVertex.parameters(reads, of);
      reads = of;
    }
    return count;
  }

  /** The size of c and h of all LSTMs. */
  public static int states(List<Integer> units) {
    return 2 * units.stream().mapToInt(Integer::intValue).sum();
  }
}
