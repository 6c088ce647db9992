package io.partita.lake.split;

import static io.partita.lake.table.LakeTable.DUP_FILES;
import static io.partita.lake.table.LakeTable.MIDI_FILES;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.RunReports;
import io.partita.lake.TableRun;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files that are dealt, and their groups. Their run is that which made them, whatever was dealt
 * since, so that the same deal again is the same run.
 *
 * @param byGroup whether groups are needed
 */
record SplitInput(String dataset, boolean byGroup) implements DerivedRun.Input {
  @Override
  public Map<LakeTable, TableRun> of(Lake lake) throws IOException {
    lake.requireDataset(dataset);
    Set<LakeTable> tables = lake.snapshot().get(dataset).keySet();
    if (!tables.contains(MIDI_FILES)) {
      throw new UserException(
          Mistake.NO_DATA,
          "Data set " + dataset + " has no MIDI files: split needs the table midi_files.");
    }
    if (byGroup && !tables.contains(DUP_FILES)) {
      throw new UserException(
          Mistake.NOT_PREPARED,
          "No duplicate search has been run on data set %s: find duplicates first, or split by content."
              .formatted(dataset));
    }
    Map<LakeTable, TableRun> input = new TreeMap<>();
    input.put(MIDI_FILES, RunReports.maker(lake, dataset, MIDI_FILES));
    if (byGroup) {
      input.put(DUP_FILES, lake.run(dataset, DUP_FILES));
    }
    return input;
  }
}
