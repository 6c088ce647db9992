package io.partita.kind.groovae;

import io.partita.drum.DrumClass;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumPerformance;
import io.partita.model.PredictionSums;
import io.partita.model.examples.FileScores;
import io.partita.model.examples.FileSums;
import java.util.ArrayList;
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

  /** Means over hits. */
  static final List<String> PER_HIT =
      List.of(OFFSET_MAE_MS, OFFSET_MSE, VELOCITY_MSE, VELOCITY_MAE);

  /** Hits that both have, that the slice has, that were played; in the order of the sums. */
  private static final List<String> HITS = List.of("hits_both", "hits_wanted", "hits_got");

  private static final int BINS = 50;
  private static final double LEAST_IN_BIN = 1e-3;
  private static final double MS_OF_STEP = 15_000;
  private static final int MAX_VELOCITY = 127;
  private static final int PLACES = DrumGrid.STEPS_PER_BAR * DrumClass.COUNT;

  /** Sums of a slice: {@link #PER_HIT}, {@link #HITS}, and of each place in the bar three. */
  static final List<String> SUMS = sums();

  private GrooveFigures() {}

  private static List<String> sums() {
    List<String> sums = new ArrayList<>(PER_HIT);
    sums.addAll(HITS);
    for (String of : List.of("groove_hits", "groove_real", "groove_made")) {
      for (int place = 0; place < PLACES; place++) {
        sums.add(String.format(Locale.ROOT, "%s_%03d", of, place));
      }
    }
    return List.copyOf(sums);
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
    int grooves = hits + HITS.size();
    for (int step = 0; step < real.steps(); step++) {
      for (int drum = 0; drum < DrumClass.COUNT; drum++) {
        int cell = step * DrumPerformance.ROW + drum;
        boolean isWanted = rows[cell] > 0;
        boolean isGot = made[cell] > 0;
        sums[hits + 1] += isWanted ? 1 : 0;
        sums[hits + 2] += isGot ? 1 : 0;
        if (isWanted && isGot) {
          sums[hits]++;
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
          addBin(bins, "offset_real", drum, (wantedOffset + 1) / 2);
          addBin(bins, "offset_made", drum, (offset + 1) / 2);
          addBin(bins, "velocity_real", drum, wantedVelocity);
          addBin(bins, "velocity_made", drum, velocity);
        }
      }
    }
  }

  private static void addBin(Map<String, Double> bins, String of, int drum, double share) {
    int bin = (int) Math.max(0, Math.min(share * BINS, BINS - 1));
    bins.merge(name(of, drum, bin), 1.0, Double::sum);
  }

  private static String name(String of, int drum, int bin) {
    return String.format(Locale.ROOT, "%s_%d_%02d", of, drum, bin);
  }

  /** Figures of all slices, but {@link #GROOVE_DISTANCE}. */
  static Map<String, Double> figures(PredictionSums score, boolean knowsHits) {
    Map<String, Double> figures = new LinkedHashMap<>();
    double both = score.sums().get(HITS.get(0));
    PER_HIT.forEach(name -> figures.put(name, score.sums().get(name) / both));
    if (!knowsHits) {
      double all = score.sums().get(HITS.get(1)) + score.sums().get(HITS.get(2));
      figures.put("hits_f1", 2 * both / all);
    }
    figures.put(TIMING_KL, divergence(score, "offset", 0, DrumClass.COUNT));
    figures.put(VELOCITY_KL, divergence(score, "velocity", 0, DrumClass.COUNT));
    return figures;
  }

  /** Divergences of each drum: by its title those of offsets and velocities. */
  static Map<String, Object> byDrum(PredictionSums score) {
    Map<String, Object> drums = new LinkedHashMap<>();
    for (DrumClass drum : DrumClass.values()) {
      Map<String, Double> of = new LinkedHashMap<>();
      of.put(TIMING_KL, divergence(score, "offset", drum.number(), drum.number() + 1));
      of.put(VELOCITY_KL, divergence(score, "velocity", drum.number(), drum.number() + 1));
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
    int first = scores.figures().indexOf(SUMS.get(PER_HIT.size() + HITS.size()));
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

  /** The means over hits, file by file. */
  static FileScores perHit(FileScores scores) {
    int first = scores.figures().indexOf(OFFSET_MAE_MS);
    List<FileSums> files = new ArrayList<>();
    for (FileSums file : scores.files()) {
      double[] sums = new double[PER_HIT.size()];
      System.arraycopy(file.sums(), first, sums, 0, sums.length);
      double both = file.sums()[first + sums.length];
      files.add(new FileSums(file.file(), file.count(), both, sums));
    }
    return new FileScores(PER_HIT, files, PredictionSums.NONE);
  }
}
