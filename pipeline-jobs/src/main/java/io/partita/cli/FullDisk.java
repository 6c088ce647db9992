package io.partita.cli;

import io.partita.ShellWord;
import io.partita.lake.Lake;
import io.partita.lake.run.Spark;
import java.io.IOException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a person can free when a disk or a quota is full. */
final class FullDisk {
  private static final Pattern FULL =
      Pattern.compile(
          "No space left on device|not enough space on the disk|[Qq]uota (?:of .* is )?exceeded");

  private FullDisk() {}

  /**
   * How much interrupted runs of a lake hold, this one among them, and the command that frees it.
   *
   * @param failure that ended the command
   * @param folder of the lake
   * @return empty for other failures, and where nothing is held
   */
  static Optional<String> advice(Failure failure, String folder) {
    if (failure.kind() != Failure.Kind.ENVIRONMENT || !FULL.matcher(failure.line()).find()) {
      return Optional.empty();
    }
    try {
      Map<String, Long> staged = Lake.at(folder, Spark.hadoopConfiguration()).staged();
      return staged.entrySet().stream()
          .max(Comparator.comparingLong(Map.Entry::getValue))
          .map(largest -> line(staged, largest.getKey(), folder));
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // what ended the command is told anyway
    }
  }

  private static String line(Map<String, Long> staged, String largest, String folder) {
    String held =
        staged.entrySet().stream()
            .map(each -> megabytes(each.getValue()) + " of data set " + each.getKey())
            .collect(Collectors.joining(", "));
    return "Interrupted runs hold "
        + held
        + ". To delete that and previous versions: partita drop "
        + largest
        + " --previous --yes --lake "
        + ShellWord.quoted(folder);
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
  }
}
