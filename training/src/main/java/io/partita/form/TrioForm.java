package io.partita.form;

import io.partita.MalformedInputException;
import io.partita.drum.DrumLoop;
import io.partita.drum.DrumMap;
import io.partita.grid.StepGrid;
import io.partita.melody.MelodyScore;
import io.partita.melody.TrioSlice;
import io.partita.melody.TrioSlices;
import io.partita.picture.ScoreRoll;
import io.partita.picture.ScoreRollPicture;
import io.partita.picture.SliceRoll;
import io.partita.score.Score;
import java.util.List;

/**
 * Melody, bass and drums together. The encoder reads the three labels one-hot, one after the other:
 * 90 + 90 + 512 numbers.
 */
final class TrioForm implements SliceForm {
  private final List<SliceVoice> voices =
      List.of(SliceVoice.line("melody"), SliceVoice.line("bass"), SliceVoice.drums());

  @Override
  public Names names() {
    return new Names(
        "trio", "trio slice", "trios", "slice trios", "trio_slices", "trio_files", "trio_latents");
  }

  @Override
  public List<SliceVoice> voices() {
    return voices;
  }

  @Override
  public List<Integer> bars() {
    return List.of(16);
  }

  @Override
  public int inputs() {
    return voices.stream().mapToInt(SliceVoice::classes).sum();
  }

  @Override
  public void write(int voice, int label, float[] input, int first) {
    int before = voices.subList(0, voice).stream().mapToInt(SliceVoice::classes).sum();
    input[first + before + label] = 1;
  }

  @Override
  public List<String> columns() {
    return voices.stream().map(SliceVoice::name).toList();
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

  /** All notes of the three are heard: none is dropped. */
  @Override
  public CutFile cut(byte[] midi, int bars, DrumMap map) throws MalformedInputException {
    TrioSlices found = TrioSlices.of(StepGrid.read(midi));
    return new CutFile(found.slices().stream().map(this::cut).toList(), 0, found.detail());
  }

  private CutFile.Slice cut(TrioSlice of) {
    return new CutFile.Slice(
        of.piece(),
        List.of(of.melody().instrument(), of.bass().instrument(), of.drums().instrument()),
        of.startBar(),
        DrumLoop.joined(List.of(of.melodyLabels(), of.bassLabels(), of.drumMasks())));
  }

  @Override
  public Score score(int[] slice) {
    return MelodyScore.ofTrio(voice(slice, 0), voice(slice, 1), voice(slice, 2));
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
