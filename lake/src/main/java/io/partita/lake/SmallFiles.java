package io.partita.lake;

import io.partita.lake.table.LakeTable;
import io.partita.lake.table.ParquetFooter;
import io.partita.lake.table.ParquetRows;
import io.partita.lake.table.TableFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;

/**
 * The staged files of a table, the small ones put together: what each task writes of a small table
 * is mostly footer.
 */
final class SmallFiles {
  /** Together they have this many bytes at most, so that their rows are copied in an instant. */
  private static final long BYTES = 256 << 10;

  private final Lake lake;
  private final LakeTable table;
  private final List<FileStatus> replaced = new ArrayList<>();

  SmallFiles(Lake lake, LakeTable table) {
    this.lake = lake;
    this.table = table;
  }

  /** The files by name, with one in the place of small ones of the same folder and share. */
  List<FileStatus> together(List<FileStatus> files) throws IOException {
    Map<String, List<FileStatus>> alike = new TreeMap<>();
    files.stream()
        .sorted(Comparator.comparing(FileStatus::getPath))
        .forEach(file -> alike.computeIfAbsent(share(file), each -> new ArrayList<>()).add(file));
    List<FileStatus> all = new ArrayList<>();
    for (List<FileStatus> parts : alike.values()) {
      long bytes = parts.stream().mapToLong(FileStatus::getLen).sum();
      all.addAll(parts.size() > 1 && bytes <= BYTES ? copied(parts, bytes) : parts);
    }
    return all;
  }

  /** The files whose rows are in another one now. */
  List<FileStatus> replaced() {
    return replaced;
  }

  /** The file's path without the number of the task that wrote it, and what follows. */
  private static String share(FileStatus file) {
    return file.getPath().toString().replaceFirst("\\d{5}-[^/]*$", "");
  }

  private List<FileStatus> copied(List<FileStatus> parts, long bytes) throws IOException {
    Configuration conf = lake.fs().getConf();
    Path first = parts.get(0).getPath();
    Path whole =
        new Path(first.getParent(), first.getName().replace(".zstd.parquet", "-all.zstd.parquet"));
    lake.fs().delete(whole, false); // of a run that was cut short here
    try (TableFile<Group> file =
        TableFile.ofCopies(whole, table, ParquetFooter.provenance(first, conf), conf)) {
      for (FileStatus part : parts) {
        ParquetRows.forEach(part.getPath(), conf, file::write);
      }
    }
    FileStatus written = lake.fs().getFileStatus(whole);
    if (written.getLen() >= bytes) { // differences of neighbours are written in bulk alone
      lake.fs().delete(whole, false);
      return parts;
    }
    replaced.addAll(parts);
    return List.of(written);
  }
}
