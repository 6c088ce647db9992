package io.partita.slices;

import io.partita.drum.DrumMap;
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
 * The drums of a data set's MIDI files as they were played, as GrooVAE learns them. Input: the
 * tables midi_sources and midi_bytes; output: the tables drum_performances and performance_files.
 */
@Command(
    name = "slice performances",
    description = "Extract drums of 2 or 4 bars with velocity and micro-timing.",
    footer = {
      "",
      "Whole files in 4/4 are cut from every bar on. Of several notes of one drum at one",
      "sixteenth, the loudest is kept. A run replaces the slices of its own length; those of the",
      "other length are kept. The table performance_files says why a file has no slice. A new",
      "ingest of the data set drops both tables.",
      "",
      "Fields of --json: files, files_without_slices, reasons, splits: {train: {windows, slices,",
      "files, files_without_slices}, …}, drum_map, hits, merged_hits, dropped_hits,",
      "suspect_files, suspect_slices, bars, dataset, run_id, …",
      "",
      "Example:",
      "  partita slice performances --lake lake --dataset groove --bars 2 --map roland"
    })
public final class SlicePerformances implements Callable<Integer> {
  static final String UNIQUE_HITS = "--unique-hits";

  @Mixin private DatasetOptions from = new DatasetOptions();

  @Option(
      names = "--bars",
      required = true,
      paramLabel = "N",
      description = "Length of the slices: 2 or 4.")
  private int bars;

  @Option(
      names = SliceDrums.MAP,
      paramLabel = "MAP",
      converter = SliceDrums.MapName.class,
      completionCandidates = SliceDrums.MapNames.class,
      description =
          "Drum kit of the pitches: gm (General MIDI) or roland (TD-11) (default:"
              + " ${DEFAULT-VALUE}).")
  private DrumMap map = DrumMap.GM;

  @Option(
      names = UNIQUE_HITS,
      description = "Leave out slices whose hits the piece had before, however played.")
  private boolean uniqueHits;

  @Mixin private WhereOption where = new WhereOption();

  @Mixin private ReplaceRowsOption replace = new ReplaceRowsOption();

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    SliceReport report =
        new SliceRun(Slicing.PERFORMANCES, from, where, replace, waiting)
            .run(new CutOptions(bars, map, false, uniqueHits));
    return Answer.print(json.isGiven, report, SliceReport::text);
  }
}
