package io.partita.lake;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import io.partita.UserException;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.ParquetFooter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many rows a lake's tables have, by the footers of their files: no row is read. */
public final class RowCounts {
  private static final Logger log = LoggerFactory.getLogger(RowCounts.class);
  private static final int CONSISTENT_LOOKS = 100;

  private RowCounts() {}

  /**
   * Counts one whole version of each data set.
   *
   * @return by table and data set, both in order; those without rows are left out
   * @throws UserException where a file is damaged
   * @throws IOException when the lake is republished faster than its files can be read
   */
  public static Map<LakeTable, Map<String, Long>> of(Lake lake) throws IOException {
    for (int look = 0; look < CONSISTENT_LOOKS; look++) {
      Map<String, String> versions = lake.versions();
      Map<String, Map<LakeTable, Path>> folders = lake.snapshot();
      try {
        Map<LakeTable, Map<String, Long>> counts = count(files(lake, folders));
        if (versions.equals(lake.versions()) && folders.equals(lake.snapshot())) {
          return counts;
        }
      } catch (FileNotFoundException e) {
        log.debug("A publish has moved a file", e);
      }
    }
    throw new IOException("Lake " + lake.root() + " is republished faster than it can be read.");
  }

  private static List<DataFile> files(Lake lake, Map<String, Map<LakeTable, Path>> folders)
      throws IOException {
    List<DataFile> files = new ArrayList<>();
    for (Map.Entry<String, Map<LakeTable, Path>> dataset : folders.entrySet()) {
      for (Map.Entry<LakeTable, Path> table : dataset.getValue().entrySet()) {
        for (Path file : files(lake, table.getValue())) {
          files.add(new DataFile(table.getKey(), dataset.getKey(), file, lake.fs().getConf()));
        }
      }
    }
    return files;
  }

  /** All below a folder but what Spark, too, passes over: what is hidden, and empty files. */
  static List<Path> files(Lake lake, Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    // Not by listFiles: on a local disk that starts a process for each file.
    for (FileStatus entry : lake.list(folder)) {
      String name = entry.getPath().getName();
      if (name.startsWith("_") || name.startsWith(".")) {
        continue;
      }
      if (entry.isDirectory()) {
        files.addAll(files(lake, entry.getPath()));
      } else if (entry.getLen() > 0) {
        files.add(entry.getPath());
      }
    }
    return files;
  }

  private static Map<LakeTable, Map<String, Long>> count(List<DataFile> files) throws IOException {
    try {
      Map<LakeTable, Map<String, Long>> counts =
          files.parallelStream()
              .collect(
                  groupingBy(
                      DataFile::table,
                      TreeMap::new,
                      groupingBy(DataFile::dataset, TreeMap::new, summingLong(DataFile::rows))));
      counts.values().forEach(byDataset -> byDataset.values().removeIf(rows -> rows == 0));
      return counts;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** A file of a table. */
  private record DataFile(LakeTable table, String dataset, Path path, Configuration conf) {
    long rows() {
      try {
        return ParquetFooter.rows(path, conf);
      } catch (IOException | RuntimeException e) {
        if (ParquetFooter.isDamage(e)) {
          throw ParquetFooter.damaged(path.toString(), table, e);
        }
        throw e instanceof IOException io ? new UncheckedIOException(io) : (RuntimeException) e;
      }
    }
  }
}
