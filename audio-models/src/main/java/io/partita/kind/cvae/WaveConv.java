package io.partita.kind.cvae;

import static io.partita.model.HyperParameters.require;

import io.partita.model.audio.AudioInput;
import io.partita.nn.conv.ConvolutionVertex;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex.Op;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.nd4j.linalg.activations.Activation;

/**
 * Residual blocks and strided convolutions of samples along time, to frames of z; the decoder is
 * the mirror of that. Each sample has a normal distribution whose deviation is fixed, or decoded
 * beside its mean: then the model learns the envelope of a clip before its waves. No norm is before
 * what is decoded nor before z's posterior: it would take the window's level away.
 */
final class WaveConv implements CvaeBuilder {
  /** Of the first convolution and of the last. */
  private static final int STEM = 7;

  /** Of those that make sequences shorter and longer: samples, stride and padding. */
  private static final int KERNEL = 8;

  private static final int STRIDE = 4;
  private static final int PADDING = 2;

  @Override
  public void check(AudioInput input, List<Integer> channels, double sigma, double stftWeight) {
    int step = step(channels);
    require(input.source() != AudioInput.Source.MEL, "source", input.source(), "the waves");
    require(input.length() % step == 0, "length", input.length(), "the multiples of " + step);
    require(
        stftWeight == 0 || input.length() >= StftTermVertex.leastLength(),
        "stftWeight",
        stftWeight,
        "0, as windows are of fewer than " + StftTermVertex.leastLength() + " samples");
  }

  /** Samples of a frame of z. */
  private static int step(List<Integer> channels) {
    int step = 1;
    for (int layer = 1; layer < channels.size(); layer++) {
      step *= STRIDE;
    }
    return step;
  }

  @Override
  public int frames(AudioInput input, List<Integer> channels) {
    return input.length() / step(channels);
  }

  @Override
  public long widest(AudioInput input, List<Integer> channels) {
    long widest = 0;
    for (int layer = 0; layer < channels.size(); layer++) {
      long positions = frames(input, channels.subList(0, layer + 1));
      widest = Math.max(widest, channels.get(layer) * positions);
    }
    return widest;
  }

  @Override
  public long[] windowShape(Cvae model, int batch) {
    return new long[] {batch, 1, model.input().length()};
  }

  @Override
  public void addEncoder(Cvae model, GraphBuilder graph, String last) {
    List<Integer> channels = model.channels();
    VertexChain chain = new VertexChain(graph, "encoder", CvaeGraph.WINDOW);
    chain.then(ConvolutionVertex.of1d(1, channels.get(0), STEM, 1, STEM / 2));
    for (int layer = 1; layer < channels.size(); layer++) {
      int in = channels.get(layer - 1);
      addBlock(chain, in);
      chain.then(ConvolutionVertex.of1d(in, channels.get(layer), KERNEL, STRIDE, PADDING));
    }
    int in = channels.get(channels.size() - 1);
    chain.thenRectified();
    graph.addLayer(last, frameByFrame(in, 2 * model.latents()), chain.end());
  }

  /**
   * A layer of DL4J's own, without which it would train nothing, see {@code io.partita.nn.conv}.
   */
  private static Convolution1DLayer frameByFrame(int in, int out) {
    return new Convolution1DLayer.Builder(1)
        .nIn(in)
        .nOut(out)
        .activation(Activation.IDENTITY)
        .build();
  }

  @Override
  public String addDecoder(Cvae model, GraphBuilder graph, String last) {
    List<Integer> channels = model.channels();
    int narrowest = channels.get(channels.size() - 1);
    VertexChain chain = new VertexChain(graph, "decoder", CvaeGraph.Z);
    chain.then(new ReshapeVertex(-1, model.latents(), frames(model.input(), channels)));
    chain.then(ConvolutionVertex.of1d(model.latents(), narrowest, 1, 1, 0));
    for (int layer = channels.size() - 1; layer > 0; layer--) {
      int out = channels.get(layer - 1);
      chain.then(ConvolutionVertex.transposed1d(channels.get(layer), out, KERNEL, STRIDE, PADDING));
      addBlock(chain, out);
    }
    int first = channels.get(0);
    chain.thenRectified();
    chain.named(
        last, ConvolutionVertex.of1d(first, likelihood(model).channels(), STEM, 1, STEM / 2));
    return last;
  }

  /** Norm, rectifier, convolution, twice, added to what came in (He et al., 2016, "v2"). */
  private static void addBlock(VertexChain chain, int channels) {
    String from = chain.end();
    chain
        .then(VertexChain.norm(channels))
        .then(ConvolutionVertex.of1d(channels, channels, 3, 1, 1))
        .then(VertexChain.norm(channels))
        .then(ConvolutionVertex.of1d(channels, channels, 1, 1, 0))
        .then(new ElementWiseVertex(Op.Add), from);
  }

  @Override
  public LikelihoodVertex likelihood(Cvae model) {
    return new GaussianVertex(model.sigma());
  }

  @Override
  public List<String> remarks(Cvae model) {
    return List.of(
        model.sigma() > 0
            ? String.format(
                Locale.ROOT,
                "A fixed sigma, here %s, serves sounds: the waves themselves are learnt, SNR rises,"
                    + " and the bound is no match for densities that fit their own deviation."
                    + " --set sigma=0 serves the density.",
                model.sigma())
            : "A learnt sigma serves the density: the envelope of sounds is learnt first, the bound"
                + " gets below that of simple densities, and SNR stays at about 0 dB. --set"
                + " scales=0 --set sigma=0.3 serves sounds.");
  }

  @Override
  public List<String> addTerms(Cvae model, GraphBuilder graph) {
    if (model.stftWeight() == 0) {
      return List.of();
    }
    graph.addVertex(
        "stft", new StftTermVertex(model.stftWeight()), CvaeGraph.DECODED, CvaeGraph.WINDOW);
    return List.of("stft");
  }
}
