package io.partita.form;

import io.partita.MalformedInputException;
import io.partita.drum.DrumClass;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumLoop;
import io.partita.drum.DrumMap;
import io.partita.drum.DrumSlices;
import io.partita.drum.LoopFigures;
import io.partita.model.Augmentation;
import io.partita.picture.DrumRollPicture;
import io.partita.picture.SliceRoll;
import io.partita.score.Score;
import io.partita.statistics.Bootstrap;
import io.partita.statistics.ComparedFigure;
import java.util.List;
import java.util.Optional;

/**
 * Drums: which of nine are hit at a step, one of 512 classes. The encoder reads nine bits, and one
 * that is 1 where the step is silent.
 */
final class DrumForm implements SliceForm {
  private final List<SliceVoice> voices = List.of(SliceVoice.drums());

  @Override
  public Names names() {
    return new Names(
        "drums", "drum slice", "drum loops", "slice drums", "drum_slices", "drum_files", "latents");
  }

  @Override
  public String measuredOn(int steps) {
    return steps + " steps";
  }

  @Override
  public List<SliceVoice> voices() {
    return voices;
  }

  @Override
  public List<Integer> bars() {
    return List.of(2, 4);
  }

  @Override
  public int inputs() {
    return DrumClass.COUNT + 1;
  }

  @Override
  public void write(int voice, int label, float[] input, int first) {
    for (int drum = 0; drum < DrumClass.COUNT; drum++) {
      input[first + drum] = label >> drum & 1;
    }
    input[first + DrumClass.COUNT] = label == 0 ? 1 : 0;
  }

  @Override
  public List<String> columns() {
    return List.of("steps");
  }

  @Override
  public List<String> instrumentColumns() {
    return List.of();
  }

  @Override
  public String dropped() {
    return "dropped_hits";
  }

  @Override
  public String unit() {
    return "hits";
  }

  @Override
  public int distance(int[] one, int[] other) {
    return DrumLoop.hammingDistance(one, other);
  }

  @Override
  public CutFile cut(byte[] midi, int bars, DrumMap map) throws MalformedInputException {
    DrumGrid grid = DrumGrid.read(midi, map);
    DrumSlices found = grid.slices(bars);
    List<CutFile.Slice> slices =
        found.slices().stream()
            .map(of -> new CutFile.Slice(of.piece(), List.of(), of.startStep(), of.steps()))
            .toList();
    return new CutFile(slices, grid.droppedHits(), found.detail());
  }

  @Override
  public Augmentation augmentation(String names) {
    return DrumAugmentation.named(names);
  }

  @Override
  public boolean isLoop() {
    return true;
  }

  @Override
  public Optional<Likeness> likeness() {
    return Optional.of(
        new Likeness() {
          @Override
          public List<ComparedFigure> of(List<int[]> drawn, List<int[]> real) {
            return LoopFigures.of(drawn).against(LoopFigures.of(real));
          }

          @Override
          public List<Bootstrap.Ratio> byFile(List<List<int[]>> files) {
            return LoopFigures.byFile(files);
          }
        });
  }

  @Override
  public Score score(int[] slice) {
    return DrumLoop.score(slice);
  }

  @Override
  public byte[] picture(String title, List<SliceRoll> rolls) {
    return DrumRollPicture.png(title, rolls);
  }
}
