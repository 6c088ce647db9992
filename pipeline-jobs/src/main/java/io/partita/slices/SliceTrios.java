package io.partita.slices;

import io.partita.option.DatasetOptions;
import io.partita.option.JsonOption;
import io.partita.option.ReplaceRowsOption;
import io.partita.option.WaitOptions;
import io.partita.option.WhereOption;
import io.partita.output.Answer;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Melody, bass and drums of a data set's MIDI files to slices of equal length, as MusicVAE learns
 * them. Input: the tables midi_sources and midi_bytes; output: the tables trio_slices and
 * trio_files.
 */
@Command(
    name = "slice trios",
    description = "Extract 16-bar melody, bass and drum trios.",
    footer = {
      "",
      "Melodies come from programs 0 to 31, basses from 32 to 39, drums from channel 10. Three",
      "such instruments that play together for 16 bars give slices. The table trio_files says why",
      "a file has no slice. A new ingest of the data set drops both tables.",
      "",
      "Fields of --json: files, files_without_slices, reasons, splits: {train: {windows, slices,",
      "files, files_without_slices}, …}, suspect_files, suspect_slices, bars, dataset, run_id, …",
      "",
      "Examples:",
      "  partita slice trios --lake lake --dataset lmd_matched --bars 16",
      "  partita slice trios --lake lake --dataset lmd_matched --bars 16 --json"
    })
public final class SliceTrios implements Callable<Integer> {
  @Mixin private DatasetOptions from = new DatasetOptions();

  @Option(
      names = "--bars",
      required = true,
      paramLabel = "N",
      description = "Length of the slices: 16.")
  private int bars;

  @Mixin private WhereOption where = new WhereOption();

  @Mixin private ReplaceRowsOption replace = new ReplaceRowsOption();

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    SliceReport report = new SliceRun(Slicing.TRIOS, from, where, replace, waiting).run(bars);
    return Answer.print(json.isGiven, report, SliceReport::text);
  }
}
