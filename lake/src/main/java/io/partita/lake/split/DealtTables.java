package io.partita.lake.split;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.DRUM_FILES;
import static io.partita.lake.table.LakeTable.DRUM_PERFORMANCES;
import static io.partita.lake.table.LakeTable.DRUM_SLICES;
import static io.partita.lake.table.LakeTable.LATENTS;
import static io.partita.lake.table.LakeTable.MELODY_FILES;
import static io.partita.lake.table.LakeTable.MELODY_LATENTS;
import static io.partita.lake.table.LakeTable.MELODY_SLICES;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static io.partita.lake.table.LakeTable.MIDI_SOURCES;
import static io.partita.lake.table.LakeTable.PERFORMANCE_FILES;
import static io.partita.lake.table.LakeTable.TOKENS;
import static io.partita.lake.table.LakeTable.TRIO_FILES;
import static io.partita.lake.table.LakeTable.TRIO_LATENTS;
import static io.partita.lake.table.LakeTable.TRIO_SLICES;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.udf;

import io.partita.lake.LakeVersion;
import io.partita.lake.TableShare;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.types.DataTypes;

/**
 * Stages every table of a data set that has the split of a MIDI file, with its rows as they were
 * but for that. Each partition of what is read is looked up for itself, nothing is shuffled.
 */
final class DealtTables {
  private static final List<LakeTable> ALL =
      List.of(
          MIDI_SOURCES,
          MIDI_FILES,
          TOKENS,
          DRUM_FILES,
          DRUM_SLICES,
          PERFORMANCE_FILES,
          DRUM_PERFORMANCES,
          MELODY_FILES,
          MELODY_SLICES,
          TRIO_FILES,
          TRIO_SLICES,
          LATENTS,
          MELODY_LATENTS,
          TRIO_LATENTS);

  /** A share of a table that several runs write: its name is in those of its files. */
  private static final Pattern SHARE = Pattern.compile("part-(.+)-[0-9]{5}-.*");

  private static final String OWN_SHARE = "dealt";
  private static final String SPLIT = "split";
  private static final String MD5 = "midi_md5";
  private static final String GROUP = "split_group";

  private final DerivedRun run;
  private final Map<LakeTable, Dataset<Row>> tables;
  private final Column ofContent;
  private final Column ofMember;

  private DealtTables(DerivedRun run, Map<LakeTable, Dataset<Row>> tables, NewSplits splits) {
    this.run = run;
    this.tables = tables;
    Broadcast<NewSplits> known =
        JavaSparkContext.fromSparkContext(run.spark().sparkContext()).broadcast(splits);
    UDF1<String, String> content = md5 -> known.value().ofContent(md5);
    UDF3<String, String, String, String> member =
        (source, path, md5) -> known.value().ofMember(source, path, md5);
    ofContent = udf(content, DataTypes.StringType).apply(col(MD5));
    ofMember = udf(member, DataTypes.StringType).apply(col("source"), col("path"), col(MD5));
  }

  /**
   * Stages the tables.
   *
   * @param groups rows (midi_md5, split_group) for midi_files; null to leave those there are
   * @return those that the data set has
   */
  static List<LakeTable> write(
      DerivedRun run, Map<LakeTable, Dataset<Row>> tables, NewSplits splits, Dataset<Row> groups)
      throws IOException {
    DealtTables dealt = new DealtTables(run, tables, splits);
    Map<LakeTable, LakeVersion.Table> live = run.lake().snapshot().get(run.dataset());
    List<LakeTable> there = ALL.stream().filter(live::containsKey).toList();
    for (LakeTable table : there) {
      if (run.finished().has(table.tableName())) {
        run.progress().say("Resuming: " + table.tableName() + " is dealt");
        run.wrote(table, run.finished().counts(table.tableName()).keySet());
      } else {
        run.progress().say("Dealing " + table.tableName());
        dealt.write(table, groups);
      }
    }
    return there;
  }

  private void write(LakeTable table, Dataset<Row> groups) throws IOException {
    run.clear(table);
    switch (table) {
      case MIDI_FILES -> files(groups);
      case TOKENS -> tokens();
      default -> members(table);
    }
    Map<String, Long> files = new TreeMap<>();
    run.written(table).forEach(file -> files.put(file, 1L));
    run.finished().finish(table.tableName(), files);
  }

  private void files(Dataset<Row> groups) throws IOException {
    Dataset<Row> rows = rows(MIDI_FILES);
    if (groups != null) {
      rows =
          rows.withColumnRenamed(GROUP, "before")
              .join(broadcast(groups), new String[] {MD5}, "left")
              .withColumn(GROUP, coalesce(col(GROUP), col("before")));
    }
    share(OWN_SHARE).write(MIDI_FILES, rows.withColumn(SPLIT, ofContent), key(MIDI_FILES));
  }

  private void tokens() throws IOException {
    for (Row each : rows(TOKENS).select("scheme").distinct().sort("scheme").collectAsList()) {
      String scheme = each.getAs("scheme");
      Dataset<Row> rows =
          rows(TOKENS).where(col("scheme").equalTo(scheme)).withColumn(SPLIT, ofContent);
      share(OWN_SHARE).writePartition(TOKENS, "scheme=" + scheme, rows, MD5);
    }
  }

  /** A table whose rows are of members of the input; its shares stay apart. */
  private void members(LakeTable table) throws IOException {
    Dataset<Row> all = rows(table);
    TreeSet<String> shares = new TreeSet<>();
    for (String file : all.inputFiles()) {
      Matcher matcher = SHARE.matcher(new Path(file).getName());
      shares.add(matcher.matches() ? matcher.group(1) : "");
    }
    for (String share : shares) {
      Dataset<Row> rows = share.isEmpty() ? all : of(share, all);
      share(share.isEmpty() ? OWN_SHARE : share)
          .write(table, rows.withColumn(SPLIT, ofMember), key(table));
    }
  }

  private static Dataset<Row> of(String share, Dataset<Row> all) {
    return all.where(
        regexp_extract(input_file_name(), "[^/]*$", 0)
            .rlike("^part-" + Pattern.quote(share) + "-[0-9]{5}-"));
  }

  private TableShare share(String name) {
    return run.share(name, false);
  }

  private Dataset<Row> rows(LakeTable table) {
    return tables.get(table).where(col(DATASET).equalTo(run.dataset()));
  }

  private static String[] key(LakeTable table) {
    return table.spec().key().columns().toArray(String[]::new);
  }
}
