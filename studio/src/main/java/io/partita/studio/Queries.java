package io.partita.studio;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Queries that somebody types. Each runs in a {@link QueryProcess}, {@link #AT_ONCE} of them at
 * once; a process is kept for the next query, and one that a query has ended is replaced.
 */
final class Queries implements AutoCloseable {
  static final int AT_ONCE = 2;
  static final int MOST_WAITING = 4;
  private static final int OF_ALL_ROWS = 12;

  private final Path lake;
  private final Duration most;
  private final Semaphore turns = new Semaphore(AT_ONCE, true);
  private final Deque<QueryProcess> idle = new ArrayDeque<>();
  private boolean isClosed;

  /**
   * @param most time of a query
   */
  Queries(Path lake, Duration most) {
    this.lake = lake;
    this.most = most;
  }

  /** Rows as JSON. */
  byte[] rows(String text) throws IOException {
    return ask(Map.of("sql", text));
  }

  /**
   * All rows as a file, in {@link #OF_ALL_ROWS} the time of a query.
   *
   * @param format {@code csv} or {@code parquet}
   * @throws BadRequest where there is no answer, possibly after some of its rows
   */
  void all(String format, String text, QueryProcess.Parts parts) throws IOException {
    with(
        process -> {
          process.ask(Map.of("sql", text, "as", format), most.multipliedBy(OF_ALL_ROWS), parts);
          return null;
        });
  }

  /** The ids of the items that the rows are of, as JSON. */
  byte[] ids(String text, String dataset) throws IOException {
    Map<String, String> question = new HashMap<>(Map.of("sql", text));
    question.put("dataset", dataset);
    return ask(question);
  }

  /** Starts a process, so that the first query need not wait for it. */
  void warm() throws IOException {
    keep(QueryProcess.start(lake));
  }

  private byte[] ask(Map<String, String> question) throws IOException {
    return with(process -> process.ask(question, most));
  }

  private interface Asking {
    byte[] ask(QueryProcess process) throws IOException;
  }

  private byte[] with(Asking asking) throws IOException {
    takeTurn();
    try {
      QueryProcess process = take();
      try {
        return asking.ask(process);
      } finally {
        keep(process.isAlive() ? process : QueryProcess.start(lake));
      }
    } finally {
      turns.release();
    }
  }

  private void takeTurn() {
    try {
      if (turns.getQueueLength() < MOST_WAITING
          && turns.tryAcquire(2 * most.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw BadRequest.unavailable("Other queries are running. Run the query again in a while.");
  }

  private synchronized QueryProcess take() throws IOException {
    while (!idle.isEmpty()) {
      QueryProcess process = idle.removeFirst();
      if (process.isAlive()) {
        return process;
      }
      process.close();
    }
    return QueryProcess.start(lake);
  }

  private synchronized void keep(QueryProcess process) {
    if (isClosed) {
      process.close();
    } else {
      idle.addFirst(process);
    }
  }

  /** The processes that wait for a query; for tests. */
  synchronized Deque<QueryProcess> idle() {
    return new ArrayDeque<>(idle);
  }

  /** The processes also end with the studio. */
  @Override
  public synchronized void close() {
    isClosed = true;
    idle.forEach(QueryProcess::close);
    idle.clear();
  }
}
