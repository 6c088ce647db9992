package io.partita.sample;

import io.partita.MalformedInputException;
import io.partita.audio.LogBase;
import io.partita.audio.LogMel;
import io.partita.audio.MelRecipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The eleven audio features that features.csv summarises, computed from a clip frame by frame, in
 * the file's order. Their definitions are the usual ones, but no other program's in the details:
 * the figures are of the right kind and size, not librosa's.
 */
final class ClipFeatures {
  private static final int FRAME = 4096;
  private static final int HOP = 2048;
  private static final int MELS = 40;
  private static final int MFCCS = 20;
  private static final double MAX_HZ = 11_025;
  private static final int PITCH_CLASSES = 12;
  private static final int SMOOTHED_FRAMES = 21;

  private ClipFeatures() {}

  /** The row of features.csv behind its key: 7 statistics of 74 series. */
  static List<String> cells(FmaClip clip) {
    List<String> cells = new ArrayList<>();
    for (double[][] feature : series(clip)) {
      List<double[]> statistics = Arrays.stream(feature).map(SeriesStatistics::of).toList();
      for (int statistic = 0; statistic < SeriesStatistics.COUNT; statistic++) {
        for (double[] one : statistics) {
          cells.add(Float.toString((float) one[statistic]));
        }
      }
    }
    return cells;
  }

  /** For each feature, [dimensions][frames]. */
  private static List<double[][]> series(FmaClip clip) {
    float[] mono = clip.mono();
    int frames = Math.max(1, 1 + (mono.length - FRAME) / HOP);
    SpectralFrame frame = new SpectralFrame(FRAME, clip.sampleRateHz(), MAX_HZ);
    double[][] cqt = new double[frames][];
    double[][] stft = new double[frames][];
    double[][] contrast = new double[frames][];
    double[][] scalars = new double[frames][];
    for (int i = 0; i < frames; i++) {
      frame.of(mono, i * HOP);
      cqt[i] = frame.semitoneChroma();
      stft[i] = frame.chroma();
      contrast[i] = frame.contrast();
      scalars[i] =
          new double[] {
            frame.rms(), frame.bandwidth(), frame.centroid(), frame.rolloff(), frame.crossings()
          };
    }
    double[][] one = columns(scalars);
    return List.of(
        columns(smoothed(cqt)),
        columns(cqt),
        columns(stft),
        columns(mfcc(mono, clip.sampleRateHz())),
        new double[][] {one[0]},
        new double[][] {one[1]},
        new double[][] {one[2]},
        columns(contrast),
        new double[][] {one[3]},
        columns(Arrays.stream(stft).map(ClipFeatures::tonnetz).toArray(double[][]::new)),
        new double[][] {one[4]});
  }

  /** Chroma of fewer levels, averaged over two seconds and of length 1: CENS. */
  private static double[][] smoothed(double[][] chroma) {
    double[][] levels = new double[chroma.length][PITCH_CLASSES];
    for (int i = 0; i < chroma.length; i++) {
      double sum = Arrays.stream(chroma[i]).sum() + 1e-9;
      for (int c = 0; c < PITCH_CLASSES; c++) {
        double part = chroma[i][c] / sum;
        levels[i][c] = part > 0.4 ? 4 : part > 0.2 ? 3 : part > 0.1 ? 2 : part > 0.05 ? 1 : 0;
      }
    }
    double[][] smoothed = new double[chroma.length][PITCH_CLASSES];
    for (int i = 0; i < chroma.length; i++) {
      int from = Math.max(0, i - SMOOTHED_FRAMES / 2);
      int until = Math.min(chroma.length, i + SMOOTHED_FRAMES / 2 + 1);
      double squares = 1e-9;
      for (int c = 0; c < PITCH_CLASSES; c++) {
        for (int j = from; j < until; j++) {
          smoothed[i][c] += levels[j][c];
        }
        squares += smoothed[i][c] * smoothed[i][c];
      }
      for (int c = 0; c < PITCH_CLASSES; c++) {
        smoothed[i][c] /= Math.sqrt(squares);
      }
    }
    return smoothed;
  }

  /** Chroma on the circles of fifths, minor thirds and major thirds. */
  private static double[] tonnetz(double[] chroma) {
    double[] steps = {7 / 6.0, 3 / 2.0, 2 / 3.0};
    double[] radii = {1, 1, 0.5};
    double sum = Arrays.stream(chroma).sum() + 1e-9;
    double[] tonnetz = new double[2 * steps.length];
    for (int c = 0; c < PITCH_CLASSES; c++) {
      for (int circle = 0; circle < steps.length; circle++) {
        double angle = Math.PI * steps[circle] * c;
        tonnetz[2 * circle] += radii[circle] * Math.sin(angle) * chroma[c] / sum;
        tonnetz[2 * circle + 1] += radii[circle] * Math.cos(angle) * chroma[c] / sum;
      }
    }
    return tonnetz;
  }

  /** The cosine transform of log-mels in decibels, orthonormal. */
  private static double[][] mfcc(float[] mono, int sampleRateHz) {
    MelRecipe recipe =
        new MelRecipe("mfcc", 1, sampleRateHz, FRAME, FRAME, HOP, MELS, 0, MAX_HZ, LogBase.DECIMAL);
    float[][] mels;
    try {
      mels = LogMel.of(mono, recipe);
    } catch (MalformedInputException e) {
      throw new IllegalStateException("A clip is longer than a frame", e);
    }
    double[][] mfcc = new double[mels.length][MFCCS];
    for (int i = 0; i < mels.length; i++) {
      for (int k = 0; k < MFCCS; k++) {
        double sum = 0;
        for (int mel = 0; mel < MELS; mel++) {
          sum += 20 * mels[i][mel] * Math.cos(Math.PI * k * (mel + 0.5) / MELS);
        }
        mfcc[i][k] = sum * Math.sqrt((k == 0 ? 1.0 : 2.0) / MELS);
      }
    }
    return mfcc;
  }

  private static double[][] columns(double[][] rows) {
    double[][] columns = new double[rows[0].length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        columns[j][i] = rows[i][j];
      }
    }
    return columns;
  }
}
