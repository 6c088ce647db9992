package io.partita.model.cvae;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/** A course's network for whole clips, as it ran. */
final class Resnet1dSeed implements CvaeBuilder {
  @Override
  public void check(CvaeInput input, List<Integer> channels, double sigma, double stftWeight) {
    Cvae.require(input.source() != CvaeInput.Source.MEL, "source", input.source(), "the waves");
    Cvae.require(sigma == 0, "sigma", sigma, "0, as no value has a normal distribution");
    Cvae.require(stftWeight == 0, "stftWeight", stftWeight, "0, as the course had none");
  }

  @Override
  public int frames(Cvae model) {
    return 1;
  }

  @Override
  public long[] windowShape(Cvae model, int batch) {
    return new long[] {batch, model.input().length()};
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
    return new BernoulliVertex(model.fixLoss());
  }
}
