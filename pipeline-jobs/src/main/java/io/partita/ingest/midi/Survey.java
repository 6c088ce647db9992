package io.partita.ingest.midi;

import io.partita.lake.table.ParquetRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** All findings, read from the stage as often as they are asked for. */
final class Survey {
  private final List<String> files;
  private final UnaryOperator<String> knownHash;
  private final Configuration conf;

  /**
   * @param files as {@link MidiPartition} left them, in partition order
   * @param knownHash content hash by MD5 of what it did not parse; null of the others
   */
  Survey(List<String> files, UnaryOperator<String> knownHash, Configuration conf) {
    this.files = List.copyOf(files);
    this.knownHash = knownHash;
    this.conf = conf;
  }

  /** Gets the findings of one content. */
  @FunctionalInterface
  interface Visitor {
    /**
     * @param members one or more of equal MD5, the first member first; or a single one without
     */
    void content(List<Finding> members) throws IOException;
  }

  /** Visits members without content one by one, then each content once, in MD5 order. */
  void forEach(Visitor visitor) throws IOException {
    for (String file : files) {
      visit(new Path(file), visitor);
    }
  }

  private void visit(Path file, Visitor visitor) throws IOException {
    List<Finding> members = new ArrayList<>();
    ParquetRows.forEach(
        file,
        conf,
        row -> {
          Finding finding = Finding.of(row);
          if (finding.md5() != null && finding.contentHash() == null) {
            finding = finding.withHash(knownHash.apply(finding.md5()));
          }
          if (!members.isEmpty() && !isAlike(members.get(0), finding)) {
            visitor.content(List.copyOf(members));
            members.clear();
          }
          members.add(finding);
        });
    if (!members.isEmpty()) {
      visitor.content(members);
    }
  }

  private static boolean isAlike(Finding one, Finding other) {
    return one.md5() != null && one.md5().equals(other.md5());
  }
}
