package io.partita.option;

import io.partita.StoredName;
import java.util.Map;
import picocli.CommandLine.Option;

/** Whether files that are marked {@code suspect} in the table midi_files take part. */
public final class SuspectOptions {
  public static final String NAME = "--with-suspects";

  @Option(
      names = NAME,
      description =
          "Include suspect MIDI files, whose notes are out of step (default: left out and"
              + " counted).")
  public boolean areIncluded;

  /**
   * What a model was trained with.
   *
   * @param options of its card; one of an earlier version, which knew no suspects, left out none
   */
  public static boolean areIncluded(Map<String, Object> options) {
    return !Boolean.FALSE.equals(options.get(StoredName.of(NAME)));
  }
}
