package io.partita.download;

import io.partita.lake.run.StepProgress;

/** Downloads on standard error: what happens line by line, and how far the step of now is. */
final class DownloadProgress implements ResumableDownload.BytesListener, AutoCloseable {
  private static final long BYTES_PER_MB = 1_000_000;

  /** Below this many bytes a download is counted in them. */
  private static final long SMALL = 10 * BYTES_PER_MB;

  private String step = "";
  private StepProgress shown;
  private long unitBytes;

  @Override
  public void show(String newStep, long done, long total) {
    if (!newStep.equals(step)) {
      close();
      boolean isSmall = total >= 0 && total < SMALL;
      unitBytes = isSmall ? 1 : BYTES_PER_MB;
      shown = new StepProgress(newStep, isSmall ? "bytes" : "MB");
      step = newStep;
    }
    shown.show(done / unitBytes, total < 0 ? total : total / unitBytes);
  }

  /** A line of its own; a bar begins again below it. */
  void say(String line) {
    close();
    System.err.println(line);
  }

  @Override
  public void close() {
    if (shown != null) {
      shown.close();
      shown = null;
    }
    step = "";
  }
}
