package io.partita.cli;

import io.partita.progress.JobListener;
import io.partita.terminal.Screen;
import io.partita.terminal.VisibleText;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * What jobs say, on standard error. A step is a bar with rate and remaining time on a terminal, and
 * a line every ten seconds otherwise; so is a draft, which a terminal writes over.
 */
final class TerminalListener implements JobListener {
  private static final Duration LINE_EVERY = Duration.ofSeconds(10);
  private static final Duration DRAFT_EVERY = Duration.ofMillis(200);
  private static final String BEGIN_AGAIN = "\r\u001b[K";

  private final boolean isTerminal;
  private long draftedNanos = System.nanoTime() - LINE_EVERY.toNanos();
  private boolean isDraftOpen;

  @SuppressWarnings("SystemConsoleNull") // Partita runs on Java 17 only
  TerminalListener() {
    this.isTerminal = System.console() != null;
  }

  @Override
  public synchronized void said(String line) {
    if (isDraftOpen) {
      raw(BEGIN_AGAIN);
      isDraftOpen = false;
    }
    System.err.println(line);
  }

  @Override
  public synchronized void drafted(String line) {
    long since = System.nanoTime() - draftedNanos;
    if (since < (isTerminal ? DRAFT_EVERY : LINE_EVERY).toNanos()) {
      return;
    }
    draftedNanos = System.nanoTime();
    if (isTerminal) {
      raw(BEGIN_AGAIN + VisibleText.line(line));
      isDraftOpen = true;
    } else {
      said(line);
    }
  }

  @Override
  public synchronized void draftStays() {
    if (isDraftOpen) {
      raw(System.lineSeparator());
      isDraftOpen = false;
    }
  }

  @Override
  public Step begun(String name, String unit) {
    return isTerminal ? new Bar(name, unit) : new Lines(name, unit);
  }

  private static void raw(String text) {
    PrintStream err = Screen.progress();
    err.print(text);
    err.flush();
  }

  private static final class Bar implements Step {
    private final ProgressBar bar;

    Bar(String name, String unit) {
      this.bar =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setUnit(" " + unit, 1)
              .showSpeed()
              .setConsumer(new ConsoleProgressBarConsumer(Screen.progress()))
              .setUpdateIntervalMillis(500)
              .build();
    }

    @Override
    public void done(long done, long total) {
      bar.maxHint(total);
      bar.stepTo(done);
    }

    @Override
    public void end() {
      bar.close();
    }
  }

  private static final class Lines implements Step {
    private final String name;
    private final String unit;
    private long saidNanos = System.nanoTime();

    Lines(String name, String unit) {
      this.name = name;
      this.unit = unit;
      System.err.println(name + " …");
    }

    @Override
    public void done(long done, long total) {
      if (System.nanoTime() - saidNanos < LINE_EVERY.toNanos()) {
        return;
      }
      saidNanos = System.nanoTime();
      String share =
          total > 0
              ? String.format(
                  Locale.ROOT, " of %,d (%d %%)", total, Math.min(100, 100 * done / total))
              : "";
      System.err.printf(Locale.ROOT, "%s: %,d%s %s%n", name, done, share, unit);
    }

    @Override
    public void end() {}
  }
}
