package io.partita.kind.groovae;

import io.partita.drum.DrumClass;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumPerformance;
import io.partita.model.PredictionSums;
import io.partita.model.examples.FileScores;
import io.partita.model.examples.FileSums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How near the playing of a slice's hits is to the real one: sums of each slice, and what becomes
 * of them. Offsets and velocities are compared where both have the hit.
 */
final class GrooveFigures {
  static final String OFFSET_MAE_MS = "offset_mae_ms";
  static final String OFFSET_MSE = "offset_mse_steps2";
  static final String VELOCITY_MSE = "velocity_mse";
  static final String VELOCITY_MAE = "velocity_mae_127";
  static final String TIMING_KL = "timing_kl";
  static final String VELOCITY_KL = "velocity_kl";
  static final String GROOVE_DISTANCE = "groove_distance";

  /** F1 of the hits of drums that a model chooses itself. */
  static final String HITS_F1 = "hits_f1";

  /** Hits of those drums that only one of both has, of a slice. */
  static final String HITS_HAMMING = "hits_hamming";

  /** Area under the curve of {@link TwoSampleTest}. */
  static final String TOLD_APART = "told_apart_auc";

  /** Means over hits. */
  static final List<String> PER_HIT =
      List.of(OFFSET_MAE_MS, OFFSET_MSE, VELOCITY_MSE, VELOCITY_MAE);

  /** Of each drum: hits that both have, that the slice has, that were played. */
  private static final List<String> HITS = List.of("hits_both", "hits_wanted", "hits_got");

  private static final int HIT_SUMS = HITS.size() * DrumClass.COUNT;

  /** Histograms of a file, of {@link #COARSE_BINS} each. */
  private static final List<String> HISTOGRAMS =
      List.of("bin_offset_real", "bin_velocity_real", "bin_offset_made", "bin_velocity_made");

  private static final int COARSE_BINS = 20;
  private static final int BINS = 50;
  private static final double LEAST_IN_BIN = 1e-3;
  private static final double MS_OF_STEP = 15_000;
  private static final int MAX_VELOCITY = 127;
  private static final int PLACES = DrumGrid.STEPS_PER_BAR * DrumClass.COUNT;

  /**
   * Sums of a slice: {@link #PER_HIT}, {@link #HITS} of each drum, three of each place in the bar,
   * and {@link #HISTOGRAMS}.
   */
  static final List<String> SUMS = sums();

  private GrooveFigures() {}

  private static List<String> sums() {
    List<String> sums = new ArrayList<>(PER_HIT);
    HITS.forEach(of -> addNumbered(sums, of, DrumClass.COUNT));
    List.of("groove_hits", "groove_real", "groove_made")
        .forEach(of -> addNumbered(sums, of, PLACES));
    HISTOGRAMS.forEach(of -> addNumbered(sums, of, COARSE_BINS));
    return List.copyOf(sums);
  }

  private static void addNumbered(List<String> sums, String of, int count) {
    for (int number = 0; number < count; number++) {
      sums.add(String.format(Locale.ROOT, "%s_%03d", of, number));
    }
  }

