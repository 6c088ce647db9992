package io.partita.drums;

import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static io.partita.lake.table.LakeTable.MIDI_SOURCES;

import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.TableRun;
import io.partita.lake.table.LakeTable;
import io.partita.run.DerivedRun;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** The contents of a data set's MIDI files, which are what is sliced. */
record SlicedInput(String dataset) implements DerivedRun.Input {
  @Override
  public Map<LakeTable, TableRun> of(Lake lake) throws IOException {
    Map<LakeTable, Path> tables = lake.snapshot().getOrDefault(dataset, Map.of());
    if (tables.containsKey(MIDI_SOURCES) && !tables.containsKey(MIDI_BYTES)) {
      throw new UserException(
          "Data set "
              + dataset
              + " was ingested with --no-bytes, but slice-drums reads the table midi_bytes: ingest"
              + " it again without.");
    }
    return Map.of(MIDI_BYTES, lake.run(dataset, MIDI_BYTES));
  }
}
