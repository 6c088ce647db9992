package io.partita.form;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.MalformedInputException;
import io.partita.drum.DrumMap;
import io.partita.grid.StepGrid;
import io.partita.lake.table.LakeTable;
import io.partita.melody.MelodyFigures;
import io.partita.melody.MelodyLabel;
import io.partita.melody.MelodyScore;
import io.partita.melody.MelodySlice;
import io.partita.melody.MelodySlices;
import io.partita.midi.MidiEvents;
import io.partita.model.Augmentation;
import io.partita.score.Score;
import io.partita.scorefile.ScoreFile;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Melodies, one note at a time: no event, note off or the start of one of 88 pitches. The encoder
 * reads the label one-hot.
 */
record MelodyForm() implements SliceForm {
  private static final List<SliceVoice> VOICES = List.of(SliceVoice.line("melody"));

  @Override
  public Names names() {
    return new Names("melody", "melody slice", "melodies");
  }

  @Override
  public Tables tables() {
    return new Tables(LakeTable.MELODY_SLICES, LakeTable.MELODY_FILES);
  }

  @Override
  public List<SliceVoice> voices() {
    return VOICES;
  }

  @Override
  public List<Integer> bars() {
    return MelodySlices.BARS;
  }

  @Override
  public int inputs() {
    return MelodyLabel.COUNT;
  }

  @Override
  public void write(int voice, int label, float[] input, int first) {
    input[first + label] = 1;
  }

  @Override
  public List<String> columns() {
    return List.of("labels");
  }

  @Override
  public Augmentation<int[]> augmentation(String names) {
    return MelodyAugmentation.named(names);
  }

  @Override
  public boolean isTransposable() {
    return true;
  }

  @Override
  public boolean isOfTracks() {
    return true;
  }

  @Override
  public List<String> instrumentColumns() {
    return List.of("instrument");
  }

  /** Options of {@code slice melodies}. */
  @Command(
      name = "slice melodies",
      description = "Extract melodies of 2 or 16 bars from MIDI files.")
  static final class Options implements CutOptions {
    @Option(
        names = "--bars",
        required = true,
        paramLabel = "N",
        description = "Length of the slices: 2 or 16.")
    private int bars;

    @Mixin private TrackOption track = new TrackOption();

    @Mixin private GridOption grid = new GridOption();

    @Override
    public Cutting cutting() {
      return new Cutting(bars, DrumMap.GM, grid.source, track.choice(), Set.of());
    }
  }

  @Override
  public CutOptions options() {
    return new Options();
  }

  @Override
  public CutFile<int[]> cut(byte[] midi, Cutting how) throws MalformedInputException {
    MidiEvents events = ScoreFile.events(midi);
    StepGrid grid = StepGrid.of(events, how.grid());
    MelodySlices found =
        how.track() == null
            ? MelodySlices.of(grid, how.bars())
            : MelodySlices.of(grid, how.bars(), how.track().in(events));
    return new CutFile<>(
        found.slices().stream()
            .sorted(
                Comparator.comparingInt(MelodySlice::piece)
                    .thenComparingInt(MelodySlice::instrument)
                    .thenComparingLong(MelodySlice::startStep))
            .map(
                of ->
                    new CutFile.Slice<>(
                        of.piece(), List.of(of.instrument()), of.startStep(), of.labels()))
            .toList(),
        Map.of(
            "n_pieces", grid.pieces().size(),
            "n_windows", found.windows(),
            "n_notes", found.notes(),
            "n_dropped_notes", found.droppedNotes()),
        found.absence().map(MelodySlices.Absence::label),
        found.detail());
  }

  @Override
  public Counted counted(Cutting how, ToLongFunction<String> sums) {
    return new Notes(sums.applyAsLong("n_dropped_notes"));
  }

  /**
   * Notes of a data set.
   *
   * @param droppedNotes of which no melody can be made
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Notes(long droppedNotes) implements Counted {
    @Override
    public String text() {
      return String.format(
          Locale.ROOT,
          "%,d notes of drums, of other tracks or programs, or outside of A0 to C8 were left out%n",
          droppedNotes);
    }
  }

  @Override
  public Optional<Likeness> likeness() {
    return Optional.of(
        new Likeness(
            (drawn, real) -> MelodyFigures.of(drawn).against(MelodyFigures.of(real)),
            MelodyFigures::byFile));
  }

  @Override
  public Score score(int[] slice) {
    return MelodyScore.of(slice);
  }
}
