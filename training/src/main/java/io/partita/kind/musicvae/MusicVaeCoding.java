package io.partita.kind.musicvae;

import io.partita.SplitMix64;
import io.partita.model.ClassDraw;
import io.partita.model.slices.vae.SliceVae;
import io.partita.model.slices.vae.StepSampling;
import io.partita.nn.latent.Posterior;
import io.partita.nn.loss.Segments;
import io.partita.nn.lstm.LstmStack;
import io.partita.nn.lstm.LstmVertex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** From slices to latent vectors and back with a {@link MusicVae}'s network, a batch at a time. */
final class MusicVaeCoding {
  private static final int BATCH = 64;

  private MusicVaeCoding() {}

  static Posterior encode(MusicVae model, ComputationGraph network, List<int[]> slices) {
    float[][] mu = new float[slices.size()][];
    float[][] sigma = new float[slices.size()][];
    for (int first = 0; first < slices.size(); first += BATCH) {
      List<int[]> batch = slices.subList(first, Math.min(slices.size(), first + BATCH));
      float[] noNoise = new float[batch.size() * model.latent()];
      INDArray[] posterior =
          network.output(
              List.of(MusicVaeGraph.MU, MusicVaeGraph.SIGMA),
              false,
              MusicVaeArrays.features(model, batch, noNoise),
              null);
      float[][] mus = posterior[0].toFloatMatrix();
      float[][] sigmas = posterior[1].toFloatMatrix();
      System.arraycopy(mus, 0, mu, first, mus.length);
      System.arraycopy(sigmas, 0, sigma, first, sigmas.length);
    }
    return new Posterior(mu, sigma);
  }

  static List<int[]> decode(
      MusicVae model, ComputationGraph network, float[][] z, StepSampling sampling) {
    List<int[]> slices = new ArrayList<>();
    for (int first = 0; first < z.length; first += BATCH) {
      float[][] batch = Arrays.copyOfRange(z, first, Math.min(z.length, first + BATCH));
      try (MemoryWorkspace out = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
        INDArray condition = condition(model, network, Nd4j.createFromArray(batch));
        List<INDArray> starts = new ArrayList<>();
        for (int voice = 0; voice < model.form().voices().size(); voice++) {
          String layer = MusicVaeGraph.of(model, MusicVaeGraph.DECODER_START, voice);
          starts.add(start(network, layer, condition));
        }
        double[][] draws = sampling.isArgmax() ? null : draws(model, batch.length, first, sampling);
        slices.addAll(decode(model, network, condition, starts, draws, sampling.draw()));
      }
    }
    return slices;
  }

  /** See {@link SliceVae#decode(ComputationGraph, float[][], List, SliceVae.LabelWork)}. */
  static void decode(
      MusicVae model,
      ComputationGraph network,
      float[][] z,
      List<int[]> fed,
      SliceVae.LabelWork work) {
    for (int start = 0; start < z.length; start += BATCH) {
      int first = start;
      int end = Math.min(z.length, first + BATCH);
      List<int[]> batch = fed.subList(first, end);
      Segments order = new Segments(batch.size(), model.steps(), model.segments());
      try (MemoryWorkspace out = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
        INDArray condition =
            condition(model, network, Nd4j.createFromArray(Arrays.copyOfRange(z, first, end)));
        for (int voice = 0; voice < model.form().voices().size(); voice++) {
          String layer = MusicVaeGraph.of(model, MusicVaeGraph.DECODER_START, voice);
          StepDecoder decoder =
              StepDecoder.of(model, network, voice, condition, start(network, layer, condition));
          decode(
              decoder,
              order,
              voice * model.steps(),
              batch,
              (slice, label, logits) -> work.at(first + slice, label, logits));
        }
      }
    }
  }

