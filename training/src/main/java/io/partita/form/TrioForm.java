package io.partita.form;

import io.partita.MalformedInputException;
import io.partita.drum.DrumLoop;
import io.partita.drum.DrumMap;
import io.partita.grid.StepGrid;
import io.partita.lake.table.LakeTable;
import io.partita.melody.MelodyScore;
import io.partita.melody.TrioSlice;
import io.partita.melody.TrioSlices;
import io.partita.score.Score;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Melody, bass and drums together. The encoder reads the three labels one-hot, one after the other:
 * 90 + 90 + 512 numbers.
 */
record TrioForm() implements SliceForm {
  private static final List<SliceVoice> VOICES =
      List.of(SliceVoice.line("melody"), SliceVoice.line("bass"), SliceVoice.drums());

  @Override
  public Names names() {
    return new Names("trio", "trio slice", "trios");
  }

  @Override
  public Tables tables() {
    return new Tables(LakeTable.TRIO_SLICES, LakeTable.TRIO_FILES);
  }

  @Override
  public List<SliceVoice> voices() {
    return VOICES;
  }

  @Override
  public List<Integer> bars() {
    return List.of(TrioSlice.BARS);
  }

  @Override
  public int inputs() {
    return VOICES.stream().mapToInt(SliceVoice::classes).sum();
  }

  @Override
  public void write(int voice, int label, float[] input, int first) {
    int before = VOICES.subList(0, voice).stream().mapToInt(SliceVoice::classes).sum();
    input[first + before + label] = 1;
  }

  @Override
  public List<String> columns() {
    return VOICES.stream().map(SliceVoice::name).toList();
  }

  @Override
  public List<String> instrumentColumns() {
    return List.of("melody_instrument", "bass_instrument", "drum_instrument");
  }

  @Override
  public String startColumn() {
    return "start_bar";
  }

  @Override
  public int startSteps() {
    return StepGrid.STEPS_PER_BAR;
  }

  /** Options of {@code slice trios}. */
  @Command(name = "slice trios", description = "Extract 16-bar melody, bass and drum trios.")
  static final class Options implements CutOptions {
    @Option(
        names = "--bars",
        required = true,
        paramLabel = "N",
        description = "Length of the slices: 16.")
    private int bars;

    @Mixin private GridOption grid = new GridOption();

    @Override
    public Cutting cutting() {
      return new Cutting(bars, DrumMap.GM, grid.source, null, Set.of());
    }
  }

  @Override
  public CutOptions options() {
    return new Options();
  }

  /** All notes of the three are heard: none is dropped. */
  @Override
  public CutFile<int[]> cut(byte[] midi, Cutting how) throws MalformedInputException {
    StepGrid grid = how.steps(midi);
    TrioSlices found = TrioSlices.of(grid);
    return new CutFile<>(
        found.slices().stream().map(TrioForm::cut).toList(),
        Map.of(
            "n_pieces", grid.pieces().size(),
            "n_windows", found.windows(),
            "n_melodies", found.melodies(),
            "n_basses", found.basses(),
            "n_drums", found.drums()),
        found.absence().map(TrioSlices.Absence::label),
        found.detail());
  }

  private static CutFile.Slice<int[]> cut(TrioSlice of) {
    return new CutFile.Slice<>(
        of.piece(),
        List.of(of.melody().instrument(), of.bass().instrument(), of.drums().instrument()),
        of.startBar(),
        DrumLoop.joined(List.of(of.melodyLabels(), of.bassLabels(), of.drumMasks())),
        Map.of("start_bar", of.startBar()));
  }

  @Override
  public Score score(int[] slice) {
    return MelodyScore.ofTrio(voice(slice, 0), voice(slice, 1), voice(slice, 2));
  }
}
