package io.partita.drums;

import static io.partita.lake.table.LakeTable.DRUM_FILES;
import static io.partita.lake.table.LakeTable.DRUM_SLICES;
import static io.partita.lake.table.LakeTable.LATENTS;

import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.RunReports;
import io.partita.lake.table.LakeTable;
import io.partita.run.Answer;
import io.partita.run.DatasetOptions;
import io.partita.run.DerivedRun;
import io.partita.run.RunOptions;
import io.partita.run.Suspects;
import io.partita.run.WaitOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
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
  private static final List<Integer> BARS = List.of(2, 4);

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
    if (!BARS.contains(bars)) {
      throw new UserException("--bars must be 2 or 4, not " + bars + ".");
    }
    return Answer.print(json, run(), SliceReport::text);
  }

  private SliceReport run() throws IOException {
    Lake lake = from.lake.open();
    waiting.await(lake, from.dataset);
    SlicedInput input = new SlicedInput(from.dataset);
    // Slices of 2 and of 4 bars come from the same files: what reads them wants to know of these.
    RunOptions told = new RunOptions("slice-drums").other("--bars", bars);
    RunReports.dealtBy(lake, from.dataset).ifPresent(split -> told.decisive("--dealt-by", split));
    try (DerivedRun run = DerivedRun.begin(told, lake, from.lake.folder, from.dataset, input)) {
      run.start();
      boolean isCurrent = SliceTables.areCurrent(run);
      Map<LakeTable, Dataset<Row>> tables = LakeReader.tables(run.spark(), lake);
      Dataset<Row> files =
          SliceTables.write(
              run.spark(),
              tables,
              from.dataset,
              bars,
              run.share(bars + "bars", isCurrent),
              run.progress());
      run.ended("slice");

      return run.publish(
          List.of(DRUM_FILES, DRUM_SLICES),
          isCurrent ? List.of() : List.of(LATENTS),
          SliceReport.of(run, bars, files, Suspects.of(tables, from.dataset)));
    }
  }
}
