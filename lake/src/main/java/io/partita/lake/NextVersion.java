package io.partita.lake;

import io.partita.Mistake;
import io.partita.UserException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/**
 * The next version of a data set from files that are there already: those that an ingest has
 * staged, or those of an earlier version. No file is written but the version's own.
 */
public final class NextVersion {
  private final Lake lake;
  private final String dataset;
  private final String attempt;

  /**
   * @param attempt unique to this process
   */
  public NextVersion(Lake lake, String dataset, String attempt) {
    this.lake = lake;
    this.dataset = Lake.requireDatasetName(dataset);
    this.attempt = attempt;
  }

  /**
   * Publishes what an ingest has staged. Where nothing is staged, as it was published before, the
   * newest version stays.
   *
   * @param run that must have staged it; null for any
   * @throws UserException where another run has, or none and a run is given; where the data set was
   *     published since; where there is no such data set
   * @throws IOException where another run is writing the data set
   */
  public LakeVersion ofStaged(String run) throws IOException {
    LakeVersions versions = LakeVersions.of(lake, dataset);
    requireRun(versions.stagedRun(), run);
    if (versions.stagedRun().isEmpty()) {
      lake.requireDataset(dataset);
      Optional<LakeVersion> newest = versions.newest();
      if (newest.isPresent()) {
        return newest.get();
      }
    }
    try (WriterLock lock = Publication.lock(lake, dataset, attempt, "publish")) {
      Optional<LakeVersion> newest = LiftedVersion.lift(lake, dataset);
      Optional<LakeVersion> staged = versions.stagedVersion();
      int number = newest.map(LakeVersion::number).orElse(0);
      if (staged.isEmpty()) {
        return newest.orElseThrow();
      }
      if (number != staged.get().parent()) {
        throw new UserException(
            Mistake.CHANGED,
            ("Run %s was staged on version %d of data set %s, which has version %d now: discard"
                    + " the run and ingest again.")
                .formatted(
                    versions.stagedRun().orElse(""), staged.get().parent(), dataset, number));
      }
      create(versions, staged.get(), lock);
      versions.unstage();
      return staged.get();
    }
  }

  /** Fails unless a run is the one that has staged something, or none is given. */
  static void requireRun(Optional<String> staged, String run) {
    if (run != null && !staged.equals(Optional.of(run))) {
      throw new UserException(
          Mistake.NOT_PREPARED,
          "Run %s has staged nothing; %s."
              .formatted(run, staged.map(other -> "run " + other + " has").orElse("nor has any")));
    }
  }

  /**
   * Publishes the tables of an earlier version once more. The file of a newest version that is
   * damaged is set aside.
   *
   * @throws UserException where there is no such version, or one of its files is missing
   * @throws IOException where another run is writing the data set
   */
  public LakeVersion ofEarlier(int number) throws IOException {
    LakeVersions versions = LakeVersions.of(lake, dataset);
    if (versions.numbers().isEmpty()) {
      lake.requireDataset(dataset);
    }
    try (WriterLock lock = Publication.lock(lake, dataset, attempt, "publish")) {
      if (versions.numbers().isEmpty()) {
        LiftedVersion.lift(lake, dataset);
      }
      int newest = versions.numbers().get(0);
      LakeVersion earlier = versions.read(number);
      Optional<LakeVersion.DataFile> missing = earlier.missing(lake);
      if (missing.isPresent()) {
        throw new UserException(
            Mistake.DAMAGED_LAKE,
            "File %s of version %d is missing: publish another version."
                .formatted(missing.get().path(), number));
      }
      LakeVersion next =
          new LakeVersion(
              newest + 1,
              newest,
              attempt,
              earlier.command(),
              Instant.now().toString(),
              earlier.tables(),
              earlier.made());
      create(versions, next, lock);
      versions.setAsideIfDamaged(newest);
      return next;
    }
  }

  /**
   * Deletes what an ingest has staged.
   *
   * @param run that must have staged it; null for any
   * @return the run
   * @throws UserException where another run has, or none at all
   * @throws IOException where another run is writing the data set
   */
  public String discard(String run) throws IOException {
    LakeVersions versions = LakeVersions.of(lake, dataset);
    requireRun(versions.stagedRun(), run);
    String staged =
        versions
            .stagedRun()
            .orElseThrow(
                () ->
                    new UserException(
                        Mistake.NOT_PREPARED, "Nothing is staged of data set " + dataset + "."));
    try (WriterLock lock = Publication.lockToDelete(lake, dataset, attempt, "discard")) {
      Set<String> folders = versions.stagedVersion().map(LakeVersion::runFolders).orElse(Set.of());
      lock.requireHeld();
      versions.unstage();
      for (Path folder : lake.interrupted(dataset)) {
        if (folders.contains(folder.getName())) {
          lake.fs().delete(folder, true);
        }
      }
    }
    return staged;
  }

  private void create(LakeVersions versions, LakeVersion version, WriterLock lock)
      throws IOException {
    lock.requireHeld();
    versions.create(version);
    GlobMirror.renew(lake, dataset, version);
  }
}
