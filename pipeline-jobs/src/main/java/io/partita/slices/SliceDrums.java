package io.partita.slices;

import io.partita.run.Answer;
import io.partita.run.DatasetOptions;
import io.partita.run.WaitOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The drums of a data set's MIDI files to loops of equal length, as MusicVAE learns them. Input:
 * the tables midi_sources and midi_bytes; output: the tables drum_slices and drum_files.
 */
@Command(
    name = "slice-drums",
    description = "Cut the drums of a data set's MIDI files into loops of 2 or 4 bars.",
    footer = {
      "",
      "Loops of 2 and of 4 bars lie beside each other; a run replaces those of its own length. The",
      "table drum_files says of each file why it gave none. A new ingest of the data set drops"
          + " both",
      "tables, as what they were made from is gone.",
      "",
      "Examples:",
      "  partita slice-drums --lake lake --dataset groove --bars 2",
      "  partita slice-drums --lake lake --dataset lmd_matched --bars 4 --json"
    })
public final class SliceDrums implements Callable<Integer> {
  @Mixin private DatasetOptions from = new DatasetOptions();

  @Option(
      names = "--bars",
      required = true,
      paramLabel = "N",
      description = "Length of the loops: 2 or 4.")
  private int bars;

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Option(
      names = "--json",
      description =
          "One object: files, files_without_slices, reasons, splits: {train: {windows, slices,"
              + " files, files_without_slices}, …}, dropped_hits, suspect_files, suspect_slices,"
              + " bars, dataset, run_id, …")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    SliceReport report = new SliceRun(Slicing.DRUMS, from, waiting).run(bars);
    return Answer.print(json, report, SliceReport::text);
  }
}
