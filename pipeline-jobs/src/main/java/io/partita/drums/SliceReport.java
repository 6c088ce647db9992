package io.partita.drums;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a run of {@link SliceDrums} did, as {@code _run.json} and as {@code --json} print it.
 *
 * @param runId names the slices of this version of the data set, alike for 2 and for 4 bars
 * @param datasetRun the run that made the data set
 * @param files members of the data set's input
 * @param filesWithoutSlices how many of them gave no slice
 * @param reasons these by the reason
 * @param splits in the order of a training: what they hold
 * @param droppedHits drum notes of pitches without a class
 * @param suspectFiles members whose content is marked suspect in midi_files
 * @param suspectSlices rows of drum_slices that are theirs
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record SliceReport(
    String command,
    String version,
    String runId,
    String attempt,
    String dataset,
    String datasetRun,
    String lake,
    int bars,
    String startedAt,
    double seconds,
    long files,
    long filesWithoutSlices,
    SortedMap<String, Long> reasons,
    Map<String, Split> splits,
    long droppedHits,
    long suspectFiles,
    long suspectSlices) {

  /**
   * The files of a split.
   *
   * @param windows slices before those that a piece has more than once were left out
   * @param slices rows of drum_slices
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Split(long files, long filesWithoutSlices, long windows, long slices) {
    Split plus(Split other) {
      return new Split(
          files + other.files,
          filesWithoutSlices + other.filesWithoutSlices,
          windows + other.windows,
          slices + other.slices);
    }
  }

  /** A table of the splits, and the reasons with the most frequent first. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format("slice-drums → %s, data set %s, slices of %d bars%n%n", lake, dataset, bars));
    text.append(
        String.format(
            "%-12s %12s %12s %12s %16s%n",
            "split", "windows", "slices", "files", "without a slice"));
    splits.forEach((name, split) -> line(text, name, split));
    line(text, "all", splits.values().stream().reduce(new Split(0, 0, 0, 0), Split::plus));
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
            "%,d drum notes of pitches without a class were left out%n%s%.1f seconds, run %s",
            droppedHits,
            suspects(),
            seconds,
            runId));
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

  private static void line(StringBuilder text, String name, Split split) {
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
