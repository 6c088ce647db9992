package io.partita.model.cvae;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/** Strided convolutions of log-mel along time and frequency. */
final class MelConv implements CvaeBuilder {
  @Override
  public void check(CvaeInput input, List<Integer> channels, double sigma, double stftWeight) {
    int step = 1 << channels.size();
    Cvae.require(input.source() == CvaeInput.Source.MEL, "source", input.source(), "MEL");
    Cvae.require(input.bands() % step == 0, "bands", input.bands(), "the multiples of " + step);
    Cvae.require(input.length() % step == 0, "length", input.length(), "the multiples of " + step);
    Cvae.require(stftWeight == 0, "stftWeight", stftWeight, "0, as there are no samples");
  }

  @Override
  public int frames(Cvae model) {
    return 1;
  }

  @Override
  public long[] windowShape(Cvae model, int batch) {
    return new long[] {batch, 1, model.input().bands(), model.input().length()};
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
