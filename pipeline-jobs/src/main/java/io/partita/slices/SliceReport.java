package io.partita.slices;

import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.form.Cutting;
import io.partita.form.Form;
import io.partita.lake.CommandName;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.RunHeader;
import io.partita.lake.run.Suspects;
import io.partita.lake.table.ContentStatus;
import io.partita.melody.MelodySlices.Absence;
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
 * @param counted what is the form's own; null without any
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
    @JsonUnwrapped Form.Counted counted,
    long suspectFiles,
    long suspectSlices) {
  private static final List<String> SPLITS = List.of("train", "validation", "test");
  private static final String NO_SPLIT = "none";

  /** Reasons of files that may have no such track. */
  private static final List<String> WITHOUT_TRACK =
      List.of(
          ContentStatus.REJECTED.label(),
          Absence.SMPTE_DIVISION.label(),
          Absence.NO_NOTES.label(),
          Absence.NO_TRACK.label());

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
  static SliceReport of(
      DerivedRun run, Form<?> form, Cutting how, Dataset<Row> files, Suspects suspects) {
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
        form.counted(how, column -> sum(files, column)),
        suspectFiles,
        suspectSlices);
  }

  /** Whether files lack the track that was asked for, and all others have no notes to cut. */
  boolean isWithoutTrack() {
    return reasons.containsKey(Absence.NO_TRACK.label())
        && files == WITHOUT_TRACK.stream().mapToLong(why -> reasons.getOrDefault(why, 0L)).sum();
  }

  private static long sum(Dataset<Row> files, String column) {
    return files.agg(coalesce(functions.sum(column), lit(0L)).as("sum")).head().<Long>getAs("sum");
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
            counted == null ? "" : counted.cut()));
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
            counted == null ? "" : counted.text(),
            suspects(),
            run.seconds(),
            run.runId()));
    return text.toString();
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
