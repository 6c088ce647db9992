package io.partita.models.musicvae;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Where a drum slice stands in the lake. The order is that of its rows: by data set, source, path,
 * MD5, piece and step.
 *
 * @param startStep first step from the piece's start
 * @param split null where the file has none
 */
record SlicePlace(
    String dataset,
    String source,
    String path,
    String midiMd5,
    int bars,
    int piece,
    long startStep,
    String split)
    implements Comparable<SlicePlace>, Serializable {
  private static final Comparator<SlicePlace> ORDER =
      Comparator.comparing(SlicePlace::dataset)
          .thenComparing(SlicePlace::source)
          .thenComparing(SlicePlace::path)
          .thenComparing(SlicePlace::midiMd5)
          .thenComparingInt(SlicePlace::piece)
          .thenComparingLong(SlicePlace::startStep)
          .thenComparingInt(SlicePlace::bars)
          .thenComparing(SlicePlace::split, Comparator.nullsFirst(Comparator.naturalOrder()));

  @Override
  public int compareTo(SlicePlace other) {
    return ORDER.compare(this, other);
  }
}
