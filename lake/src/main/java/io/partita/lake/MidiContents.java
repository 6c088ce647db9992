package io.partita.lake;

import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static io.partita.lake.table.LakeTable.MIDI_FILES;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.util.Map;

/** The contents of a data set's MIDI files, for a command that reads them. */
public final class MidiContents {
  private MidiContents() {}

  /**
   * The run that made the bytes.
   *
   * @param command that reads them
   * @param remedy where an ingest kept none, as "ingest it again with it"
   * @throws UserException where there are none; it says what to do
   */
  public static Map<LakeTable, TableRun> bytes(
      Lake lake, String dataset, String command, String remedy) throws IOException {
    Map<LakeTable, LakeVersion.Table> tables = lake.snapshot().getOrDefault(dataset, Map.of());
    if (tables.containsKey(MIDI_FILES) && !tables.containsKey(MIDI_BYTES)) {
      throw new UserException(
          Mistake.NOT_PREPARED,
          "Data set %s was ingested without the table midi_bytes, which %s reads: %s."
              .formatted(dataset, command, remedy));
    }
    return Map.of(MIDI_BYTES, lake.run(dataset, MIDI_BYTES));
  }

  /** The same, and the run that made the table of the contents, whatever was dealt since. */
  public static Map<LakeTable, TableRun> bytesAndFiles(
      Lake lake, String dataset, String command, String remedy) throws IOException {
    return Map.of(
        MIDI_BYTES,
        bytes(lake, dataset, command, remedy).get(MIDI_BYTES),
        MIDI_FILES,
        RunReports.maker(lake, dataset, MIDI_FILES));
  }
}
