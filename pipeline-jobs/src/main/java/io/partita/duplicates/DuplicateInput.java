package io.partita.duplicates;

import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static io.partita.lake.table.LakeTable.MIDI_FILES;

import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.TableRun;
import io.partita.lake.table.LakeTable;
import io.partita.run.DerivedRun;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** The contents of a data set's MIDI files, and the split groups that they have. */
record DuplicateInput(String dataset) implements DerivedRun.Input {
  @Override
  public Map<LakeTable, TableRun> of(Lake lake) throws IOException {
    Map<LakeTable, Path> tables = lake.snapshot().getOrDefault(dataset, Map.of());
    if (tables.containsKey(MIDI_FILES) && !tables.containsKey(MIDI_BYTES)) {
      throw new UserException(
          "Data set "
              + dataset
              + " was ingested with --no-bytes, but find-duplicates reads the table midi_bytes:"
              + " ingest it again without.");
    }
    return Map.of(
        MIDI_BYTES, lake.run(dataset, MIDI_BYTES), MIDI_FILES, lake.run(dataset, MIDI_FILES));
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
