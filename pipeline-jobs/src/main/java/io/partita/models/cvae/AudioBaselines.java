package io.partita.models.cvae;

import io.partita.audio.compare.BandGaussians;
import io.partita.audio.compare.MeanDensity;
import io.partita.audio.compare.WaveDensities;
import io.partita.model.cvae.Cvae;
import io.partita.model.cvae.CvaeInput;
import io.partita.model.cvae.CvaeKind;
import io.partita.models.audio.AudioExamples;
import io.partita.models.audio.AudioWindow;
import io.partita.models.evaluation.BaselineFigure;
import io.partita.models.evaluation.BaselineScores;
import io.partita.training.ModelKinds;
import io.partita.training.examples.FileExample;
import io.partita.training.examples.FileScores;
import io.partita.training.examples.FileSums;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;

/**
 * What simple densities make of windows, in nats a value as a model's bound is.
 *
 * @param mean of all values that the model was trained on
 * @param deviation likewise
 * @param bands fitted to the same; null of waves, and where they are not to be had
 */
record AudioBaselines(double mean, double deviation, BandGaussians bands) implements Serializable {
  private static final List<BaselineFigure> ALL =
      ModelKinds.CVAE.baselines().names().stream().map(AudioBaselines::figure).toList();

  private static BaselineFigure figure(String name) {
    return new BaselineFigure(name, CvaeKind.NATS);
  }

  /**
   * @param train the windows that a model was trained on; null where they are not to be had
   */
  static AudioBaselines of(Cvae model, AudioExamples train, String split) {
    boolean isMel = model.input().source() == CvaeInput.Source.MEL;
    return new AudioBaselines(
        model.mean(),
        model.deviation(),
        isMel && train != null ? train.moments(split, model.input()).fitted() : null);
  }

  /** What they make of each file. */
  BaselineScores scores(JavaRDD<FileExample> held) {
    AudioBaselines all = this;
    FileScores scores =
        FileScores.of(
            known().stream().map(BaselineFigure::column).toList(),
            held.map(
                window ->
                    new FileSums(
                        window.file(),
                        window.example().length,
                        all.nats(AudioWindow.floats(window.example())))));
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
    return known;
  }

  /** Of a window, in the order of {@link #known}. */
  private double[] nats(float[] window) {
    float[] normalised = new float[window.length];
    for (int i = 0; i < window.length; i++) {
      normalised[i] = (float) ((window[i] - mean) / deviation);
    }
    WaveDensities densities = new WaveDensities();
    densities.add(normalised);
    double ofUnit = Math.log(deviation);
    double[] nats = new double[known().size()];
    nats[0] = window.length * (ofUnit - densities.standardNormal());
    nats[1] = window.length * (ofUnit - densities.gaussian());
    nats[2] = window.length * (ofUnit - densities.laplace());
    if (bands != null) {
      MeanDensity perBand = new MeanDensity();
      bands.add(window, perBand);
      nats[3] = -window.length * perBand.perValue();
    }
    return nats;
  }
}
