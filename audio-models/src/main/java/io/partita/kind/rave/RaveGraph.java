package io.partita.kind.rave;

import io.partita.nn.conv.BatchNormVertex;
import io.partita.nn.conv.ConvolutionVertex;
import io.partita.nn.conv.FilterBankVertex;
import io.partita.nn.conv.FilteredNoiseVertex;
import io.partita.nn.conv.LoudnessVertex;
import io.partita.nn.conv.RectifierVertex;
import io.partita.nn.conv.SpectralDistanceVertex;
import io.partita.nn.latent.LatentLayers;
import io.partita.nn.loss.ExampleLoss;
import io.partita.nn.loss.KlVertex;
import io.partita.nn.vertex.VertexGraph;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex.Op;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;

/** The network of a {@link Rave}; the names are those of its vertices. */
final class RaveGraph {
  /** Samples, [batch, 1, length]. */
  static final String WINDOW = "window";

  /** Uniform in −1 … 1, [batch, bands, length / bands]; of networks that make noise. */
  static final String UNIFORM = "uniform";

  static final String BANDS = "bands";

  /** [batch, latents, frames]. */
  static final String MEAN = "mean";

  static final String SCALE = "scale";

  static final String SIGMA = LatentLayers.SIGMA;
  static final String Z = LatentLayers.Z;

  /** Bands as they are decoded. */
  static final String DECODED = "decoded";

  /** The sound of these, [batch, 1, length]. */
  static final String SOUND = "sound";

  /** Terms of the loss, [batch, 1]. */
  static final String OF_SOUND = "distance_of_sound";

  static final String OF_BANDS = "distance_of_bands";

  private static final double SLOPE = 0.2;
  private static final int[] DILATIONS = {1, 3, 5};
  private static final int FREQUENCIES = 5;

  /** How often noise has other filters: positions of a band, three strides of 4. */
  static final int NOISE_BLOCK = 64;

  private final Rave model;
  private final GraphBuilder graph;

  private RaveGraph(Rave model, GraphBuilder graph) {
    this.model = model;
    this.graph = graph;
  }

  /**
   * @param global configuration, which says type and updater
   */
  static ComputationGraph of(Rave model, NeuralNetConfiguration.Builder global) {
    ComputationGraph network = new VertexGraph(configuration(model, global));
    network.init();
    return network;
  }

  /** How many numbers the network has, with its running statistics; none of them is made. */
  static long parameters(Rave model) {
    return VertexGraph.parameters(configuration(model, new NeuralNetConfiguration.Builder()));
  }

  private static ComputationGraphConfiguration configuration(
      Rave model, NeuralNetConfiguration.Builder global) {
    RaveGraph network = new RaveGraph(model, global.graphBuilder());
    network.graph.addInputs(WINDOW, LatentLayers.NOISE);
    network.addEncoder();
    LatentLayers.addZ(network.graph, MEAN);
    network.addDecoder();
    network.addLoss();
    return network.graph.build();
  }

  /** A network's decoder by itself, with its present weights: {@link #SOUND} from {@link #Z}. */
  static ComputationGraph decoder(Rave model, ComputationGraph network) {
    return VertexGraph.part(
        network,
        graph -> {
          graph.addInputs(Z).setOutputs(SOUND);
          new RaveGraph(model, graph).addDecoder();
        });
  }

  private void addEncoder() {
    graph.addVertex(BANDS, FilterBankVertex.analysis(model.subbands()), WINDOW);
    int channels = model.capacity();
    String end = "encoder_first";
    graph.addVertex(end, same(model.subbands(), channels, 7, 1), BANDS);
    for (int i = 0; i < model.ratios().size(); i++) {
      int ratio = model.ratios().get(i);
      String norm = "encoder_norm" + i;
      graph.addVertex(norm, new BatchNormVertex(channels, SLOPE), end);
      end = "encoder_down" + i;
      ConvolutionVertex down =
          ConvolutionVertex.of1d(channels, 2 * channels, 2 * ratio + 1, ratio, ratio);
      graph.addVertex(end, down.withoutBias(), norm);
      channels *= 2;
    }
    end = rectified(end);
    int half = channels / 2;
    addHalf(MEAN, 0, half, end);
    addHalf(SCALE, half, half, end);
    graph.addVertex(SIGMA, new DeviationVertex(), SCALE);
  }

