package io.partita.kind.musicvae;

import io.partita.SplitMix64;
import io.partita.form.DrumAugmentation;
import io.partita.form.Transposition;
import io.partita.model.slices.vae.EncoderInput;
import io.partita.nn.latent.LatentNoise;
import io.partita.nn.lstm.LstmVertex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Batches of a {@link MusicVae} as arrays, as {@link MusicVaeGraph} names them. */
final class MusicVaeArrays {
  private MusicVaeArrays() {}

  /**
   * A batch to train on.
   *
   * @param examples slices, or what a {@link DrumAugmentation} makes of them
   */
  static MultiDataSet of(MusicVae model, List<int[]> examples, long noiseSeed) {
    SplittableRandom random = new SplittableRandom(noiseSeed);
    List<int[]> slices =
        transposed(
            model,
            each(examples, example -> DrumAugmentation.played(example, model.labels())),
            noiseSeed);
    List<int[]> heard =
        examples.stream().anyMatch(example -> example.length == 2 * model.labels())
            ? each(
                examples, example -> model.checked(DrumAugmentation.heard(example, model.labels())))
            : slices;
    float[] noise = LatentNoise.of(slices.size() * model.latent(), random);
    INDArray[] features = features(model, heard, slices, noise);
    if (model.isFedOthers()) {
      long[] shape = {slices.size(), model.steps()};
      features[features.length - 2] = uniform(shape, random);
      features[features.length - 1] = uniform(shape, random);
    }
    return new MultiDataSet(features, new INDArray[] {Nd4j.zeros(slices.size(), 1)});
  }

  private static List<int[]> transposed(MusicVae model, List<int[]> slices, long noiseSeed) {
    if (model.transpose() == 0) {
      return slices;
    }
    SplittableRandom random = new SplittableRandom(SplitMix64.of(noiseSeed, model.transpose()));
    return each(
        slices, slice -> Transposition.drawn(model.checked(slice), model.transpose(), random));
  }

  private static List<int[]> each(List<int[]> examples, UnaryOperator<int[]> part) {
    return examples.stream().map(part).toList();
  }

  /**
   * What the network reads.
   *
   * @param noise of all slices, one after the other
   */
  static INDArray[] features(MusicVae model, List<int[]> slices, float[] noise) {
    return features(model, slices, slices, noise);
  }

  /**
   * @param heard what the encoder reads of the slices, checked where it is not the slices
   * @param fed slices that the decoder is fed, each step the one before
   */
  static INDArray[] features(MusicVae model, List<int[]> heard, List<int[]> fed, float[] noise) {
    int batch = fed.size();
    long[] ofSteps = {batch, model.steps()};
    List<INDArray> features = new ArrayList<>();
    fed.forEach(model::checked);
    features.add(EncoderInput.of(model.form(), heard, false));
    features.add(EncoderInput.of(model.form(), heard, true));
    for (int voice = 0; voice < model.form().voices().size(); voice++) {
      features.add(Nd4j.create(classes(model, fed, voice), ofSteps, 'c'));
    }
    features.add(Nd4j.create(noise, new long[] {batch, model.latent()}, 'c'));
    if (model.segments() > 1) {
      features.add(silence(batch, model.segments()));
    }
    if (model.isFedOthers()) {
      features.add(Nd4j.ones(ofSteps));
      features.add(Nd4j.zeros(ofSteps));
    }
    return features.toArray(new INDArray[0]);
  }

  /** Steps without a class, [batch, segments]. */
  static INDArray silence(int batch, int segments) {
    float[] none = new float[batch * segments];
    Arrays.fill(none, LstmVertex.NO_CLASS);
    return Nd4j.create(none, new long[] {batch, segments}, 'c');
  }

  private static INDArray uniform(long[] shape, SplittableRandom random) {
    float[] values = new float[(int) (shape[0] * shape[1])];
    for (int k = 0; k < values.length; k++) {
      values[k] = (random.nextInt() >>> 8) * 0x1p-24f;
    }
    return Nd4j.create(values, shape, 'c');
  }

  private static float[] classes(MusicVae model, List<int[]> slices, int voice) {
    int steps = model.steps();
    float[] classes = new float[slices.size() * steps];
    for (int k = 0; k < slices.size(); k++) {
      for (int step = 0; step < steps; step++) {
        classes[k * steps + step] = slices.get(k)[voice * steps + step];
      }
    }
    return classes;
  }
}
