package io.partita.studio;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Ends connections whose other side is slow. An idle timeout does not: who sends or takes a byte a
 * second is never idle.
 */
final class Deadlines implements Connection.Listener {
  /** Of an answer, beside the time that a request has. */
  private static final long BYTES_A_SECOND = 100_000;

  private final Scheduler scheduler;
  private final Duration patience;
  private final Map<Connection, Scheduler.Task> tasks = new ConcurrentHashMap<>();

  /**
   * @param patience how long the head of a request may take, from the connection's opening or the
   *     answer before; the same again for its body
   */
  Deadlines(Scheduler scheduler, Duration patience) {
    this.scheduler = scheduler;
    this.patience = patience;
  }

  /** Expects a head, or a body. */
  void await(Connection connection) {
    set(connection, patience.toMillis());
  }

  /** Expects that an answer is taken. */
  void awaitTaken(Connection connection, long bytes) {
    set(connection, patience.toMillis() + bytes * 1000 / BYTES_A_SECOND);
  }

  /** Expects nothing: it is this side's turn. */
  void clear(Connection connection) {
    cancel(tasks.remove(connection));
  }

  private void set(Connection connection, long ms) {
    Runnable end =
        () -> {
          tasks.remove(connection);
          connection.getEndPoint().close();
        };
    cancel(tasks.put(connection, scheduler.schedule(end, ms, TimeUnit.MILLISECONDS)));
  }

  private static void cancel(Scheduler.Task task) {
    if (task != null) {
      task.cancel();
    }
  }

  @Override
  public void onOpened(Connection connection) {
    await(connection);
  }

  @Override
  public void onClosed(Connection connection) {
    clear(connection);
  }
}
