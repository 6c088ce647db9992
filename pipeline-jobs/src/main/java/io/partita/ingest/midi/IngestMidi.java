package io.partita.ingest.midi;

import io.partita.Mistake;
import io.partita.UserException;
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
    name = "ingest midi",
    description = "Ingest a collection of MIDI files, with its CSV catalog.",
    footer = {
      "",
      "Example:",
      "  partita ingest midi --input groove.zip --catalog groove/info.csv --lake lake"
    })
public final class IngestMidi implements Callable<Integer> {
  @Mixin private MidiOptions options = new MidiOptions();

  @Option(
      names = "--catalog",
      paramLabel = "CSV",
      description =
          "CSV catalog of the files: a path or a member of the input (default: one with splits).")
  private String catalog;

  @Option(
      names = "--no-catalog",
      description = "Ignore the input's own catalog and assign splits by --split.")
  private boolean noCatalog;

  @Option(
      names = "--catalog-path-column",
      paramLabel = "COLUMN",
      description =
          "Column with the end of the member's path, after a '/' (default: ${DEFAULT-VALUE}).")
  private String catalogPathColumn = "midi_filename";

  @Override
  public Integer call() throws IOException {
    return new Summary(run()).print(options.common.json);
  }

  private RunReport run() throws IOException {
    if (noCatalog && catalog != null) {
      throw new UserException(Mistake.OPTIONS_EXCLUDE, "Give --catalog or --no-catalog, not both.");
    }
    return new MidiIngest(
            options, new MidiIngest.SideFiles(null, null, catalog, catalogPathColumn, !noCatalog))
        .run("ingest-midi");
  }
}
