package io.partita.lake.run;

/** What the program's exit code says to a scheduler. */
public final class ExitCode {
  /** Done; bad input files, if any, are in the quarantine. */
  public static final int OK = 0;

  /** The environment failed (disk full, HDFS or master unreachable, a lock held) or a bug. */
  public static final int FAILED = 1;

  /** A user's mistake: nothing was changed. */
  public static final int USER_MISTAKE = 2;

  /** Results are kept but are not good enough: too much was rejected, a check failed. */
  public static final int NOT_GOOD_ENOUGH = 3;

  private ExitCode() {}
}
