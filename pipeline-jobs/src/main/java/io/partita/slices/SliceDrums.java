package io.partita.slices;

import io.partita.drum.DrumMap;
import io.partita.option.DatasetOptions;
import io.partita.option.JsonOption;
import io.partita.option.ReplaceRowsOption;
import io.partita.option.WaitOptions;
import io.partita.option.WhereOption;
import io.partita.output.Answer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * The drums of a data set's MIDI files to loops of equal length, as MusicVAE learns them. Input:
 * the tables midi_sources and midi_bytes; output: the tables drum_slices and drum_files.
 */
@Command(
    name = "slice drums",
    description = "Extract drum loops of 2 or 4 bars from MIDI files.",
    footer = {
      "",
      "A run replaces the loops of its own length; those of the other length are kept. The table",
      "drum_files says why a file has no loop. A new ingest of the data set drops both tables.",
      "",
      "Roland kits assign pitches 45, 48 and 58 to other drums than General MIDI, and only they",
      "use 22 and 26.",
      "",
      "With --pad a fill of one bar becomes a loop of two by a silent second bar. A data set has",
      "one map, padding and --where: a run with another deletes slices of the other length and",
      "latents. It counts them before it starts, and needs --replace.",
      "",
      "Fields of --json: files, files_without_slices, reasons, splits: {train: {windows, slices,",
      "files, files_without_slices}, …}, drum_map, dropped_hits, roland_hits, ambiguous_hits,",
      "suspect_files, suspect_slices, bars, dataset, run_id, …",
      "",
      "Examples:",
      "  partita slice drums --lake lake --dataset groove --bars 2 --map roland",
      "  partita slice drums --lake lake --dataset lmd_matched --bars 4 --json"
    })
public final class SliceDrums implements Callable<Integer> {
  static final String MAP = "--map";
  static final String PAD = "--pad";

  @Mixin private DatasetOptions from = new DatasetOptions();

  @Option(
      names = "--bars",
      required = true,
      paramLabel = "N",
      description = "Length of the loops: 2 or 4.")
  private int bars;

  @Option(
      names = MAP,
      paramLabel = "MAP",
      converter = MapName.class,
      completionCandidates = MapNames.class,
      description =
          "Drum kit of the pitches: gm (General MIDI) or roland (TD-11) (default:"
              + " ${DEFAULT-VALUE}).")
  private DrumMap map = DrumMap.GM;

  /** By its label alone. */
  static final class MapName implements ITypeConverter<DrumMap> {
    @Override
    public DrumMap convert(String label) {
      return DrumMap.of(label)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "there is no drum map " + label + "; there are " + DrumMap.labels()));
    }
  }

  /** Labels for completion. */
  static final class MapNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(DrumMap.values()).map(DrumMap::label).iterator();
    }
  }

  @Option(
      names = PAD,
      description = "Also loops whose last bar is silent, of stretches one bar too short.")
  private boolean pad;

  @Mixin private WhereOption where = new WhereOption();

  @Mixin private ReplaceRowsOption replace = new ReplaceRowsOption();

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    SliceReport report =
        new SliceRun(Slicing.DRUMS, from, where, replace, waiting)
            .run(new CutOptions(bars, map, pad, false));
    return Answer.print(json.isGiven, report, SliceReport::text);
  }
}