  /**
   * Adds a slice.
   *
   * @param made rows as {@link DrumPerformance#rows} has them
   * @param sums of the slice, {@link #SUMS} from a place on
   * @param bins of all slices, by name
   */
  static void add(
      DrumPerformance real,
      float[] made,
      double qpm,
      double[] sums,
      int first,
      Map<String, Double> bins) {
    float[] rows = real.rows();
    int hits = first + PER_HIT.size();
    int grooves = hits + HIT_SUMS;
    int histograms = grooves + 3 * PLACES;
    for (int step = 0; step < real.steps(); step++) {
      for (int drum = 0; drum < DrumClass.COUNT; drum++) {
        int cell = step * DrumPerformance.ROW + drum;
        boolean isWanted = rows[cell] > 0;
        boolean isGot = made[cell] > 0;
        addHit(sums, hits + drum, isWanted, isGot);
        if (isWanted && isGot) {
          double wantedOffset = rows[cell + DrumPerformance.OFFSET];
          double offset = made[cell + DrumPerformance.OFFSET];
          double wantedVelocity = rows[cell + DrumPerformance.VELOCITY];
          double velocity = made[cell + DrumPerformance.VELOCITY];
          double steps = Math.abs(wantedOffset - offset) / 2;
          double byVelocity = Math.abs(wantedVelocity - velocity);
          sums[first] += steps * MS_OF_STEP / qpm;
          sums[first + 1] += steps * steps;
          sums[first + 2] += byVelocity * byVelocity;
          sums[first + 3] += byVelocity * MAX_VELOCITY;
          int place = grooves + step % DrumGrid.STEPS_PER_BAR * DrumClass.COUNT + drum;
          sums[place]++;
          sums[place + PLACES] += wantedOffset;
          sums[place + 2 * PLACES] += offset;
          sums[histograms + bin((wantedOffset + 1) / 2, COARSE_BINS)]++;
          sums[histograms + COARSE_BINS + bin(wantedVelocity, COARSE_BINS)]++;
          sums[histograms + 2 * COARSE_BINS + bin((offset + 1) / 2, COARSE_BINS)]++;
          sums[histograms + 3 * COARSE_BINS + bin(velocity, COARSE_BINS)]++;
          addBin(bins, "offset_real", drum, (wantedOffset + 1) / 2);
          addBin(bins, "offset_made", drum, (offset + 1) / 2);
          addBin(bins, "velocity_real", drum, wantedVelocity);
          addBin(bins, "velocity_made", drum, velocity);
        }
      }
    }
  }

  private static void addHit(double[] sums, int at, boolean isWanted, boolean isGot) {
    sums[at] += isWanted && isGot ? 1 : 0;
    sums[at + DrumClass.COUNT] += isWanted ? 1 : 0;
    sums[at + 2 * DrumClass.COUNT] += isGot ? 1 : 0;
  }

  /**
   * Adds the hits of a slice alone.
   *
   * @param wanted masks of each step
   * @param got the same of what was guessed
   * @param sums of the slice, {@link #SUMS} from a place on
   */
  static void addHits(int[] wanted, int[] got, double[] sums, int first) {
    for (int step = 0; step < wanted.length; step++) {
      for (DrumClass drum : DrumClass.values()) {
        int at = first + PER_HIT.size() + drum.number();
        addHit(sums, at, drum.isIn(wanted[step]), drum.isIn(got[step]));
      }
    }
  }

  private static void addBin(Map<String, Double> bins, String of, int drum, double share) {
    bins.merge(name(of, drum, bin(share, BINS)), 1.0, Double::sum);
  }

  private static int bin(double share, int bins) {
    return (int) Math.max(0, Math.min(share * bins, bins - 1));
  }

  private static String name(String of, int drum, int bin) {
    return String.format(Locale.ROOT, "%s_%d_%02d", of, drum, bin);
  }

  /**
   * Figures of all slices, but {@link #GROOVE_DISTANCE} and {@link #TOLD_APART}.
   *
   * @param ownDrums bits of the drums whose hits were chosen
   */
  static Map<String, Double> figures(PredictionSums score, int ownDrums) {
    Map<String, Double> figures = new LinkedHashMap<>();
    double both = hits(score, 0, DrumClass.MASKS - 1);
    PER_HIT.forEach(name -> figures.put(name, score.sums().get(name) / both));
    if (ownDrums != 0) {
      figures.putAll(hitFigures(score, ownDrums));
    }
    figures.put(TIMING_KL, divergence(score, "offset", 0, DrumClass.COUNT));
    figures.put(VELOCITY_KL, divergence(score, "velocity", 0, DrumClass.COUNT));
    return figures;
  }

  /** {@link #HITS_F1} and {@link #HITS_HAMMING} of some drums. */
  static Map<String, Double> hitFigures(PredictionSums score, int drums) {
    double both = hits(score, 0, drums);
    double all = hits(score, 1, drums) + hits(score, 2, drums);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(HITS_F1, 2 * both / all);
    figures.put(HITS_HAMMING, (all - 2 * both) / score.count());
    return figures;
  }

  private static double hits(PredictionSums score, int of, int drums) {
    double hits = 0;
    for (DrumClass drum : DrumClass.values()) {
      int at = PER_HIT.size() + of * DrumClass.COUNT + drum.number();
      hits += drum.isIn(drums) ? score.sums().get(SUMS.get(at)) : 0;
    }
    return hits;
  }

