package io.partita.download;

import io.partita.process.DaemonThread;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A body of an HTTP answer that ends with an exception when no byte comes for too long. */
final class ImpatientStream extends FilterInputStream {
  private final Duration patience;
  private final ScheduledExecutorService watchdog;
  private volatile boolean hasGivenUp;

  /**
   * @param in can be closed while another thread reads from it, which then stops
   * @param patience for each read alone
   */
  ImpatientStream(InputStream in, Duration patience) {
    super(in);
    this.patience = patience;
    this.watchdog =
        Executors.newSingleThreadScheduledExecutor(DaemonThread.named("download-watchdog"));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Future<?> end = watchdog.schedule(this::giveUp, patience.toMillis(), TimeUnit.MILLISECONDS);
    int count;
    try {
      count = in.read(buffer, offset, length);
    } catch (IOException e) {
      throw hasGivenUp ? stalled() : e;
    } finally {
      end.cancel(false);
    }
    if (hasGivenUp) {
      throw stalled();
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    watchdog.shutdownNow();
    super.close();
  }

  private void giveUp() {
    hasGivenUp = true;
    try {
      in.close();
    } catch (IOException e) {
      // The reader says that nothing came; that its stream did not close well adds nothing.
    }
  }

  private IOException stalled() {
    return new IOException("no byte for " + RetryPolicy.text(patience));
  }
}
