package io.partita.lake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A version of a data set in a line.
 *
 * @param state {@code current}, {@code earlier}, or {@code staged}
 * @param run id of the run of a staged one; of others the attempt that published it
 * @param created time in ISO 8601
 */
public record VersionSummary(
    int version,
    String state,
    String run,
    String command,
    String created,
    int tables,
    long rows,
    int files,
    long bytes) {

  /** The published version of a data set. */
  public static VersionSummary current(LakeVersion version) {
    return of(version, "current", version.attempt());
  }

  private static VersionSummary of(LakeVersion version, String state, String run) {
    return new VersionSummary(
        version.number(),
        state,
        run,
        version.command(),
        version.created(),
        version.tables().size(),
        version.tables().values().stream().mapToLong(LakeVersion.Table::rows).sum(),
        version.tables().values().stream().mapToInt(table -> table.files().size()).sum(),
        version.tables().values().stream()
            .flatMap(table -> table.files().stream())
            .mapToLong(LakeVersion.DataFile::bytes)
            .sum());
  }

  /**
   * All versions of a data set, the newest first, and before them what is staged.
   *
   * @throws io.partita.UserException where there is no such data set, or a version is damaged
   */
  public static List<VersionSummary> all(Lake lake, String dataset) throws IOException {
    LakeVersions versions = LakeVersions.of(lake, dataset);
    List<VersionSummary> all = new ArrayList<>();
    Optional<LakeVersion> staged = versions.stagedVersion();
    if (staged.isPresent()) {
      all.add(of(staged.get(), "staged", versions.stagedRun().orElse("")));
    }
    List<Integer> numbers = versions.numbers();
    for (int number : numbers) {
      LakeVersion version = versions.read(number);
      String state = number == numbers.get(0) ? "current" : "earlier";
      all.add(of(version, state, version.attempt()));
    }
    if (numbers.isEmpty()) {
      LiftedVersion.read(lake, dataset).ifPresent(version -> all.add(current(version)));
    }
    if (all.isEmpty()) {
      lake.requireDataset(dataset);
    }
    return all;
  }

  /** The line, with the columns of others below it. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "%7d  %-8s %-20.20s %2d tables %,14d rows %,6d files %,8d MB  %s",
        version,
        state,
        created,
        tables,
        rows,
        files,
        bytes / 1_000_000,
        run);
  }
}
