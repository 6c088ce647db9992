package io.partita.kind.token;

import io.partita.model.evaluate.BaselineScores;
import io.partita.statistics.Bootstrap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The bits of a file's tokens for each of its notes, structure and the end included, in the mean
 * over files, with a 95 % bootstrap over them. Files without a note are left out.
 *
 * @param mean NaN where no file has a note
 * @param interval null where there are fewer than two files
 */
record BitsPerNote(double mean, Bootstrap.Interval interval) {
  static final String NAME = "bits_per_note";

  /**
   * @param nats of each file
   * @param notes of each file
   */
  static BitsPerNote of(double[] nats, double[] notes) {
    double[] bits = new double[nats.length];
    int count = 0;
    for (int file = 0; file < nats.length; file++) {
      if (notes[file] > 0) {
        bits[count++] = nats[file] / Math.log(2) / notes[file];
      }
    }
    double[] of = Arrays.copyOf(bits, count);
    double mean = Arrays.stream(of).average().orElse(Double.NaN);
    if (count < 2) {
      return new BitsPerNote(mean, null);
    }
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    double[][] means = Bootstrap.resampled(List.of(new Bootstrap.Ratio(of, ones)));
    return new BitsPerNote(mean, Bootstrap.interval(means[0]));
  }

  /**
   * For programs.
   *
   * @param name of the mean
   */
  Map<String, Object> json(String name) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(name, Double.isFinite(mean) ? mean : null);
    json.put(
        name + BaselineScores.INTERVAL,
        interval == null ? null : List.of(interval.low(), interval.high()));
    return json;
  }
}
