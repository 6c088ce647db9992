package io.partita.sql;

import io.partita.duckdb.DeclaredTable;
import io.partita.duckdb.LakeFiles;
import io.partita.duckdb.LakeFiles.Content;
import io.partita.lake.RowCounts;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.format.FileMetaData;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.transport.TMemoryBuffer;

/** What {@link RowCounts} counts, of a lake on a disk of this machine: without Hadoop. */
final class LocalRowCounts {
  /** Ends a Parquet file, after the footer's length in four bytes. */
  private static final String MAGIC = "PAR1";

  private static final int TAIL = Integer.BYTES + MAGIC.length();

  private LocalRowCounts() {}

  /**
   * Counts one whole version of each data set.
   *
   * @return by table and data set, both in order; those without rows are left out
   */
  static Map<String, Map<String, Long>> of(Path root) throws IOException {
    LakeFiles files = LakeFiles.of(root);
    Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
    for (String table : DeclaredTable.all().keySet()) {
      for (Map.Entry<String, Content> dataset :
          files.tables().getOrDefault(table, Map.of()).entrySet()) {
        long rows = rows(dataset.getValue());
        if (rows > 0) {
          counts.computeIfAbsent(table, name -> new TreeMap<>()).put(dataset.getKey(), rows);
        }
      }
    }
    return counts;
  }

  private static long rows(Content content) throws IOException {
    if (!content.isUncounted()) {
      return content.rows();
    }
    long rows = 0;
    for (Path file : content.files()) {
      rows += rows(file);
    }
    return rows;
  }

  /** As the file's footer says; none of a damaged one. */
  private static long rows(Path file) throws IOException {
    byte[] footer = footer(file);
    try {
      return footer.length == 0 ? 0 : metadata(footer).getNum_rows();
    } catch (TException | RuntimeException e) {
      return 0;
    }
  }

  /** Parquet's own reader of streams starts Log4j, which takes as long as all else here. */
  private static FileMetaData metadata(byte[] footer) throws TException {
    FileMetaData metadata = new FileMetaData();
    TMemoryBuffer bytes = new TMemoryBuffer(footer.length);
    bytes.write(footer);
    metadata.read(new TCompactProtocol(bytes));
    return metadata;
  }

  /** Empty if the file has no whole one. */
  private static byte[] footer(Path file) throws IOException {
    try (RandomAccessFile parquet = new RandomAccessFile(file.toFile(), "r")) {
      long end = parquet.length() - TAIL;
      if (end < 0) {
        return new byte[0];
      }
      byte[] magic = new byte[MAGIC.length()];
      parquet.seek(end);
      int length = Integer.reverseBytes(parquet.readInt());
      parquet.readFully(magic);
      if (length < 0
          || length > end
          || !MAGIC.equals(new String(magic, StandardCharsets.ISO_8859_1))) {
        return new byte[0];
      }
      byte[] footer = new byte[length];
      parquet.seek(end - length);
      parquet.readFully(footer);
      return footer;
    }
  }
}
