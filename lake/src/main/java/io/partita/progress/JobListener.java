package io.partita.progress;

/** Hears what jobs of this JVM say, from any thread. */
public interface JobListener {
  /** A remark or a warning, in one line. */
  void said(String line);

  /** How far something is, in one line: the next draft, or the next remark, takes its place. */
  void drafted(String line);

  /** The last draft stays. */
  void draftStays();

  /**
   * A step begins of which it is counted how much is done.
   *
   * @param unit that is counted, in the plural
   */
  Step begun(String name, String unit);

  /** A step that goes on. */
  interface Step {
    /**
     * So much is done.
     *
     * @param total -1 when unknown
     */
    void done(long done, long total);

    /** The step is over. */
    void end();
  }
}
