package io.partita.lake.split;

import static io.partita.lake.split.OfficialSplits.OFFICIAL;
import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.DUP_FILES;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static io.partita.lake.table.LakeTable.MIDI_SOURCES;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;

import io.partita.lake.split.SplitRules.By;
import io.partita.lake.split.SplitRules.Official;
import io.partita.lake.table.LakeTable;
import io.partita.split.DrawnSplits;
import io.partita.split.LabelIndex;
import io.partita.split.Split;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The split of every file of a data set, dealt again. */
final class NewSplits {
  private NewSplits() {}

  /**
   * Deals.
   *
   * @param files rows of {@link #files}
   * @return by MD5, of contents that were not rejected
   */
  static LabelIndex of(Dataset<Row> files, SplitRules rules) {
    DrawnSplits draw = new DrawnSplits(rules.ratios(), rules.seed());
    Dataset<Row> groups = files.select("split_group", OFFICIAL).distinct();
    each(groups.where(col(OFFICIAL).isNotNull()), row -> hold(draw, row));
    each(groups, row -> draw.draw(row.getAs("split_group")));
    DrawnSplits.Assignment splits = draw.assign();
    LabelIndex byContent = new LabelIndex();
    each(
        files.select("midi_md5", "split_group", OFFICIAL),
        row -> {
          String split = row.getAs(OFFICIAL);
          byContent.put(
              row.getAs("midi_md5"),
              split == null ? splits.split(row.getAs("split_group")) : split);
        });
    return byContent;
  }

  /** Of other words than the three nothing follows. */
  private static void hold(DrawnSplits draw, Row group) {
    String split = group.getAs(OFFICIAL);
    if (Split.isKnown(split)) {
      draw.hold(group.getAs("split_group"), Split.labelOf(split));
    }
  }

  /**
   * What is dealt: the contents that were not rejected.
   *
   * @param official rows of {@link OfficialSplits#ofMembers}
   * @return midi_md5, before (the split that they have), split_group (by which they are dealt),
   *     official
   */
  static Dataset<Row> files(
      Map<LakeTable, Dataset<Row>> tables, String dataset, Dataset<Row> official, By by) {
    Dataset<Row> contents =
        tables
            .get(MIDI_FILES)
            .where(col(DATASET).equalTo(dataset).and(col("content_hash").isNotNull()))
            .select(col("midi_md5"), col("split").as("before"), col("content_hash"));
    Dataset<Row> groups =
        tables
            .get(DUP_FILES)
            .where(col(DATASET).equalTo(dataset))
            .select("midi_md5", "split_group");
    Dataset<Row> grouped =
        by == By.CONTENT
            ? contents.withColumn("split_group", col("content_hash"))
            : contents
                .join(groups, new String[] {"midi_md5"}, "left")
                .withColumn("split_group", coalesce(col("split_group"), col("content_hash")));
    return grouped
        .join(OfficialSplits.ofContents(official), new String[] {"midi_md5"}, "left")
        .select("midi_md5", "before", "split_group", OFFICIAL);
  }

  /** The members of a data set whose splits stay. */
  static Dataset<Row> official(
      Map<LakeTable, Dataset<Row>> tables, String dataset, Official official) {
    Dataset<Row> members =
        OfficialSplits.ofMembers(tables.get(MIDI_SOURCES).where(col(DATASET).equalTo(dataset)));
    return official == Official.KEEP ? members : members.limit(0);
  }

  private static void each(Dataset<Row> rows, Consumer<Row> taker) {
    Iterator<Row> all = rows.toLocalIterator();
    while (all.hasNext()) {
      taker.accept(all.next());
    }
  }
}
