package io.partita.ingest.midi;

import io.partita.ingest.RunReport;
import io.partita.ingest.Summary;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Any collection of MIDI files to Parquet. Input: archives or folders, and a CSV catalog where
 * there is one. Output: the same tables as {@link IngestLmd}.
 */
@Command(
    name = "ingest-midi",
    description = "Ingest any collection of MIDI files, with its CSV catalog, into the lake.",
    footer = {
      "",
      "Example:",
      "  partita ingest-midi --input groove.zip --catalog groove/info.csv --lake lake"
    })
public final class IngestMidi implements Callable<Integer> {
  @Mixin private MidiOptions options = new MidiOptions();

  @Option(
      names = "--catalog",
      paramLabel = "CSV",
      description =
          "A CSV about the files: a file, or a member of the input. Its column split, if it has"
              + " one, is kept as it is.")
  private String catalog;

  @Option(
      names = "--catalog-path-column",
      paramLabel = "COLUMN",
      description =
          "The column that ends each member's path, on '/' borders (default: ${DEFAULT-VALUE}).")
  private String catalogPathColumn = "midi_filename";

  @Override
  public Integer call() throws IOException {
    return new Summary(run()).print(options.common.json);
  }

  private RunReport run() throws IOException {
    return new MidiIngest(options, new MidiIngest.SideFiles(null, null, catalog, catalogPathColumn))
        .run("ingest-midi");
  }
}
