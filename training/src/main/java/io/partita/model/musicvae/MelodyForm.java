package io.partita.model.musicvae;

import java.util.List;

/**
 * Melodies, one note at a time: no event, note off or the start of one of 88 pitches. The encoder
 * reads the label one-hot.
 */
final class MelodyForm implements SliceForm {
  private final List<Voice> voices = List.of(Voice.line("melody"));

  @Override
  public String name() {
    return "melody";
  }

  @Override
  public String title() {
    return "melody slice";
  }

  @Override
  public List<Voice> voices() {
    return voices;
  }

  @Override
  public List<Integer> bars() {
    return List.of(2, 16);
  }

  @Override
  public int inputs() {
    return Voice.LINE_CLASSES;
  }

  @Override
  public void write(int voice, int label, float[] input, int first) {
    input[first + label] = 1;
  }

  @Override
  public String table() {
    return "melody_slices";
  }

  @Override
  public String filesTable() {
    return "melody_files";
  }

  @Override
  public List<String> columns() {
    return List.of("labels");
  }

  @Override
  public String command() {
    return "slice-melodies";
  }

  @Override
  public boolean isTransposable() {
    return true;
  }
}
