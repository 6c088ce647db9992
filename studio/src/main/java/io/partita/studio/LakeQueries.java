package io.partita.studio;

import io.partita.MalformedInputException;
import io.partita.duckdb.LakeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Answers queries from the newest whole version of a lake. For many threads. */
final class LakeQueries {
  private static final int TRIES = 8;

  /** A lake's runs are a file for each data set: they are read again after so long. */
  private static final long LOOK_AGAIN_MS = 250;

  /** Queries at once: more would wait for processors anyway, and each holds memory. */
  private static final int AT_ONCE = 4;

  private final Semaphore turns = new Semaphore(AT_ONCE, true);
  private final Path root;
  private final List<String> settings;
  private Snapshot snapshot;
  private long lookedAtMs;

  /** What is asked of a lake; asked again where its files were replaced meanwhile. */
  @FunctionalInterface
  interface Query<T> {
    T answer(Snapshot snapshot, Connection connection)
        throws SQLException, IOException, MalformedInputException;
  }

  /**
   * Opens a lake.
   *
   * @param settings of its database, as {@code NAME = VALUE}
   */
  LakeQueries(Path root, String... settings) throws IOException, SQLException {
    this.settings = List.of(settings);
    this.root = root.toAbsolutePath().normalize();
    this.snapshot = open();
    this.lookedAtMs = System.currentTimeMillis();
  }

  Path root() {
    return root;
  }

  <T> T query(Query<T> query) throws SQLException, IOException, MalformedInputException {
    turns.acquireUninterruptibly();
    try {
      return answer(query);
    } finally {
      turns.release();
    }
  }

  private <T> T answer(Query<T> query) throws SQLException, IOException, MalformedInputException {
    for (int tryNumber = 1; ; tryNumber++) {
      Snapshot now = current(tryNumber > 1);
      try (Connection connection = now.connect()) {
        return query.answer(now, connection);
      } catch (SQLException e) {
        if (tryNumber == TRIES || !isStale(now)) {
          throw e;
        }
      } finally {
        now.release();
      }
    }
  }

  /** Names the version that the next query reads. */
  String version() throws SQLException, IOException {
    Snapshot now = current(false);
    try {
      return Integer.toHexString(now.files().runs().hashCode());
    } finally {
      now.release();
    }
  }

  /** Acquired: the caller releases it. */
  private synchronized Snapshot current(boolean atOnce) throws SQLException, IOException {
    long nowMs = System.currentTimeMillis();
    if (atOnce || nowMs - lookedAtMs >= LOOK_AGAIN_MS) {
      Map<String, String> runs = LakeFiles.runs(root);
      if (!runs.equals(snapshot.files().runs()) || isStale(snapshot)) {
        Snapshot before = snapshot;
        snapshot = open();
        before.retire();
      }
      lookedAtMs = System.currentTimeMillis();
    }
    if (!snapshot.acquire()) {
      throw new IllegalStateException("The newest snapshot is retired");
    }
    return snapshot;
  }

  /** A publish renames files, those of a version that was being swapped in as well. */
  private static boolean isStale(Snapshot snapshot) {
    return snapshot.files().tables().values().stream()
        .flatMap(byDataset -> byDataset.values().stream())
        .flatMap(folder -> folder.files().stream())
        .anyMatch(Files::notExists);
  }

  private Snapshot open() throws SQLException, IOException {
    for (int tryNumber = 1; ; tryNumber++) {
      LakeFiles files = LakeFiles.of(root);
      try {
        return Snapshot.open(files, settings);
      } catch (SQLException e) {
        boolean isWhole =
            files.tables().values().stream()
                .flatMap(byDataset -> byDataset.values().stream())
                .flatMap(folder -> folder.files().stream())
                .allMatch(Files::exists);
        if (tryNumber == TRIES || isWhole) {
          throw e;
        }
      }
    }
  }
}
