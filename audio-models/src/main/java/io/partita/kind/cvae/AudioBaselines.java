package io.partita.kind.cvae;

import io.partita.audio.compare.BandGaussians;
import io.partita.audio.compare.MeanDensity;
import io.partita.audio.compare.WaveDensities;
import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.AudioInput;
import io.partita.model.audio.AudioWindow;
import io.partita.model.evaluate.BaselineFigure;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.examples.FileExample;
import io.partita.model.examples.FileScores;
import io.partita.model.examples.FileSums;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * What simple densities make of windows, in nats a value as a model's bound is, and what principal
 * components do, in decibels as a model's reconstruction is.
 *
 * @param mean of all values that the model was trained on
 * @param deviation of the same values
 * @param bands fitted to the same; null of waves, and where they are not to be had
 * @param components of the same, as many as the model's z has numbers; null where training has no
 *     more windows than that, or is not to be had
 * @param input of the model
 */
record AudioBaselines(
    double mean,
    double deviation,
    BandGaussians bands,
    PrincipalComponents components,
    AudioInput input)
    implements Serializable {
  private static final BaselineFigure PCA =
      new BaselineFigure("pca", AudioComparison.LOG_MEL_MAE_DB);

  private static final List<BaselineFigure> ALL =
      Stream.concat(
              Stream.of(PCA),
              CvaeKind.KIND.baselines().names().stream().map(AudioBaselines::figure))
          .toList();

  /** Passes over the windows, at most; some ten are enough. */
  private static final int MOST_PASSES = 40;

  /** Components are found where a pass adds no more than this share of the variance. */
  private static final double SETTLED = 1e-6;

  /** Values times components, 8 bytes each, which a task holds. */
  private static final long MOST_NUMBERS = 8L << 20;

  private static BaselineFigure figure(String name) {
    return new BaselineFigure(name, CvaeKind.NATS);
  }

  /**
   * @param train the windows of a model's training data, one behind the other; null where they are
   *     not to be had
   * @param learnt the same as they overlap in training; null where train is
   */
  static AudioBaselines of(Cvae model, AudioExamples train, AudioExamples learnt, String split) {
    boolean isMel = model.input().source() == AudioInput.Source.MEL;
    return new AudioBaselines(
        model.mean(),
        model.deviation(),
        isMel && train != null ? train.moments(split, model.input()).fitted() : null,
        learnt == null ? null : components(model, learnt.windows(split)),
        model.input());
  }

  private static PrincipalComponents components(Cvae model, JavaRDD<AudioWindow> windows) {
    int size = model.input().size();
    int wanted = model.latent();
    PrincipalComponents.Sums sums =
        windows
            .mapPartitions(
                part -> {
                  PrincipalComponents.Sums some = new PrincipalComponents.Sums(size);
                  part.forEachRemaining(window -> some.add(window.values()));
                  return List.of(some).iterator();
                })
            .treeReduce(PrincipalComponents.Sums::plus);
    if (wanted >= sums.count() - 1 || (long) size * wanted > MOST_NUMBERS) {
      return null;
    }
    PrincipalComponents.Basis basis = sums.begin(wanted);
    for (int pass = 0; pass < MOST_PASSES; pass++) {
      PrincipalComponents.Basis next = PrincipalComponents.next(basis, pass(windows, basis));
      if (next.explained() - basis.explained() <= SETTLED * next.explained()) {
        return next.components();
      }
      basis = next;
    }
    return basis.components();
  }

  private static PrincipalComponents.Pass pass(
      JavaRDD<AudioWindow> windows, PrincipalComponents.Basis basis) {
    Broadcast<PrincipalComponents.Basis> everywhere =
        JavaSparkContext.fromSparkContext(windows.context()).broadcast(basis);
    try {
      return windows
          .mapPartitions(
              part -> {
                PrincipalComponents.Pass some = everywhere.value().pass();
                part.forEachRemaining(window -> some.add(window.values()));
                return List.of(some.end()).iterator();
              })
          .treeReduce(PrincipalComponents.Pass::plus);
    } finally {
      everywhere.destroy();
    }
  }

  /** What they make of each file. */
  BaselineScores scores(JavaRDD<FileExample<float[]>> held) {
    Broadcast<AudioBaselines> everywhere =
        JavaSparkContext.fromSparkContext(held.context()).broadcast(this);
    FileScores scores =
        FileScores.of(
            known().stream().map(BaselineFigure::column).toList(),
            held.mapPartitions(
                part -> {
                  AudioBaselines all = everywhere.value();
                  AudioComparison comparison = new AudioComparison(all.input);
                  Iterable<FileExample<float[]>> windows = () -> part;
                  return StreamSupport.stream(windows.spliterator(), false)
                      .map(
                          window ->
                              new FileSums(
                                  window.file(),
                                  window.example().length,
                                  all.sums(window.example(), comparison)))
                      .iterator();
                }));
    return new BaselineScores(ALL, scores, Map.of());
  }

  private List<BaselineFigure> known() {
    List<BaselineFigure> known =
        new ArrayList<>(
            List.of(
                figure(CvaeKind.STANDARD_NORMAL),
                figure(CvaeKind.GAUSSIAN),
                figure(CvaeKind.LAPLACE)));
    if (bands != null) {
      known.add(figure(CvaeKind.GAUSSIAN_PER_BAND));
    }
    if (components != null) {
      known.add(figure(CvaeKind.PPCA));
      known.add(PCA);
    }
    return known;
  }

  /** Of a window, in the order of {@link #known}. */
  private double[] sums(float[] window, AudioComparison comparison) {
    float[] normalised = new float[window.length];
    for (int i = 0; i < window.length; i++) {
      normalised[i] = (float) ((window[i] - mean) / deviation);
    }
    WaveDensities densities = new WaveDensities();
    densities.add(normalised);
    double ofUnit = Math.log(deviation);
    double[] sums = new double[known().size()];
    sums[0] = window.length * (ofUnit - densities.standardNormal());
    sums[1] = window.length * (ofUnit - densities.gaussian());
    sums[2] = window.length * (ofUnit - densities.laplace());
    if (bands != null) {
      MeanDensity perBand = new MeanDensity();
      bands.add(window, perBand);
      sums[3] = -window.length * perBand.perValue();
    }
    if (components != null) {
      float[] made = components.reconstructed(window);
      sums[sums.length - 2] = components.nats(window);
      sums[sums.length - 1] = window.length * comparison.of(window, made).figures().logMelMaeDb();
    }
    return sums;
  }
}
