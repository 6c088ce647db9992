package io.partita.ingest.midi;

import io.partita.ingest.RunReport;
import io.partita.ingest.Summary;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Lakh MIDI archives with Million Song metadata to Parquet. Input: lmd_matched, lmd_full or
 * clean_midi as an archive or a folder, msd_summary_file.h5, match_scores.json. Output: the tables
 * tracks, track_midi, midi_sources, midi_files, midi_bytes, notes, tokens and quarantine, and those
 * of {@link ContentTable}.
 */
@Command(
    name = "ingest lmd",
    description = "Ingest a Lakh MIDI archive, with Million Song metadata.")
public final class IngestLmd implements Callable<Integer> {
  @Mixin private MidiOptions options = new MidiOptions();

  @Option(
      names = "--metadata",
      paramLabel = "FILE",
      description = "The Million Song summary file (HDF5), read in place.")
  private String metadata;

  @Option(names = "--match-scores", paramLabel = "FILE", description = "Lakh's match_scores.json.")
  private String matchScores;

  @Override
  public Integer call() throws IOException {
    return new Summary(run()).print(options.common.json);
  }

  public RunReport run() throws IOException {
    return new MidiIngest(
            new MidiFormat(),
            options,
            new MidiIngest.SideFiles(metadata, matchScores, null, null, false))
        .run("ingest-lmd");
  }
}
