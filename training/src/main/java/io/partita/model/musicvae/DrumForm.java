package io.partita.model.musicvae;

import io.partita.drum.DrumClass;
import java.util.List;

/**
 * Drums: which of nine are hit at a step, one of 512 classes. The encoder reads nine bits, and one
 * that is 1 where the step is silent.
 */
final class DrumForm implements SliceForm {
  private final List<Voice> voices = List.of(Voice.drums());

  @Override
  public String name() {
    return "drums";
  }

  @Override
  public String title() {
    return "drum slice";
  }

  @Override
  public List<Voice> voices() {
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
  public String table() {
    return "drum_slices";
  }

  @Override
  public String filesTable() {
    return "drum_files";
  }

  @Override
  public List<String> columns() {
    return List.of("steps");
  }

  @Override
  public String command() {
    return "slice-drums";
  }
}
