package io.partita.studio;

import io.partita.MalformedInputException;
import io.partita.duckdb.LakeFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Answers queries from the newest whole version of a lake. For many threads. */
final class LakeQueries {
  /** Which versions there are is looked at again after so long. */
  private static final long LOOK_AGAIN_MS = 250;

  /** Queries at once: more would wait for processors anyway, and each holds memory. */
  private static final int AT_ONCE = 4;

  private final Semaphore turns = new Semaphore(AT_ONCE, true);
  private final Path root;
  private final List<String> settings;
  private Snapshot snapshot;
  private long lookedAtMs;

  /** What is asked of a lake. */
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
    this.snapshot = Snapshot.open(LakeFiles.of(this.root), this.settings);
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
    Snapshot now = current();
    try (Connection connection = now.connect()) {
      return query.answer(now, connection);
    } finally {
      now.release();
    }
  }

  /** Names the version that the next query reads. */
  String version() throws SQLException, IOException {
    Snapshot now = current();
    try {
      return Integer.toHexString(now.files().versions().hashCode());
    } finally {
      now.release();
    }
  }

  /** Acquired: the caller releases it. */
  private synchronized Snapshot current() throws SQLException, IOException {
    if (System.currentTimeMillis() - lookedAtMs >= LOOK_AGAIN_MS) {
      if (!LakeFiles.versions(root, Map.of()).equals(snapshot.files().versions())) {
        Snapshot before = snapshot;
        snapshot = Snapshot.open(LakeFiles.of(root), settings);
        before.retire();
      }
      lookedAtMs = System.currentTimeMillis();
    }
    if (!snapshot.acquire()) {
      throw new IllegalStateException("The newest snapshot is retired");
    }
    return snapshot;
  }
}
