package io.partita.kind.cvae;

import static io.partita.model.HyperParameters.require;

import io.partita.model.audio.AudioInput;
import io.partita.nn.conv.ConvolutionVertex;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.activations.Activation;

/**
 * Strided convolutions of log-mel along frequency and time, each with group norm and a leaky
 * rectifier, and a dense layer to z; the decoder is the mirror of that. Each value has a normal
 * distribution whose deviation is fixed, or its band's.
 */
final class MelConv implements CvaeBuilder {
  private static final int KERNEL = 4;
  private static final int STRIDE = 2;
  private static final int PADDING = 1;

  @Override
  public void check(AudioInput input, List<Integer> channels, double sigma, double stftWeight) {
    int step = step(channels);
    require(input.source() == AudioInput.Source.MEL, "source", input.source(), "MEL");
    require(input.bands() % step == 0, "bands", input.bands(), "the multiples of " + step);
    require(input.length() % step == 0, "length", input.length(), "the multiples of " + step);
    require(stftWeight == 0, "stftWeight", stftWeight, "0, as there are no samples");
  }

  /** Bands, and frames, that a position of the last convolution is about. */
  private static int step(List<Integer> channels) {
    return 1 << channels.size();
  }

  @Override
  public int frames(AudioInput input, List<Integer> channels) {
    return 1;
  }

  @Override
  public long widest(AudioInput input, List<Integer> channels) {
    long widest = 0;
    for (int layer = 0; layer < channels.size(); layer++) {
      int step = STRIDE << layer;
      long positions = (long) (input.bands() / step) * (input.length() / step);
      widest = Math.max(widest, channels.get(layer) * positions);
    }
    return widest;
  }

  @Override
  public long[] windowShape(Cvae model, int batch) {
    return new long[] {batch, 1, model.input().bands(), model.input().length()};
  }

  /** Of the last convolution, but for the batch: channels, bands, frames. */
  private static int[] narrowest(Cvae model) {
    List<Integer> channels = model.channels();
    int step = step(channels);
    return new int[] {
      channels.get(channels.size() - 1), model.input().bands() / step, model.input().length() / step
    };
  }

  @Override
  public void addEncoder(Cvae model, GraphBuilder graph, String last) {
    VertexChain chain = new VertexChain(graph, "encoder", CvaeGraph.WINDOW);
    int in = 1;
    for (int out : model.channels()) {
      chain.then(ConvolutionVertex.of2d(in, out, KERNEL, STRIDE, PADDING));
      chain.then(VertexChain.norm(out));
      in = out;
    }
    int[] shape = narrowest(model);
    int size = shape[0] * shape[1] * shape[2];
    chain.then(new ReshapeVertex(-1, size));
    graph.addLayer(last, dense(size, 2 * model.latents()), chain.end());
  }

  @Override
  public String addDecoder(Cvae model, GraphBuilder graph, String last) {
    int[] shape = narrowest(model);
    graph.addLayer("unfolded", dense(model.latents(), shape[0] * shape[1] * shape[2]), CvaeGraph.Z);
    VertexChain chain = new VertexChain(graph, "decoder", "unfolded");
    chain.then(new ReshapeVertex(-1, shape[0], shape[1], shape[2]));
    for (int layer = model.channels().size() - 1; layer >= 0; layer--) {
      int in = model.channels().get(layer);
      int out = layer == 0 ? 1 : model.channels().get(layer - 1);
      chain.then(VertexChain.norm(in));
      ConvolutionVertex wider = ConvolutionVertex.transposed2d(in, out, KERNEL, STRIDE, PADDING);
      boolean isNamed = model.sigma() > 0 || model.scales() > 0;
      if (layer == 0 && isNamed) {
        chain.named(last, wider);
      } else {
        chain.then(wider);
      }
    }
    if (model.sigma() == 0) {
      BandScaleVertex scale = new BandScaleVertex(model.input().bands());
      chain.named(model.scales() > 0 ? "scaled" : last, scale);
    }
    return chain.end();
  }

  private static DenseLayer dense(int in, int out) {
    return new DenseLayer.Builder().nIn(in).nOut(out).activation(Activation.IDENTITY).build();
  }

  @Override
  public LikelihoodVertex likelihood(Cvae model) {
    return new GaussianVertex(model.sigma());
  }
}
