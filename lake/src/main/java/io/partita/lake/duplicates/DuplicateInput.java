package io.partita.lake.duplicates;

import static io.partita.lake.table.LakeTable.MIDI_BYTES;

import io.partita.lake.Lake;
import io.partita.lake.MidiContents;
import io.partita.lake.TableRun;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The contents of a data set's MIDI files, and the split groups that they have. Those of {@code
 * split} come from an earlier search: the run is that which made the files, whatever was dealt
 * since, so that the same search again is the same run.
 */
record DuplicateInput(String dataset) implements DerivedRun.Input {
  @Override
  public Map<LakeTable, TableRun> of(Lake lake) throws IOException {
    return MidiContents.bytesAndFiles(lake, dataset, "find duplicates", "ingest it again with it");
  }

  /** The runs that made the contents of data sets, by their names. */
  static Map<String, String> runs(Lake lake, List<String> datasets) throws IOException {
    Map<String, String> runs = new TreeMap<>();
    for (String dataset : datasets) {
      runs.put(dataset, new DuplicateInput(dataset).of(lake).get(MIDI_BYTES).runId());
    }
    return runs;
  }
}
