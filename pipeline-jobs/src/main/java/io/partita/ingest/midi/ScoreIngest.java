package io.partita.ingest.midi;

import io.partita.ingest.Summary;
import io.partita.notation.ScoreFormat;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the ingests of written music share: their options and their run. */
final class ScoreIngest {
  @Mixin private MidiOptions options = new MidiOptions();
  @Mixin private CatalogOptions catalog = new CatalogOptions();

  @Option(
      names = "--expand-repeats",
      description = "Play repeats, endings, da capo and dal segno (default: as written).")
  private boolean expandRepeats;

  /** The whole ingest of a format, and its exit status. */
  int run(ScoreFormat format) throws IOException {
    MidiIngest ingest =
        new MidiIngest(new WrittenMusic(format, expandRepeats), options, catalog.files());
    return new Summary(ingest.run("ingest-" + format.label())).print(options.common.json);
  }
}
