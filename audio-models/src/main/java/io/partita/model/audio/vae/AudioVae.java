package io.partita.model.audio.vae;

import static io.partita.model.HyperParameters.require;

import io.partita.model.HyperParameters;
import io.partita.model.audio.AudioInput;
import io.partita.objective.LatentModel;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** A VAE of windows of audio, whose jobs are those of {@link WindowLatents}. */
public interface AudioVae extends LatentModel<float[]> {
  /** Refuses hyper-parameters of a training as {@link HyperParameters#require} does. */
  static void requireTraining(
      AudioInput input,
      int shifts,
      int batch,
      int epochs,
      double learningRate,
      double maxGradientNorm) {
    require(
        shifts >= 1 && input.length() % shifts == 0,
        "shifts",
        shifts,
        "the divisors of " + input.length());
    require(batch >= 1, "batch", batch, "1 or more");
    require(epochs >= 1, "epochs", epochs, "1 or more");
    require(learningRate > 0 && learningRate <= 1, "learningRate", learningRate, "above 0 … 1");
    require(
        maxGradientNorm >= 0 && maxGradientNorm < Double.POSITIVE_INFINITY,
        "maxGradientNorm",
        maxGradientNorm,
        "0 or more");
  }

  /** Windows in an update, unless another number is asked for. */
  int batch();

  /** Epochs to train for, unless another number is asked for. */
  int epochs();

  /** What a window is. */
  AudioInput input();

  /** Numbers of z of a frame; z has all frames of the first, then of the second, … */
  int latents();

  /** Frames or samples from the beginning of a window to train on to that of the next. */
  int hop();

  /** Samples that a window to train on goes on with, so that it may be cropped. */
  default int more() {
    return 0;
  }

  /**
   * The level from which on a window is trained on and measured, root mean square of full scale; 0
   * takes all.
   */
  default double leastRms() {
    return 0;
  }

  /** The figure that validations are told by. */
  String measure();

  /** What figures say of windows, for people. */
  String said(Map<String, Double> figures);

  /**
   * Decodes latent vectors to windows, in their own units.
   *
   * @param z [window][{@link #latent()}]
   * @param seed of what is drawn, if anything is
   * @return [window][size of the input]
   */
  float[][] decode(ComputationGraph network, float[][] z, long seed);
}
