package io.partita.model.cvae;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/** Residual blocks and strided convolutions of samples along time. */
final class WaveConv implements CvaeBuilder {
  private static final int STRIDE = 4;

  @Override
  public void check(CvaeInput input, List<Integer> channels, double sigma, double stftWeight) {
    int step = step(channels);
    Cvae.require(input.source() != CvaeInput.Source.MEL, "source", input.source(), "the waves");
    Cvae.require(input.length() % step == 0, "length", input.length(), "the multiples of " + step);
  }

  /** Samples of a frame of z. */
  private static int step(List<Integer> channels) {
    return 1 << 2 * (channels.size() - 1);
  }

  @Override
  public int frames(Cvae model) {
    return model.input().length() / step(model.channels());
  }

  @Override
  public long[] windowShape(Cvae model, int batch) {
    return new long[] {batch, 1, model.input().length()};
  }

  @Override
  public void addEncoder(Cvae model, GraphBuilder graph) {
    throw new UnsupportedOperationException("To come");
  }

  @Override
  public void addDecoder(Cvae model, GraphBuilder graph) {
    throw new UnsupportedOperationException("To come");
  }

  @Override
  public LikelihoodVertex likelihood(Cvae model) {
    return new GaussianVertex(model.sigma());
  }
}
