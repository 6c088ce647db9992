package io.partita.kind.cvae;

import java.io.Serializable;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * A window of the lake and how near it is to another: the largest cosine comes first, and of equal
 * ones the first by place.
 *
 * @param cosine of the angle between the means of z, -1 to 1
 * @param source null until it is known, as are path and label
 * @param mu the mean of its z
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FoundWindow(
    double cosine,
    String dataset,
    String trackId,
    int window,
    double startS,
    String recording,
    String split,
    String source,
    String path,
    String label,
    float[] mu)
    implements Comparable<FoundWindow>, Serializable {
  private static final Comparator<FoundWindow> NEAREST_FIRST =
      Comparator.comparingDouble(FoundWindow::cosine)
          .reversed()
          .thenComparing(FoundWindow::dataset)
          .thenComparing(FoundWindow::trackId)
          .thenComparingInt(FoundWindow::window);

  FoundWindow nearer(FoundWindow other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /** The same with the source, path and label of its file. */
  FoundWindow of(Row track) {
    return new FoundWindow(
        cosine,
        dataset,
        trackId,
        window,
        startS,
        recording,
        split,
        track.getAs("source"),
        track.getAs("path"),
        track.getAs("label"),
        mu);
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("cosine", cosine);
    fields.put("dataset", dataset);
    fields.put("source", source);
    fields.put("path", path);
    fields.put("label", label);
    fields.put("track_id", trackId);
    fields.put("window", window);
    fields.put("start_s", startS);
    fields.put("recording", recording);
    fields.put("split", split);
    return fields;
  }

  @Override
  public int compareTo(FoundWindow other) {
    return NEAREST_FIRST.compare(this, other);
  }
}
