package io.partita.form;

import io.partita.MalformedInputException;
import io.partita.drum.DrumMap;
import io.partita.grid.StepGrid;
import io.partita.melody.MelodyFigures;
import io.partita.melody.MelodyLabel;
import io.partita.melody.MelodyScore;
import io.partita.melody.MelodySlice;
import io.partita.melody.MelodySlices;
import io.partita.picture.ScoreRoll;
import io.partita.picture.ScoreRollPicture;
import io.partita.picture.SliceRoll;
import io.partita.score.Score;
import io.partita.statistics.Bootstrap;
import io.partita.statistics.ComparedFigure;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Melodies, one note at a time: no event, note off or the start of one of 88 pitches. The encoder
 * reads the label one-hot.
 */
final class MelodyForm implements SliceForm {
  private final List<SliceVoice> voices = List.of(SliceVoice.line("melody"));

  @Override
  public Names names() {
    return new Names(
        "melody",
        "melody slice",
        "melodies",
        "slice melodies",
        "melody_slices",
        "melody_files",
        "melody_latents");
  }

  @Override
  public List<SliceVoice> voices() {
    return voices;
  }

  @Override
  public List<Integer> bars() {
    return List.of(2, 16);
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
  public boolean isTransposable() {
    return true;
  }

  @Override
  public List<String> instrumentColumns() {
    return List.of("instrument");
  }

  @Override
  public CutFile cut(byte[] midi, int bars, DrumMap map) throws MalformedInputException {
    MelodySlices found = MelodySlices.of(StepGrid.read(midi), bars);
    List<CutFile.Slice> slices =
        found.slices().stream()
            .sorted(
                Comparator.comparingInt(MelodySlice::piece)
                    .thenComparingInt(MelodySlice::instrument)
                    .thenComparingLong(MelodySlice::startStep))
            .map(
                of ->
                    new CutFile.Slice(
                        of.piece(), List.of(of.instrument()), of.startStep(), of.labels()))
            .toList();
    return new CutFile(slices, found.droppedNotes(), found.detail());
  }

  @Override
  public Optional<Likeness> likeness() {
    return Optional.of(
        new Likeness() {
          @Override
          public List<ComparedFigure> of(List<int[]> drawn, List<int[]> real) {
            return MelodyFigures.of(drawn).against(MelodyFigures.of(real));
          }

          @Override
          public List<Bootstrap.Ratio> byFile(List<List<int[]>> files) {
            return MelodyFigures.byFile(files);
          }
        });
  }

  @Override
  public Score score(int[] slice) {
    return MelodyScore.of(slice);
  }

  @Override
  public byte[] picture(String title, List<SliceRoll> rolls) {
    return ScoreRollPicture.png(
        title,
        rolls.stream()
            .map(roll -> new ScoreRoll(roll.label(), roll.remark(), score(roll.steps())))
            .toList());
  }
}