  /** Half of the channels alone make the means, the others the scales. */
  private void addHalf(String name, int first, int channels, String from) {
    String half = name + "_half";
    graph.addVertex(half, new SubsetVertex(first, first + channels - 1), from);
    graph.addVertex(name, same(channels, model.latents(), 5, 1), half);
  }

  private void addDecoder() {
    List<Integer> ratios = model.ratios();
    int channels = model.capacity() << ratios.size();
    String end = "decoder_first";
    graph.addVertex(end, same(model.latents(), channels, 7, 1).withWeightNorm(), Z);
    for (int i = 0; i < ratios.size(); i++) {
      int ratio = ratios.get(i);
      String from = rectified(end);
      end = "decoder_up" + i;
      ConvolutionVertex up =
          ConvolutionVertex.transposed1d(channels, channels / 2, 2 * ratio, ratio, ratio / 2);
      graph.addVertex(end, up.withoutBias().withWeightNorm(), from);
      channels /= 2;
      for (int layer = 0; layer < DILATIONS.length; layer++) {
        end = addResidual("decoder_stack%d_%d".formatted(i, layer), channels, layer, end);
      }
    }
    graph.addVertex("wave", same(channels, model.subbands(), 7, 1).withWeightNorm(), end);
    graph.addVertex("loudness", same(channels, 1, 3, 1).withWeightNorm(), end);
    String shaped = model.noise() ? "shaped" : DECODED;
    graph.addVertex(shaped, new LoudnessVertex(), "wave", "loudness");
    if (model.noise()) {
      graph.addInputs(UNIFORM);
      graph.addVertex(
          "hiss", new FilteredNoiseVertex(FREQUENCIES, NOISE_BLOCK), addNoise(end), UNIFORM);
      graph.addVertex(DECODED, new ElementWiseVertex(Op.Add), shaped, "hiss");
    }
    graph.addVertex(SOUND, FilterBankVertex.synthesis(model.subbands()), DECODED);
  }

  /** x + conv3(leaky(conv3 of a dilation(leaky(x)))). */
  private String addResidual(String name, int channels, int layer, String from) {
    ConvolutionVertex wide = same(channels, channels, 3, DILATIONS[layer]).withWeightNorm();
    graph.addVertex(name + "a", wide, rectified(from));
    ConvolutionVertex next = same(channels, channels, 3, 1).withWeightNorm();
    graph.addVertex(name + "b", next, rectified(name + "a"));
    graph.addVertex(name, new ElementWiseVertex(Op.Add), from, name + "b");
    return name;
  }

  private String addNoise(String from) {
    int channels = model.capacity();
    String end = from;
    for (int i = 0; i < 3; i++) {
      int out = i == 2 ? model.subbands() * FREQUENCIES : channels;
      String in = i == 0 ? end : rectified(end);
      end = "hiss" + i;
      graph.addVertex(end, ConvolutionVertex.of1d(channels, out, 3, 4, 1).withoutBias(), in);
    }
    return end;
  }

  private static ConvolutionVertex same(int in, int out, int kernel, int dilation) {
    return ConvolutionVertex.same1d(in, out, kernel, dilation).withoutBias();
  }

  /** Several may read what was rectified. */
  private String rectified(String from) {
    String name = from + "_rectified";
    graph.addVertex(name, new RectifierVertex(SLOPE), from);
    return name;
  }

  private void addLoss() {
    SpectralDistanceVertex distance = new SpectralDistanceVertex(model.logEpsilon());
    graph.addVertex(OF_SOUND, distance, SOUND, WINDOW);
    graph.addVertex(OF_BANDS, distance, DECODED, BANDS);
    graph.addVertex("nats", new KlVertex(model.charge()), MEAN, SIGMA);
    graph.addVertex(LatentLayers.DIVERGENCE, new ScaleVertex(2.0 / model.frames()), "nats");
    graph.addVertex(
        "loss", new ElementWiseVertex(Op.Add), OF_SOUND, OF_BANDS, LatentLayers.DIVERGENCE);
    new ExampleLoss().addTo(graph, Activation.IDENTITY, "loss");
  }
}