  /**
   * By each drum's title its divergences of offsets and velocities, and its hits' F1.
   *
   * @param ownDrums bits of the drums whose hits were chosen
   */
  static Map<String, Object> byDrum(PredictionSums score, int ownDrums) {
    Map<String, Object> drums = new LinkedHashMap<>();
    for (DrumClass drum : DrumClass.values()) {
      Map<String, Double> of = new LinkedHashMap<>();
      of.put(TIMING_KL, divergence(score, "offset", drum.number(), drum.number() + 1));
      of.put(VELOCITY_KL, divergence(score, "velocity", drum.number(), drum.number() + 1));
      if (drum.isIn(ownDrums)) {
        double f1 = hitFigures(score, drum.bit()).get(HITS_F1);
        of.put(HITS_F1, Double.isNaN(f1) ? null : f1);
      }
      drums.put(drum.title(), of);
    }
    return drums;
  }

  /** KL(real ‖ made) of two histograms, each with a little in each bin, nats. */
  private static double divergence(PredictionSums score, String of, int firstDrum, int endDrum) {
    double[] real = histogram(score, of + "_real", firstDrum, endDrum);
    double[] made = histogram(score, of + "_made", firstDrum, endDrum);
    double nats = 0;
    for (int bin = 0; bin < BINS; bin++) {
      nats += real[bin] * Math.log(real[bin] / made[bin]);
    }
    return nats;
  }

  private static double[] histogram(PredictionSums score, String of, int firstDrum, int endDrum) {
    double[] shares = new double[BINS];
    double all = 0;
    for (int bin = 0; bin < BINS; bin++) {
      shares[bin] = LEAST_IN_BIN;
      for (int drum = firstDrum; drum < endDrum; drum++) {
        shares[bin] += score.sums().getOrDefault(name(of, drum, bin), 0.0);
      }
      all += shares[bin];
    }
    for (int bin = 0; bin < BINS; bin++) {
      shares[bin] /= all;
    }
    return shares;
  }

  /**
   * The mean over files of how far the mean offsets of each drum at each place of the bar are apart
   * from the real ones, weighed by hits; in numbers of the network, twice steps.
   */
  static double grooveDistance(FileScores scores) {
    int first = scores.figures().indexOf(SUMS.get(PER_HIT.size() + HIT_SUMS));
    double sum = 0;
    int files = 0;
    for (FileSums file : scores.files()) {
      double far = 0;
      double hits = 0;
      for (int place = first; place < first + PLACES; place++) {
        far += Math.abs(file.sums()[place + PLACES] - file.sums()[place + 2 * PLACES]);
        hits += file.sums()[place];
      }
      if (hits > 0) {
        sum += far / hits;
        files++;
      }
    }
    return sum / files;
  }

  /** How well histograms tell real playing of files from made; NaN of few files. */
  static double toldApart(FileScores scores) {
    int first = scores.figures().indexOf(SUMS.get(SUMS.size() - HISTOGRAMS.size() * COARSE_BINS));
    List<double[]> real = new ArrayList<>();
    List<double[]> made = new ArrayList<>();
    for (FileSums file : scores.files()) {
      int middle = first + 2 * COARSE_BINS;
      double[] ofReal = Arrays.copyOfRange(file.sums(), first, middle);
      double hits = Arrays.stream(ofReal).sum() / 2;
      if (hits > 0) {
        double[] ofMade = Arrays.copyOfRange(file.sums(), middle, middle + 2 * COARSE_BINS);
        real.add(Arrays.stream(ofReal).map(count -> count / hits).toArray());
        made.add(Arrays.stream(ofMade).map(count -> count / hits).toArray());
      }
    }
    return TwoSampleTest.auc(real, made);
  }

  /** The means over hits, file by file. */
  static FileScores perHit(FileScores scores) {
    int first = scores.figures().indexOf(OFFSET_MAE_MS);
    List<FileSums> files = new ArrayList<>();
    for (FileSums file : scores.files()) {
      double[] sums = new double[PER_HIT.size()];
      System.arraycopy(file.sums(), first, sums, 0, sums.length);
      double both = 0;
      for (int drum = 0; drum < DrumClass.COUNT; drum++) {
        both += file.sums()[first + sums.length + drum];
      }
      files.add(new FileSums(file.file(), file.count(), both, sums));
    }
    return new FileScores(PER_HIT, files, PredictionSums.NONE);
  }
}
