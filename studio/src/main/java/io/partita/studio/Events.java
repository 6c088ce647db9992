package io.partita.studio;

import io.partita.process.DaemonThread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Tells pages of what changes, as server-sent events: {@code lake} with the version of what is
 * published, and {@code runs} with all of {@link Runs}. One thread looks, while there is a page,
 * and writes without waiting for anybody. A page that is gone is found out by a comment that is
 * sent when nothing else was.
 */
final class Events implements AutoCloseable {
  private static final long LOOK_EVERY_MS = 500;
  private static final long SILENT_MS = 10_000;

  /** A page that takes nothing for so long is given up. */
  private static final long STUCK_MS = 20_000;

  private static final int MOST_PAGES = 64;

  private final LakeQueries lake;
  private final Runs runs;
  private final Set<Page> pages = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(DaemonThread.named("events"));

  private String version = "";
  private String told = "";

  Events(LakeQueries lake, Runs runs) {
    this.lake = lake;
    this.runs = runs;
    var unused = looks.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
  }

  /** A page that listens, and what it knows. Only the thread that looks uses it, but for writes. */
  private final class Page implements Callback {
    private final Response response;
    private final Callback callback;
    private String knownVersion = "";
    private String knownRuns = "";
    private long wroteMs = System.currentTimeMillis();
    private volatile boolean isWriting;

    private Page(Response response, Callback callback) {
      this.response = response;
      this.callback = callback;
    }

    private void tell(String newVersion, String newRuns) {
      long silentMs = System.currentTimeMillis() - wroteMs;
      if (isWriting) {
        if (silentMs > STUCK_MS && pages.remove(this)) {
          callback.failed(new IOException("A page takes no events any more"));
        }
        return;
      }
      StringBuilder text = new StringBuilder();
      if (!newVersion.equals(knownVersion)) {
        knownVersion = newVersion;
        text.append("event: lake\ndata: ").append(newVersion).append("\n\n");
      }
      if (!newRuns.equals(knownRuns)) {
        knownRuns = newRuns;
        text.append("event: runs\ndata: ").append(newRuns).append("\n\n");
      }
      if (text.isEmpty() && silentMs > SILENT_MS) {
        text.append(": still here\n\n");
      }
      if (!text.isEmpty()) {
        wroteMs = System.currentTimeMillis();
        isWriting = true;
        response.write(
            false, ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)), this);
      }
    }

    private void end() {
      if (pages.remove(this)) {
        response.write(true, null, callback);
      }
    }

    @Override
    public void succeeded() {
      isWriting = false;
    }

    @Override
    public void failed(Throwable gone) {
      if (pages.remove(this)) {
        callback.failed(gone);
      }
    }
  }

  /**
   * Keeps a response open.
   *
   * @param response whose headers are set
   * @param callback completed when the page is gone, or this closes
   * @throws BadRequest where too many listen
   */
  void listen(Response response, Callback callback) {
    if (pages.size() >= MOST_PAGES) {
      throw BadRequest.unavailable("More than " + MOST_PAGES + " pages are open.");
    }
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    pages.add(new Page(response, callback));
    looks.execute(this::look);
  }

  private void look() {
    if (pages.isEmpty()) {
      return;
    }
    try {
      version = lake.version();
    } catch (IOException | SQLException | RuntimeException e) {
      // Half of a publish: the next look finds it whole. The API says what else it may be.
    }
    try {
      told = HttpAnswer.JSON.writeValueAsString(Map.of("runs", runs.list()));
    } catch (IOException | RuntimeException e) {
      // As above.
    }
    pages.forEach(page -> page.tell(version, told));
  }

  @Override
  public void close() {
    looks.shutdownNow();
    pages.forEach(Page::end);
  }
}
