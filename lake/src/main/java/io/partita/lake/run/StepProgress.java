package io.partita.lake.run;

import io.partita.terminal.Screen;
import io.partita.terminal.VisibleText;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * How far one step is, on standard error: a bar with rate and remaining time on a terminal, a line
 * every ten seconds otherwise. {@link RunningCommand} tells the same.
 */
public final class StepProgress implements AutoCloseable {
  private static final Duration LINE_EVERY = Duration.ofSeconds(10);

  private final String name;
  private final String unit;
  private final ProgressBar bar;
  private final long begunNanos = System.nanoTime();
  private long lastLineNanos = System.nanoTime();

  /**
   * @param unit that is counted, in the plural
   */
  @SuppressWarnings("SystemConsoleNull") // Partita runs on Java 17 only
  public StepProgress(String name, String unit) {
    this.name = VisibleText.line(name);
    this.unit = unit;
    RunningCommand.step(this.name, unit, 0, -1, Double.NaN);
    if (System.console() == null) {
      this.bar = null;
      System.err.println(name + " …");
    } else {
      this.bar =
          new ProgressBarBuilder()
              .setTaskName(this.name)
              .setUnit(" " + unit, 1)
              .showSpeed()
              .setConsumer(new ConsoleProgressBarConsumer(Screen.progress()))
              .setUpdateIntervalMillis(500)
              .build();
    }
  }

  /**
   * @param total -1 when unknown
   */
  public synchronized void show(long done, long total) {
    double seconds = (System.nanoTime() - begunNanos) / 1e9;
    double left = done > 0 && total > 0 ? seconds * Math.max(0, total - done) / done : Double.NaN;
    RunningCommand.step(name, unit, (double) done, (double) total, left);
    if (bar != null) {
      bar.maxHint(total);
      bar.stepTo(done);
    } else if (System.nanoTime() - lastLineNanos > LINE_EVERY.toNanos()) {
      lastLineNanos = System.nanoTime();
      String share =
          total > 0
              ? String.format(
                  Locale.ROOT, " of %,d (%d %%)", total, Math.min(100, 100 * done / total))
              : "";
      System.err.printf(Locale.ROOT, "%s: %,d%s %s%n", name, done, share, unit);
    }
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
