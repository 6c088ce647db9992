package io.partita.ingest.midi;

import static io.partita.lake.table.LakeTable.MIDI_FILES;

import io.partita.lake.EarlierRows;
import io.partita.lake.table.ContentStatus;
import io.partita.lake.table.ParquetRows;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;

/**
 * The contents that an earlier run of the same recipe has parsed, and so this one need not: 16
 * bytes each, sorted. Rejected ones are not among them, as each of their members has a row of the
 * quarantine.
 */
final class KnownContents implements Serializable {
  static final KnownContents NONE = new KnownContents(List.of());

  private static final long serialVersionUID = 1L;

  /** The two halves of each MD5, one after the other. */
  private final long[] md5s;

  private final BitSet repaired = new BitSet();

  private record Content(long high, long low, boolean isRepaired) {}

  private KnownContents(List<Content> contents) {
    List<Content> sorted = new ArrayList<>(contents);
    sorted.sort(Comparator.comparingLong(Content::high).thenComparingLong(Content::low));
    md5s = new long[2 * sorted.size()];
    for (int i = 0; i < sorted.size(); i++) {
      md5s[2 * i] = sorted.get(i).high();
      md5s[2 * i + 1] = sorted.get(i).low();
      repaired.set(i, sorted.get(i).isRepaired());
    }
  }

  static KnownContents of(EarlierRows earlier, Configuration conf) throws IOException {
    List<Content> contents = new ArrayList<>();
    for (Path file : earlier.files(MIDI_FILES)) {
      try (ParquetRows rows = new ParquetRows(file, conf)) {
        for (Optional<Group> row = rows.next(); row.isPresent(); row = rows.next()) {
          String status = row.get().getString("status", 0);
          if (!status.equals(ContentStatus.REJECTED.word())) {
            String md5 = row.get().getString("midi_md5", 0);
            boolean isRepaired = status.equals(ContentStatus.REPAIRED.word());
            contents.add(new Content(high(md5), low(md5), isRepaired));
          }
        }
      }
    }
    return new KnownContents(contents);
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
