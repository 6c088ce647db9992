package io.partita.lake.split;

import static io.partita.lake.split.OfficialSplits.OFFICIAL;
import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.DUP_FILES;
import static io.partita.lake.table.LakeTable.DUP_PAIRS;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static io.partita.lake.table.LakeTable.MIDI_SOURCES;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.lake.table.LakeTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Pairs of files of a data set that are alike and are in different splits, by tier: first those of
 * which it is surest.
 *
 * @param made of two files that Partita put there
 * @param official of a file that the data set's catalog put there, or two
 * @param parted of two files whose group was parted as it had too many, which are alike by less
 *     than holds the parts together
 * @param worst the surest of them, {@value #SHOWN} at most
 */
public record SplitLeaks(
    Map<String, Long> made,
    Map<String, Long> official,
    Map<String, Long> parted,
    List<Pair> worst) {
  private static final int SHOWN = 20;
  private static final List<String> TIERS = List.of("exact", "strict", "near", "related");
  private static final String MD5 = "midi_md5";
  private static final String KIND = "kind";
  private static final String MADE = "made";
  private static final String PARTED = "parted";

  /**
   * Two files.
   *
   * @param kind made, official or parted
   * @param a path of the one
   * @param b path of the other
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Pair(String tier, String kind, String a, String splitA, String b, String splitB) {}

  /** Whether a data set with these tables was searched for files that are alike. */
  public static boolean areKnown(Set<LakeTable> tables) {
    return tables.containsAll(Set.of(DUP_PAIRS, DUP_FILES, MIDI_FILES, MIDI_SOURCES));
  }

  /**
   * Looks for them.
   *
   * @param tables with dup_pairs, dup_files, midi_files and midi_sources
   * @param keepsOfficial whether splits of a catalog stand as the catalog has them
   */
  public static SplitLeaks of(
      Map<LakeTable, Dataset<Row>> tables, String dataset, boolean keepsOfficial) {
    Dataset<Row> files =
        tables
            .get(MIDI_FILES)
            .where(col(DATASET).equalTo(dataset).and(col("split").isNotNull()))
            .select(MD5, "path", "split");
    return of(tables, dataset, files, keepsOfficial);
  }

  /**
   * The same of files as they will be.
   *
   * @param files midi_md5, path, split
   */
  static SplitLeaks of(
      Map<LakeTable, Dataset<Row>> tables,
      String dataset,
      Dataset<Row> files,
      boolean keepsOfficial) {
    Dataset<Row> apart = apart(tables, dataset, known(tables, dataset, files, keepsOfficial));
    apart.persist();
    Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
    for (Row row : apart.groupBy(KIND, "tier").count().sort(rank(), col("tier")).collectAsList()) {
      counts
          .computeIfAbsent(row.getAs(KIND), any -> new LinkedHashMap<>())
          .put(row.getAs("tier"), row.getAs("count"));
    }
    List<Pair> worst =
        apart
            .sort(rank(), col("tier"), col("a"), col("b"))
            .select("tier", KIND, "path_a", "split_a", "path_b", "split_b")
            .limit(SHOWN)
            .collectAsList()
            .stream()
            .map(SplitLeaks::pair)
            .toList();
    apart.unpersist();
    return new SplitLeaks(
        counts.getOrDefault(MADE, Map.of()),
        counts.getOrDefault(OFFICIAL, Map.of()),
        counts.getOrDefault(PARTED, Map.of()),
        worst);
  }

  private static Dataset<Row> known(
      Map<LakeTable, Dataset<Row>> tables,
      String dataset,
      Dataset<Row> files,
      boolean keepsOfficial) {
    Dataset<Row> members =
        OfficialSplits.ofMembers(tables.get(MIDI_SOURCES).where(col(DATASET).equalTo(dataset)));
    Dataset<Row> cuts =
        tables.get(DUP_FILES).where(col(DATASET).equalTo(dataset)).select(MD5, "group_cut");
    return files
        .join(
            OfficialSplits.ofContents(keepsOfficial ? members : members.limit(0)),
            new String[] {MD5},
            "left")
        .join(cuts, new String[] {MD5}, "left")
        .select(
            col(MD5),
            col("path"),
            col("split"),
            col(OFFICIAL).isNotNull().as(OFFICIAL),
            col("group_cut"));
  }

  private static Dataset<Row> apart(
      Map<LakeTable, Dataset<Row>> tables, String dataset, Dataset<Row> files) {
    Column isWithin = col("dataset_a").equalTo(dataset).and(col("dataset_b").equalTo(dataset));
    Column isParted = col("cov_min").lt(coalesce(col("group_cut_a"), lit(0.0)));
    return tables
        .get(DUP_PAIRS)
        .where(col(DATASET).equalTo(dataset).and(isWithin))
        .select("a", "b", "tier", "cov_min")
        .join(side(files, "a"), "a")
        .join(side(files, "b"), "b")
        .where(col("split_a").notEqual(col("split_b")))
        .withColumn(
            KIND,
            when(col("official_a").or(col("official_b")), OFFICIAL)
                .when(isParted, PARTED)
                .otherwise(MADE));
  }

  private static Dataset<Row> side(Dataset<Row> files, String side) {
    return files.select(
        col(MD5).as(side),
        col("path").as("path_" + side),
        col("split").as("split_" + side),
        col(OFFICIAL).as("official_" + side),
        col("group_cut").as("group_cut_" + side));
  }

  /** Where a tier is among them, the surest first: of rows with the column tier. */
  public static Column rank() {
    Column rank = lit(TIERS.size());
    for (int i = 0; i < TIERS.size(); i++) {
      rank = when(col("tier").equalTo(TIERS.get(i)), i).otherwise(rank);
    }
    return rank;
  }

  private static Pair pair(Row row) {
    return new Pair(
        row.getAs("tier"),
        row.getAs(KIND),
        row.getAs("path_a"),
        row.getAs("split_a"),
        row.getAs("path_b"),
        row.getAs("split_b"));
  }

  /** How many pairs there are of all tiers. */
  public static long count(Map<String, Long> byTier) {
    return byTier.values().stream().mapToLong(Long::longValue).sum();
  }

  /** As {@code 12 pairs: 2 exact, 10 near}. */
  public static String text(Map<String, Long> byTier) {
    long count = count(byTier);
    StringJoiner tiers = new StringJoiner(", ", ": ", "").setEmptyValue("");
    byTier.forEach((tier, pairs) -> tiers.add(String.format(Locale.ROOT, "%,d %s", pairs, tier)));
    return String.format(Locale.ROOT, "%,d pair%s%s", count, count == 1 ? "" : "s", tiers);
  }

  /** All that there are, in one line; those that Partita made first. */
  public String text() {
    StringJoiner text = new StringJoiner("; ").add(text(made));
    if (!official.isEmpty()) {
      text.add("of splits of the catalog " + text(official));
    }
    if (!parted.isEmpty()) {
      text.add("of groups that were parted " + text(parted));
    }
    return text.toString();
  }

  /** Whether all of them are of splits that Partita made, and of groups that are whole. */
  public boolean areOnlyMade() {
    return official.isEmpty() && parted.isEmpty();
  }
}
