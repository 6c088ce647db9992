package io.partita.kind.cvae;

import io.partita.model.audio.AudioInput;
import io.partita.nn.optim.Schedule;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/** How the networks of a family are built, between the vertices that {@link CvaeGraph} names. */
interface CvaeBuilder {
  /**
   * @throws IllegalArgumentException where the family has no such network
   */
  void check(AudioInput input, List<Integer> channels, double sigma, double stftWeight);

  /** Frames of z, each of {@link Cvae#latents()} numbers; 1 where z is of the whole window. */
  int frames(AudioInput input, List<Integer> channels);

  /** Numbers that a window is in the widest layer of convolution. */
  long widest(AudioInput input, List<Integer> channels);

  /** What windows are to the encoder, the batch first. */
  long[] windowShape(Cvae model, int batch);

  /**
   * Adds what leads from {@link CvaeGraph#WINDOW} to a posterior: of each window mu of all of z,
   * [latent][frame], then the logarithms of the variances.
   *
   * @param last name of the layer that makes it
   */
  void addEncoder(Cvae model, GraphBuilder graph, String last);

  /**
   * Adds what leads from {@link CvaeGraph#Z} to what is decoded.
   *
   * @param last name of what makes it or, beside a {@link LinearPath}, of the last convolution
   * @return the name of what makes it
   */
  String addDecoder(Cvae model, GraphBuilder graph, String last);

  /** What {@link CvaeGraph#DECODED} says of values. */
  LikelihoodVertex likelihood(Cvae model);

  /** Of the learning rate, from its first on: half a cosine, unless the family says otherwise. */
  default Schedule schedule(double learningRate) {
    return Schedule.cosine(learningRate);
  }

  /** What is to be known of such a model before it is judged, as sentences; may be none. */
  default List<String> remarks(Cvae model) {
    return List.of();
  }

  /**
   * Adds what else the loss has, beside the bound; nothing, unless the family says so.
   *
   * @return names of vertices, [batch, 1] nats each
   */
  default List<String> addTerms(Cvae model, GraphBuilder graph) {
    return List.of();
  }
}
