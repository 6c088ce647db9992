package io.partita.lake.split;

import static io.partita.lake.table.LakeTable.DUP_FILES;
import static io.partita.lake.table.LakeTable.DUP_PAIRS;

import io.partita.DuckDb;
import io.partita.lake.Lake;
import io.partita.lake.Publication;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.RowBuilder;
import io.partita.lake.table.TableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;

/** Which files of a data set are alike, said by hand and published as find-duplicates does it. */
public final class HandmadeDuplicates {
  private final Path lake;
  private final String dataset;
  private final Map<String, String> hashOf = new HashMap<>();
  private final Map<String, String> groupOf = new HashMap<>();
  private final Map<String, String> representativeOf = new HashMap<>();
  private final Map<String, Double> cutOf = new HashMap<>();
  private final List<Row> pairs = new ArrayList<>();

  private HandmadeDuplicates(Path lake, String dataset) {
    this.lake = lake;
    this.dataset = dataset;
  }

  /** No files of a data set are alike, yet. */
  public static HandmadeDuplicates of(Path lake, String dataset) {
    HandmadeDuplicates tables = new HandmadeDuplicates(lake, dataset);
    DuckDb.rows(
            "SELECT midi_md5, content_hash FROM "
                + DuckDb.table(lake, "midi_files", dataset)
                + " WHERE content_hash IS NOT NULL")
        .forEach(row -> tables.hashOf.put((String) row.get(0), (String) row.get(1)));
    return tables;
  }

  /** Says that two files are alike, and are in one group. */
  public HandmadeDuplicates pair(String one, String other, String tier, double coverage) {
    groupOf.put(other, group(one));
    return pairOnly(one, other, tier, coverage);
  }

  /** Says that two files are alike, whatever their groups are. */
  public HandmadeDuplicates pairOnly(String one, String other, String tier, double coverage) {
    boolean isInOrder = one.compareTo(other) < 0;
    pairs.add(
        RowBuilder.of(DUP_PAIRS)
            .set("a", isInOrder ? one : other)
            .set("b", isInOrder ? other : one)
            .set("dataset_a", dataset)
            .set("dataset_b", dataset)
            .set("tier", tier)
            .set("relation", "version")
            .set("namespace", "TRK")
            .set("shared", 40)
            .set("chain", 30)
            .set("cov_min", coverage)
            .set("cov_a", coverage)
            .set("cov_b", coverage / 2)
            .set("a_from_s", 0.0)
            .set("a_to_s", 30.0)
            .set("b_from_s", 1.0)
            .set("b_to_s", 31.0)
            .set("slope", 1.0)
            .set("transpose", 0)
            .set("algo_version", 1)
            .row());
    return this;
  }

  /** Says that a file stands for another one. */
  public HandmadeDuplicates stands(String representative, String other) {
    representativeOf.put(other, representative);
    return this;
  }

  /** Says that a file's group was parted. */
  public HandmadeDuplicates cut(String file, double coverage) {
    cutOf.put(file, coverage);
    return this;
  }

  private String group(String file) {
    return groupOf.computeIfAbsent(file, any -> file);
  }

  private Row row(String md5) {
    String representative = representativeOf.getOrDefault(md5, md5);
    String group = group(md5);
    long size = hashOf.keySet().stream().filter(file -> group(file).equals(group)).count();
    return RowBuilder.of(DUP_FILES)
        .set("midi_md5", md5)
        .set("content_hash", hashOf.get(md5))
        .set("n_shingles", 100)
        .set("indexable", true)
        .set("dup_cluster", representative)
        .set("is_representative", representative.equals(md5))
        .set("rep_md5", representative)
        .set("split_group", group)
        .set("component_size", (int) size)
        .set("group_cut", cutOf.get(md5))
        .set("algo_version", 1)
        .row();
  }

  /** Publishes both tables. */
  public void publish() throws IOException {
    Lake opened = Lake.at(lake.toString(), new Configuration());
    List<Row> files = hashOf.keySet().stream().sorted().map(this::row).toList();
    try (Publication publication =
        Publication.beside(opened, dataset, "by-hand", "by-hand-1", "find-duplicates")) {
      write(publication, DUP_PAIRS, pairs);
      write(publication, DUP_FILES, files);
      publication.publish(
          List.of(DUP_PAIRS, DUP_FILES),
          List.of(),
          Map.of(
              "run_id", "by-hand",
              "attempt", "by-hand-1",
              "command", "find-duplicates",
              "pairs", pairs.size(),
              "files", files.size()));
    }
  }

  private static void write(Publication publication, LakeTable table, List<Row> rows)
      throws IOException {
    org.apache.hadoop.fs.Path path =
        new org.apache.hadoop.fs.Path(publication.staged(table), "part-00000.zstd.parquet");
    try (TableFile<Row> file =
        TableFile.ofRows(path, table, Map.of("partita.run_id", "by-hand"), new Configuration())) {
      for (Row row : rows) {
        file.write(row);
      }
    }
  }
}
