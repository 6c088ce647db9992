package io.partita.kind.cvae;

import io.partita.audio.compare.BandGaussians;
import io.partita.audio.compare.MeanDensity;
import io.partita.audio.compare.WaveDensities;
import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.AudioInput;
import io.partita.model.audio.AudioWindow;
import io.partita.model.audio.vae.AudioComparison;
import io.partita.model.audio.vae.PrincipalComponents;
import io.partita.model.evaluate.BaselineFigure;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.examples.FileExample;
import io.partita.model.examples.FileScores;
import io.partita.model.examples.FileSums;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
 * @param components of the same: as many as the model's z has numbers, {@value #FEW} and {@value
 *     #MANY}, each where training has more windows than that
 * @param latent numbers of the model's z
 * @param input of the model
 */
record AudioBaselines(
    double mean,
    double deviation,
    BandGaussians bands,
    Map<Integer, PrincipalComponents> components,
    int latent,
    AudioInput input)
    implements Serializable {
  private static final BaselineFigure PCA =
      new BaselineFigure("pca", AudioComparison.LOG_MEL_MAE_DB);

  private static final List<BaselineFigure> ALL =
      Stream.concat(
              Stream.of(PCA),
              CvaeKind.KIND.baselines().names().stream().map(AudioBaselines::figure))
          .toList();

  /** Components of the densities whose noise is each window's own. */
  private static final int FEW = 64;

  private static final int MANY = 128;

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
        learnt == null ? Map.of() : components(model, learnt.windows(split)),
        model.latent(),
        model.input());
  }

  /** As many as the density of most components wants that there can be. */
  private static Map<Integer, PrincipalComponents> components(
      Cvae model, JavaRDD<AudioWindow> windows) {
    int size = model.input().size();
    long count = windows.count();
    List<Integer> wanted =
        Stream.of(model.latent(), FEW, MANY)
            .distinct()
            .filter(each -> each < count - 1 && PrincipalComponents.areFew(size, each))
            .toList();
    if (wanted.isEmpty()) {
      return Map.of();
    }
    PrincipalComponents all =
        PrincipalComponents.of(windows.map(AudioWindow::values), size, Collections.max(wanted));
    return all == null
        ? Map.of()
        : wanted.stream().collect(Collectors.toMap(each -> each, all::first));
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
    if (components.containsKey(latent)) {
      known.addAll(List.of(figure(CvaeKind.PPCA), PCA));
    }
    if (components.containsKey(FEW)) {
      known.add(figure(CvaeKind.PPCA_64));
    }
    if (components.containsKey(MANY)) {
      known.add(figure(CvaeKind.PPCA_128));
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
    List<Double> sums = new ArrayList<>();
    sums.add(window.length * (ofUnit - densities.standardNormal()));
    sums.add(window.length * (ofUnit - densities.gaussian()));
    sums.add(window.length * (ofUnit - densities.laplace()));
    if (bands != null) {
      MeanDensity perBand = new MeanDensity();
      bands.add(window, perBand);
      sums.add(-window.length * perBand.perValue());
    }
    if (components.containsKey(latent)) {
      float[] made = components.get(latent).reconstructed(window);
      sums.add(components.get(latent).nats(window));
      sums.add(window.length * comparison.of(window, made).figures().logMelMaeDb());
    }
    double least = Math.pow(GaussianVertex.LEAST_SIGMA * deviation, 2);
    for (int count : new int[] {FEW, MANY}) {
      if (components.containsKey(count)) {
        sums.add(components.get(count).natsOfOwnNoise(window, least));
      }
    }
    return sums.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
