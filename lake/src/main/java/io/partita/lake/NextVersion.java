package io.partita.lake;

import io.partita.Mistake;
import io.partita.UserException;
import java.io.IOException;
import java.time.Instant;
import org.apache.hadoop.fs.Path;

/**
 * The next version of a data set from files that are there already: those that a run has staged, or
 * those of an earlier version. No file is written but the version's own.
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
   * Publishes what a run has staged.
   *
   * @param run its id; null for the only one
   * @throws UserException where there is none, or the data set was published since
   * @throws IOException where another run is writing the data set
   */
  public LakeVersion ofStaged(String run) throws IOException {
    LakeVersions versions = LakeVersions.of(lake, dataset);
    String staged = versions.stagedRun(run);
    try (WriterLock lock = Publication.lock(lake, dataset, attempt, "publish")) {
      LakeVersion version = versions.staged(staged);
      int newest = LiftedVersion.lift(lake, dataset).map(LakeVersion::number).orElse(0);
      if (newest != version.parent()) {
        throw new UserException(
            Mistake.CHANGED,
            ("Run %s was staged on version %d of data set %s, which has version %d now: discard"
                    + " the run and ingest again.")
                .formatted(staged, version.parent(), dataset, newest));
      }
      create(versions, version, lock);
      versions.unstage(staged);
      return version;
    }
  }

  /**
   * Publishes the tables of an earlier version once more.
   *
   * @throws UserException where there is no such version, or one of its files is missing
   * @throws IOException where another run is writing the data set
   */
  public LakeVersion ofEarlier(int number) throws IOException {
    lake.requireDataset(dataset);
    LakeVersions versions = LakeVersions.of(lake, dataset);
    try (WriterLock lock = Publication.lock(lake, dataset, attempt, "publish")) {
      int newest = LiftedVersion.lift(lake, dataset).map(LakeVersion::number).orElse(0);
      LakeVersion earlier = versions.read(number);
      for (LakeVersion.Table table : earlier.tables().values()) {
        for (LakeVersion.DataFile file : table.files()) {
          if (!lake.fs().exists(new Path(lake.root(), file.path()))) {
            throw new UserException(
                Mistake.DAMAGED_LAKE,
                "File %s of version %d is missing: publish another version."
                    .formatted(file.path(), number));
          }
        }
      }
      LakeVersion next =
          new LakeVersion(
              newest + 1,
              newest,
              attempt,
              earlier.command(),
              Instant.now().toString(),
              earlier.tables());
      create(versions, next, lock);
      return next;
    }
  }

  /**
   * Forgets what a run has staged and deletes its files.
   *
   * @param run its id; null for the only one
   * @return the run
   * @throws UserException where there is none
   */
  public String discard(String run) throws IOException {
    LakeVersions versions = LakeVersions.of(lake, dataset);
    String staged = versions.stagedRun(run);
    try (WriterLock lock = Publication.lockToDelete(lake, dataset, attempt, "discard")) {
      LakeVersion version = versions.staged(staged);
      lock.requireHeld();
      versions.unstage(staged);
      for (Path folder : lake.interrupted(dataset)) {
        if (version.runFolders().contains(folder.getName())) {
          lake.fs().delete(folder, true);
        }
      }
      return staged;
    }
  }

  private void create(LakeVersions versions, LakeVersion version, WriterLock lock)
      throws IOException {
    lock.requireHeld();
    versions.create(version);
    GlobMirror.renew(lake, dataset, version);
  }
}
