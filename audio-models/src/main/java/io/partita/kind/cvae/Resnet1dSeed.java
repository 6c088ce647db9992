package io.partita.kind.cvae;

import static io.partita.model.HyperParameters.require;

import io.partita.model.audio.AudioInput;
import io.partita.nn.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.activations.Activation;

/**
 * A course's "ResNet-1D VAE" of whole clips, as it ran. Its input of shape (1, samples) is read
 * channels last: a channel for each sample, and a time axis of length 1 along which every
 * convolution is a dense layer. Between these lie blocks that {@link SeedBlockVertex} describes.
 *
 * <p>With channels 64, 128, 128, 256, two numbers of z and clips of 90,001 samples it has the
 * course's 12,120,133 parameters: an encoder 90001 → 64 → 128 → 128 → 256 → 4, and a decoder 2 →
 * 512 → 256 → 128 → 64 → 90001, whose last width is that of the encoder's first layer, and each
 * before it twice as large.
 */
final class Resnet1dSeed implements CvaeBuilder {
  @Override
  public void check(AudioInput input, List<Integer> channels, double sigma, double stftWeight) {
    require(input.source() != AudioInput.Source.MEL, "source", input.source(), "the waves");
    require(sigma == 0, "sigma", sigma, "0, as no value has a normal distribution");
    require(stftWeight == 0, "stftWeight", stftWeight, "0, as the course had none");
  }

  @Override
  public int frames(AudioInput input, List<Integer> channels) {
    return 1;
  }

  /** That of samples, as all are dense: no other is wider than 2^17. */
  @Override
  public long widest(AudioInput input, List<Integer> channels) {
    return input.length();
  }

  @Override
  public long[] windowShape(Cvae model, int batch) {
    return new long[] {batch, model.input().length()};
  }

  @Override
  public void addEncoder(Cvae model, GraphBuilder graph, String last) {
    String from = CvaeGraph.WINDOW;
    int in = model.input().length();
    for (int layer = 0; layer < model.channels().size(); layer++) {
      int out = model.channels().get(layer);
      String block = "encoder_block" + (layer + 1);
      graph.addLayer("encoder" + (layer + 1), dense(in, out), from);
      graph.addVertex(block, new SeedBlockVertex(out, out, true), "encoder" + (layer + 1));
      from = block;
      in = out;
    }
    graph.addLayer(last, dense(in, 2 * model.latents()), from);
  }

  @Override
  public String addDecoder(Cvae model, GraphBuilder graph, String last) {
    String from = CvaeGraph.Z;
    int in = model.latents();
    for (int layer = model.channels().size(); layer > 0; layer--) {
      int out = model.channels().get(0) << (layer - 1);
      String block = "decoder_block" + layer;
      graph.addVertex(block, new SeedBlockVertex(in, out, false), from);
      graph.addLayer("decoder" + layer, dense(in, out), block);
      from = "decoder" + layer;
      in = out;
    }
    graph.addLayer(last, dense(in, model.input().length()), from);
    return last;
  }

  /** With the graph's weights: Glorot's, uniform, as Keras draws them. */
  private static DenseLayer dense(int in, int out) {
    return new DenseLayer.Builder().nIn(in).nOut(out).activation(Activation.IDENTITY).build();
  }

  @Override
  public LikelihoodVertex likelihood(Cvae model) {
    return new BernoulliVertex(model.fixLoss());
  }

  @Override
  public Schedule schedule(double learningRate) {
    return Schedule.constant(learningRate);
  }

  @Override
  public List<String> remarks(Cvae model) {
    int samples = model.input().length();
    List<String> remarks = new ArrayList<>();
    remarks.add(
        String.format(
            Locale.ROOT,
            "The input is read channels last, as %,d channels of one position: every convolution is"
                + " a dense layer, and nothing in the network knows of time.",
            samples));
    remarks.add(
        String.format(
            Locale.ROOT,
            "The blocks' arguments are swapped, so that each has one filter, of whose taps one"
                + " meets the position, and instance norm over one position is a constant: %,d of"
                + " %,d parameters never get a gradient.",
            idle(model),
            model.parameters()));
    remarks.add(
        String.format(
            Locale.ROOT,
            "A clip has %d numbers of z: what is decoded is much the same whatever the clip.",
            model.latents()));
    String untrained =
        String.format(Locale.ROOT, "−%,d · ln 2 = −%,.0f", samples, samples * Math.log(2));
    remarks.add(
        model.fixLoss()
            ? "The loss is fixed: (x + 1)/2 is the probability of a sample x. Most are near one"
                + " half, whose entropy is ln 2, so the bound (ELBO) stays near the "
                + untrained
                + " of an untrained network."
            : "Samples of −1 … 1 are used as probabilities, and a second term uses logits as"
                + " probabilities. The bound (ELBO) begins at "
                + untrained
                + " and has no upper limit: where a sample is below 0 or above 1 it rises as long"
                + " as logits grow. Above 0, where no probabilities of ones and zeros can be, it"
                + " tells of this fault alone; once the loss is no finite number, training ends."
                + " --fix-loss gives it a limit.");
    return remarks;
  }

  /** Parameters of blocks that no gradient reaches. */
  private static long idle(Cvae model) {
    long idle = 0;
    int in = model.latents();
    for (int layer = model.channels().size(); layer > 0; layer--) {
      int out = model.channels().get(layer - 1);
      int decoded = model.channels().get(0) << (layer - 1);
      idle += new SeedBlockVertex(out, out, true).idle();
      idle += new SeedBlockVertex(in, decoded, false).idle();
      in = decoded;
    }
    return idle;
  }

  /** The course's second reconstruction term. */
  @Override
  public List<String> addTerms(Cvae model, GraphBuilder graph) {
    if (model.fixLoss()) {
      return List.of();
    }
    graph.addVertex(
        "logits_as_probabilities",
        new LogitsAsProbabilitiesVertex(),
        CvaeGraph.DECODED,
        CvaeGraph.WINDOW);
    return List.of("logits_as_probabilities");
  }
}
