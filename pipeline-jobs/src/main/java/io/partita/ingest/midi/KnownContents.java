package io.partita.ingest.midi;

import io.partita.lake.table.ContentStatus;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The contents that an earlier run of the same recipe has parsed, and so this one need not: 16
 * bytes each, sorted. Rejected ones are not among them, as each of their members has a row of the
 * quarantine.
 */
final class KnownContents implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The two halves of each MD5, one after the other. */
  private final long[] md5s;

  private final BitSet repaired = new BitSet();

  private KnownContents(int size) {
    md5s = new long[2 * size];
  }

  /**
   * @param statuses of contents that were not rejected, by MD5
   */
  static KnownContents of(Map<String, ContentStatus> statuses) {
    KnownContents known = new KnownContents(statuses.size());
    List<String> sorted = new ArrayList<>(statuses.keySet());
    sorted.sort(
        Comparator.comparingLong(KnownContents::high).thenComparingLong(KnownContents::low));
    for (int i = 0; i < sorted.size(); i++) {
      known.md5s[2 * i] = high(sorted.get(i));
      known.md5s[2 * i + 1] = low(sorted.get(i));
      known.repaired.set(i, statuses.get(sorted.get(i)) == ContentStatus.REPAIRED);
    }
    return known;
  }

  private static long high(String md5) {
    return Long.parseUnsignedLong(md5, 0, 16, 16);
  }

  private static long low(String md5) {
    return Long.parseUnsignedLong(md5, 16, 32, 16);
  }

  boolean has(String md5) {
    return find(md5) >= 0;
  }

  /** How an earlier run found a content that is known. */
  ContentStatus status(String md5) {
    return repaired.get(find(md5)) ? ContentStatus.REPAIRED : ContentStatus.OK;
  }

  private int find(String md5) {
    if (md5.isEmpty()) {
      return -1;
    }
    long high = high(md5);
    long low = low(md5);
    int from = 0;
    int until = md5s.length / 2;
    while (from < until) {
      int middle = (from + until) >>> 1;
      int order = Long.compare(md5s[2 * middle], high);
      order = order == 0 ? Long.compare(md5s[2 * middle + 1], low) : order;
      if (order == 0) {
        return middle;
      }
      from = order < 0 ? middle + 1 : from;
      until = order < 0 ? until : middle;
    }
    return -1;
  }
}
