package io.partita.slices;

import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.drum.DrumMap;
import io.partita.lake.CommandName;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.RunHeader;
import io.partita.lake.run.Suspects;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What a run that slices did, as {@code _run.json} and as {@code --json} print it.
 *
 * @param run whose id names the slices of this version of the data set, alike for all lengths
 * @param datasetRun the run that made the data set
 * @param files members of the data set's input
 * @param filesWithoutSlices how many of them gave no slice
 * @param reasons these by the reason
 * @param splits in the order of a training: what they hold
 * @param drumMap of drums: which pitch is which
 * @param hits of drums: notes of pitches with a class
 * @param droppedHits of drums: notes of pitches without a class
 * @param rolandHits of drums: notes of pitches that only Roland's kits have
 * @param ambiguousHits of drums: notes to which the maps give different classes
 * @param mergedHits of performances: notes left out for a louder one of the same drum and step
 * @param droppedNotes of melodies: notes that none can be made of
 * @param suspectFiles members whose content is marked suspect in midi_files
 * @param suspectSlices rows of slices that are theirs
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record SliceReport(
    @JsonUnwrapped RunHeader run,
    String datasetRun,
    int bars,
    long files,
    long filesWithoutSlices,
    SortedMap<String, Long> reasons,
    Map<String, SplitCounts> splits,
    @JsonInclude(JsonInclude.Include.NON_NULL) String drumMap,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long hits,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long droppedHits,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long rolandHits,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long ambiguousHits,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long mergedHits,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long droppedNotes,
    long suspectFiles,
    long suspectSlices) {
  private static final List<String> SPLITS = List.of("train", "validation", "test");
  private static final String NO_SPLIT = "none";

  /** Share of drum notes of Roland's own pitches above which a data set is of its kits. */
  private static final double ROLANDS_SHARE = 0.01;

  /**
   * The files of a split.
   *
   * @param windows slices before those that a piece has more than once were left out
   * @param slices rows of their table
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record SplitCounts(long files, long filesWithoutSlices, long windows, long slices) {
    static final SplitCounts NONE = new SplitCounts(0, 0, 0, 0);

    SplitCounts plus(SplitCounts other) {
      return new SplitCounts(
          files + other.files,
          filesWithoutSlices + other.filesWithoutSlices,
          windows + other.windows,
          slices + other.slices);
    }
  }

  /**
   * The report of a run that is about to be published.
   *
   * @param files its accounts of files
   */
  static SliceReport of(DerivedRun run, CutOptions how, Dataset<Row> files, Suspects suspects) {
    Map<String, SplitCounts> found = new TreeMap<>();
    SortedMap<String, Long> reasons = new TreeMap<>();
    List<Row> groups =
        files
            .groupBy(coalesce(col("split"), lit(NO_SPLIT)).as("split"), col("reason"))
            .agg(
                count(lit(1)).as("files"),
                functions.sum("n_windows").as("windows"),
                functions.sum("n_slices").as("slices"))
            .collectAsList();
    for (Row group : groups) {
      long members = group.getAs("files");
      String reason = group.getAs("reason");
      if (reason != null) {
        reasons.merge(reason, members, Long::sum);
      }
      SplitCounts part =
          new SplitCounts(
              members, reason == null ? 0 : members, group.getAs("windows"), group.getAs("slices"));
      found.merge(group.getAs("split"), part, SplitCounts::plus);
    }
    Map<String, SplitCounts> splits = new LinkedHashMap<>();
    SPLITS.forEach(split -> splits.put(split, found.getOrDefault(split, SplitCounts.NONE)));
    splits.putAll(found);
    SplitCounts all = total(splits);
    long suspectFiles = suspects.countIn(files);
    long suspectSlices = suspects.sumIn(files, "n_slices");
    return new SliceReport(
        run.header(),
        run.input().get(MIDI_BYTES).runId(),
        how.bars(),
        all.files(),
        all.filesWithoutSlices(),
        reasons,
        splits,
        sum(files, "n_hits") == null ? null : how.map().label(),
        sum(files, "n_hits"),
        sum(files, "n_dropped_hits"),
        sum(files, "n_roland_hits"),
        sum(files, "n_ambiguous_hits"),
        sum(files, "n_merged_hits"),
        sum(files, "n_dropped_notes"),
        suspectFiles,
        suspectSlices);
  }

  /** The sum of a column; null where these accounts have none of that name. */
  private static Long sum(Dataset<Row> files, String column) {
    return Arrays.asList(files.columns()).contains(column)
        ? files.agg(coalesce(functions.sum(column), lit(0L)).as("sum")).head().<Long>getAs("sum")
        : null;
  }

  private static SplitCounts total(Map<String, SplitCounts> splits) {
    return splits.values().stream().reduce(SplitCounts.NONE, SplitCounts::plus);
  }

  /** A table of the splits, and the reasons with the most frequent first. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s → %s, data set %s, slices of %d bars%s%n%n",
            CommandName.of(run.command()),
            run.lake(),
            run.dataset(),
            bars,
            drumMap == null ? "" : ", drum map " + drumMap));
    text.append(
        String.format(
            Locale.ROOT,
            "%-12s %12s %12s %12s %16s%n",
            "split",
            "windows",
            "slices",
            "files",
            "without a slice"));
    splits.forEach((name, split) -> line(text, name, split));
    line(text, "all", total(splits));
    text.append(
        String.format(
            Locale.ROOT, "%n%,d of %,d files gave no slice%n", filesWithoutSlices, files));
    reasons.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(
            reason ->
                text.append(
                    String.format(
                        Locale.ROOT, "  %-16s %,10d%n", reason.getKey(), reason.getValue())));
    text.append(
        String.format(
            Locale.ROOT,
            "%s%s%.1f seconds, run %s",
            leftOut(),
            suspects(),
            run.seconds(),
            run.runId()));
    return text.toString();
  }

  private String leftOut() {
    if (droppedHits != null) {
      return String.format(
              Locale.ROOT, "%,d drum notes of pitches without a class were left out%n", droppedHits)
          + (mergedHits == null ? rolands() : merged());
    }
    return droppedNotes == null
        ? ""
        : String.format(
            Locale.ROOT,
            "%,d notes of drums, of other programs or outside of A0 to C8 were left out%n",
            droppedNotes);
  }

  private String merged() {
    return String.format(
        Locale.ROOT,
        "%,d of %,d drum notes were left out for a louder one of the same drum and step%n",
        mergedHits,
        hits);
  }

  /** A warning where a kit of Roland's was read as General MIDI. */
  private String rolands() {
    long notes = hits + droppedHits;
    return !drumMap.equals(DrumMap.GM.label()) || rolandHits < Math.max(1, notes * ROLANDS_SHARE)
        ? ""
        : String.format(
            Locale.ROOT,
            "%,d of %,d drum notes (%.1f %%) have pitch 22 or 26, which only Roland's kits"
                + " send:%n%,d (%.1f %%) of pitches 45, 48 and 58 are in the wrong class. Cut with"
                + " %s roland%n",
            rolandHits,
            notes,
            100.0 * rolandHits / notes,
            ambiguousHits,
            100.0 * ambiguousHits / notes,
            SliceDrums.MAP);
  }

  private String suspects() {
    return suspectFiles == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "%,d of the files are suspect: stats, trainings and encode leave out their %,d"
                + " slices%n",
            suspectFiles,
            suspectSlices);
  }

  private static void line(StringBuilder text, String name, SplitCounts split) {
    text.append(
        String.format(
            Locale.ROOT,
            "%-12s %,12d %,12d %,12d %,16d%n",
            name,
            split.windows(),
            split.slices(),
            split.files(),
            split.filesWithoutSlices()));
  }
}
