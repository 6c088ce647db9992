package io.partita.ingest.midi;

import io.partita.ingest.Summary;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Any collection of MIDI files to Parquet. Input: archives or folders, and a CSV catalog where
 * there is one. Output: the same tables as {@link IngestLmd}.
 */
@Command(
    name = "ingest midi",
    description = "Ingest a collection of MIDI files, with its CSV catalog.")
public final class IngestMidi implements Callable<Integer> {
  @Mixin private MidiOptions options = new MidiOptions();
  @Mixin private CatalogOptions catalog = new CatalogOptions();

  @Override
  public Integer call() throws IOException {
    MidiIngest ingest = new MidiIngest(new MidiFormat(), options, catalog.files());
    return new Summary(ingest.run("ingest-midi")).print(options.common.json);
  }
}
