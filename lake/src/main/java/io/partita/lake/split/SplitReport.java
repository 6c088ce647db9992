package io.partita.lake.split;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.RunHeader;
import io.partita.lake.table.ValueCounts;
import io.partita.split.Split;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a run of the command split did, as {@code --json} prints it.
 *
 * @param tables that show the new splits
 * @param files that were dealt
 * @param groups by which they were
 * @param officialFiles those whose split the catalog gives
 * @param moved files that are in another split than before
 * @param splits in the order of a training: files in each
 * @param before the same, as it was
 * @param leaks near-duplicate pairs in different splits; null where nobody looked for such pairs
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record SplitReport(
    @JsonUnwrapped RunHeader run,
    List<String> tables,
    long files,
    long groups,
    long officialFiles,
    long moved,
    Map<String, Long> splits,
    Map<String, Long> before,
    SplitLeaks leaks) {
  private static final int LISTED = 5;

  /**
   * The report of a run that is about to be published.
   *
   * @param files midi_md5, before, split, split_group, official
   */
  static SplitReport of(DerivedRun run, List<String> tables, Dataset<Row> files, SplitLeaks leaks) {
    Row counts =
        files
            .agg(
                count(lit(1)).as("files"),
                countDistinct("split_group").as("groups"),
                count_if(col("official").isNotNull()).as("official"),
                count_if(col("before").notEqual(col("split"))).as("moved"))
            .head();
    return new SplitReport(
        run.header(),
        tables,
        counts.getAs("files"),
        counts.getAs("groups"),
        counts.getAs("official"),
        counts.getAs("moved"),
        sizes(files, "split"),
        sizes(files, "before"),
        leaks);
  }

  private static Map<String, Long> sizes(Dataset<Row> files, String column) {
    Map<String, Long> found = ValueCounts.of(files, column);
    Map<String, Long> sizes = new LinkedHashMap<>();
    for (Split split : Split.values()) {
      sizes.put(split.label(), found.getOrDefault(split.label(), 0L));
    }
    sizes.putAll(found);
    return sizes;
  }

  /** A table of the splits, and what leaks. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(Locale.ROOT, "split → %s, data set %s%n%n", run.lake(), run.dataset()));
    text.append(String.format(Locale.ROOT, "%-12s %12s %12s%n", "split", "files", "before"));
    splits.forEach(
        (split, count) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "%-12s %,12d %,12d%n",
                    split,
                    count,
                    before.getOrDefault(split, 0L))));
    text.append(
        String.format(
            Locale.ROOT,
            "%n%,d files in %,d groups; %,d are in another split than before",
            files,
            groups,
            moved));
    text.append(
        officialFiles == 0
            ? String.format(Locale.ROOT, "%n")
            : String.format(Locale.ROOT, "; %,d have the split of their catalog%n", officialFiles));
    leaks(text);
    text.append(
        String.format(
            Locale.ROOT,
            "Dealt: %s%n%.1f seconds, run %s",
            String.join(", ", tables),
            run.seconds(),
            run.runId()));
    return text.toString();
  }

  private void leaks(StringBuilder text) {
    if (leaks == null) {
      text.append(
          String.format(
              Locale.ROOT,
              "Near-duplicates in two splits: unknown, run 'partita find duplicates'%n"));
      return;
    }
    line(text, "Near-duplicates in two splits", leaks.made());
    if (!leaks.official().isEmpty()) {
      line(text, "Of splits of the catalog", leaks.official());
    }
    if (!leaks.parted().isEmpty()) {
      line(text, "Of groups parted for their size", leaks.parted());
    }
    leaks.worst().stream()
        .limit(LISTED)
        .forEach(
            pair ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "  %-8s %s (%s) and %s (%s)%n",
                        pair.tier(),
                        pair.a(),
                        pair.splitA(),
                        pair.b(),
                        pair.splitB())));
  }

  private static void line(StringBuilder text, String what, Map<String, Long> byTier) {
    text.append(String.format(Locale.ROOT, "%s: %s%n", what, SplitLeaks.text(byTier)));
  }
}
