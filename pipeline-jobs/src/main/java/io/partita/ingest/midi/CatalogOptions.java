package io.partita.ingest.midi;

import io.partita.Mistake;
import io.partita.UserException;
import picocli.CommandLine.Option;

/** The options of an ingest whose files may have a CSV catalog. */
final class CatalogOptions {
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

  /** What the ingest knows beside its input. */
  MidiIngest.SideFiles files() {
    if (noCatalog && catalog != null) {
      throw new UserException(Mistake.OPTIONS_EXCLUDE, "Give --catalog or --no-catalog, not both.");
    }
    return new MidiIngest.SideFiles(null, null, catalog, catalogPathColumn, !noCatalog);
  }
}
