package io.partita.progress;

import java.util.Locale;

/**
 * What jobs say while they run. It is one for the JVM, as standard error is; a program that wants
 * to show it sets a listener, and without one nobody hears it.
 */
public final class JobLog {
  private static final JobListener NOBODY =
      new JobListener() {
        @Override
        public void said(String line) {}

        @Override
        public void drafted(String line) {}

        @Override
        public void draftStays() {}

        @Override
        public Step begun(String name, String unit) {
          return new Step() {
            @Override
            public void done(long done, long total) {}

            @Override
            public void end() {}
          };
        }
      };

  private static volatile JobListener listener = NOBODY;

  private JobLog() {}

  /**
   * Sets who hears what is said from now on.
   *
   * @param next or null for nobody
   */
  public static void listen(JobListener next) {
    listener = next == null ? NOBODY : next;
  }

  /** Says a remark or a warning, in one line. */
  public static void say(String line) {
    listener.said(line);
  }

  /** The same by a format; numbers are written as in English. */
  public static void sayf(String format, Object... values) {
    listener.said(String.format(Locale.ROOT, format, values));
  }

  /** Says how far something is: the next draft, or the next remark, takes its place. */
  public static void draft(String line) {
    listener.drafted(line);
  }

  /** Lets the last draft stay. */
  public static void keepDraft() {
    listener.draftStays();
  }

  /**
   * Begins a step.
   *
   * @param unit that is counted, in the plural
   */
  public static JobListener.Step begin(String name, String unit) {
    return listener.begun(name, unit);
  }
}
