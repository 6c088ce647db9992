package io.partita.model.slices.vae;

import io.partita.model.slices.CutFile;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Where a slice is in the lake. The order is that of its rows: by data set, source, path, MD5,
 * piece, instruments and start.
 *
 * @param instruments of its voices; none for drums
 * @param start first step, or bar, from the piece's start
 * @param split null where the file has none
 */
record SlicePlace(
    String dataset,
    String source,
    String path,
    String midiMd5,
    int bars,
    int piece,
    List<Integer> instruments,
    long start,
    String split)
    implements Comparable<SlicePlace>, Serializable {
  private static final Comparator<SlicePlace> ORDER =
      Comparator.comparing(SlicePlace::dataset)
          .thenComparing(SlicePlace::source)
          .thenComparing(SlicePlace::path)
          .thenComparing(SlicePlace::midiMd5)
          .thenComparingInt(SlicePlace::piece)
          .thenComparing(place -> place.instruments.toArray(Integer[]::new), Arrays::compare)
          .thenComparingLong(SlicePlace::start)
          .thenComparingInt(SlicePlace::bars)
          .thenComparing(SlicePlace::split, Comparator.nullsFirst(Comparator.naturalOrder()));

  /** As a slice without its labels. */
  CutFile.Slice slice() {
    return new CutFile.Slice(piece, instruments, start, new int[0]);
  }

  @Override
  public int compareTo(SlicePlace other) {
    return ORDER.compare(this, other);
  }
}
