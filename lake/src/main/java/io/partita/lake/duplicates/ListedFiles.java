package io.partita.lake.duplicates;

import static io.partita.lake.table.LakeTable.DATASET;

import io.partita.similarity.Components;
import io.partita.similarity.MusicFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * All files that are compared, in the order of their numbers, with what the driver knows of each:
 * about 300 bytes a file.
 *
 * @param files in the order of (MD5, data set)
 * @param numbers of them
 * @param contents how many of them represent those that are equal
 * @param earlier of each file the first one of the split group that it has in midi_files, or itself
 */
@SuppressWarnings("ArrayRecordComponent") // they are never compared
record ListedFiles(List<ListedFile> files, FileNumbers numbers, int contents, int[] earlier) {

  /** A file: its columns of {@link ComparedContents#SCHEMA}. */
  record ListedFile(
      String dataset,
      String md5,
      String contentHash,
      String shape,
      int notes,
      int lowest,
      int shingles) {
    static ListedFile of(Row row) {
      return new ListedFile(
          row.getAs(DATASET),
          row.getAs("midi_md5"),
          row.getAs("content_hash"),
          row.getAs("shape"),
          row.getAs("notes"),
          row.getAs("lowest"),
          row.getAs("shingles"));
    }

    boolean isIndexable() {
      return shingles >= MusicFeatures.MIN_SHINGLES;
    }

    /** Scales of all keys have one shape; what is short is equal in its own key only. */
    String content() {
      return isIndexable() ? shape : contentHash;
    }
  }

  /**
   * Lists the files.
   *
   * @param datasets the first one is that whose tables are written
   * @param compared rows of {@link ComparedContents#SCHEMA}
   * @param groups rows (dataset, midi_md5, split_group)
   */
  static ListedFiles of(Dataset<Row> compared, Dataset<Row> groups, List<String> datasets) {
    List<ListedFile> files = new ArrayList<>();
    Iterator<Row> rows = compared.drop(ComparedContents.FEATURES).toLocalIterator();
    rows.forEachRemaining(row -> files.add(ListedFile.of(row)));
    files.sort(Comparator.comparing(ListedFile::md5).thenComparing(ListedFile::dataset));

    int[] equal = equal(files, datasets.get(0));
    short[] datasetOf = new short[files.size()];
    List<String> names = datasets.stream().sorted().toList();
    int contents = 0;
    for (int file = 0; file < datasetOf.length; file++) {
      datasetOf[file] = (short) names.indexOf(files.get(file).dataset());
      contents += equal[file] == file ? 1 : 0;
    }
    FileNumbers numbers =
        new FileNumbers(names, files.stream().map(ListedFile::md5).toList(), datasetOf, equal);
    return new ListedFiles(files, numbers, contents, earlier(files, groups));
  }

  /** Of equal files the first one of the data set represents all, or the first one of any. */
  private static int[] equal(List<ListedFile> files, String dataset) {
    Components equals = new Components(files.size());
    Map<String, Integer> first = new HashMap<>();
    for (int file = 0; file < files.size(); file++) {
      for (String key : List.of(files.get(file).contentHash(), files.get(file).content())) {
        Integer before = first.putIfAbsent(key, file);
        equals.join(file, before == null ? file : before);
      }
    }
    int[] equal = new int[files.size()];
    int[] standing = new int[files.size()];
    Arrays.fill(standing, -1);
    for (int file = 0; file < equal.length; file++) {
      int root = equals.root(file);
      if (standing[root] < 0 && files.get(file).dataset().equals(dataset)) {
        standing[root] = file;
      }
    }
    for (int file = 0; file < equal.length; file++) {
      int root = equals.root(file);
      equal[file] = standing[root] < 0 ? root : standing[root];
    }
    return equal;
  }

  private static int[] earlier(List<ListedFile> files, Dataset<Row> groups) {
    Map<String, String> groupOf = new HashMap<>();
    groups
        .toLocalIterator()
        .forEachRemaining(
            row ->
                groupOf.put(
                    key(row.getAs(DATASET), row.getAs("midi_md5")), row.getAs("split_group")));
    Map<String, Integer> first = new HashMap<>();
    int[] earlier = new int[files.size()];
    for (int file = 0; file < earlier.length; file++) {
      String group = groupOf.get(key(files.get(file).dataset(), files.get(file).md5()));
      Integer before = group == null ? null : first.putIfAbsent(group, file);
      earlier[file] = before == null ? file : before;
    }
    return earlier;
  }

  private static String key(String dataset, String md5) {
    return md5 + dataset;
  }
}