  /** One voice, whose labels start at a place of the slices. */
  private static void decode(
      StepDecoder decoder,
      Segments order,
      int firstLabel,
      List<int[]> slices,
      SliceVae.LabelWork work) {
    int[] fed = new int[order.sequences()];
    Arrays.fill(fed, LstmVertex.NO_CLASS);
    for (int within = 0; within < order.stepsOfSegment(); within++) {
      double[][] logits = decoder.step(fed);
      for (int step = within; step < order.steps(); step += order.stepsOfSegment()) {
        for (int k = 0; k < order.batch(); k++) {
          int sequence = order.sequence(k, step);
          work.at(k, firstLabel + step, logits[sequence]);
          fed[sequence] = slices.get(k)[firstLabel + step];
        }
      }
    }
  }

  private static double[][] draws(MusicVae model, int count, int first, StepSampling sampling) {
    double[][] draws = new double[count][];
    for (int k = 0; k < count; k++) {
      SplittableRandom random = new SplittableRandom(SplitMix64.of(sampling.seed(), first + k));
      draws[k] = random.doubles(model.labels()).toArray();
    }
    return draws;
  }

  /** What takes z's place in the decoder: z itself, or what a conductor says of each segment. */
  private static INDArray condition(MusicVae model, ComputationGraph network, INDArray z) {
    if (model.segments() == 1) {
      return z;
    }
    int batch = (int) z.size(0);
    LstmStack conductor =
        LstmStack.of(
            StepDecoder.lstms(network, MusicVaeGraph.CONDUCTOR, model.conductorUnits().size()),
            null,
            start(network, MusicVaeGraph.CONDUCTOR_START, z));
    int[] silence = new int[batch];
    Arrays.fill(silence, LstmVertex.NO_CLASS);
    List<INDArray> ofSegments = new ArrayList<>();
    for (int segment = 0; segment < model.segments(); segment++) {
      ofSegments.add(conductor.step(silence).dup());
    }
    return Nd4j.vstack(ofSegments);
  }

  private static INDArray start(ComputationGraph network, String layer, INDArray from) {
    INDArray weights = network.getLayer(layer).getParam("W");
    INDArray bias = network.getLayer(layer).getParam("b");
    return Transforms.tanh(from.mmul(weights).addiRowVector(bias), false);
  }

  /**
   * Decodes, each step fed what was chosen for the step before.
   *
   * @param condition [sequences, size], as {@link Segments} orders sequences
   * @param starts initial states of each voice's decoder, [sequences, 2 · units of all LSTMs]
   * @param draws a uniform number for each label of each slice; null for the most probable class
   * @param draw what the numbers pick from
   */
  private static List<int[]> decode(
      MusicVae model,
      ComputationGraph network,
      INDArray condition,
      List<INDArray> starts,
      double[][] draws,
      ClassDraw draw) {
    int batch = (int) (condition.size(0) / model.segments());
    Segments order = new Segments(batch, model.steps(), model.segments());
    int[][] slices = new int[batch][model.labels()];
    for (int voice = 0; voice < starts.size(); voice++) {
      StepDecoder decoder = StepDecoder.of(model, network, voice, condition, starts.get(voice));
      decode(decoder, order, voice * model.steps(), slices, draws, draw);
    }
    return List.of(slices);
  }

  /** One voice, whose labels start at a place of the slices. */
  private static void decode(
      StepDecoder decoder,
      Segments order,
      int first,
      int[][] slices,
      double[][] draws,
      ClassDraw draw) {
    int[] fed = new int[order.sequences()];
    Arrays.fill(fed, LstmVertex.NO_CLASS);
    for (int within = 0; within < order.stepsOfSegment(); within++) {
      double[][] logits = decoder.step(fed);
      for (int step = within; step < order.steps(); step += order.stepsOfSegment()) {
        for (int k = 0; k < order.batch(); k++) {
          int sequence = order.sequence(k, step);
          fed[sequence] =
              draws == null
                  ? ClassDraw.mostProbable(logits[sequence])
                  : draw.pick(logits[sequence], draws[k][first + step]);
          slices[k][first + step] = fed[sequence];
        }
      }
    }
  }
}
