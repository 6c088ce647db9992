package io.partita.model.musicvae;

import java.util.List;

/**
 * Melody, bass and drums together. The encoder reads the three labels one-hot, one after the other:
 * 90 + 90 + 512 numbers.
 */
final class TrioForm implements SliceForm {
  private final List<Voice> voices =
      List.of(Voice.line("melody"), Voice.line("bass"), Voice.drums());

  @Override
  public String name() {
    return "trio";
  }

  @Override
  public String title() {
    return "trio slice";
  }

  @Override
  public List<Voice> voices() {
    return voices;
  }

  @Override
  public List<Integer> bars() {
    return List.of(16);
  }

  @Override
  public int inputs() {
    return voices.stream().mapToInt(Voice::classes).sum();
  }

  @Override
  public void write(int voice, int label, float[] input, int first) {
    int before = voices.subList(0, voice).stream().mapToInt(Voice::classes).sum();
    input[first + before + label] = 1;
  }

  @Override
  public String table() {
    return "trio_slices";
  }

  @Override
  public String filesTable() {
    return "trio_files";
  }

  @Override
  public List<String> columns() {
    return voices.stream().map(Voice::name).toList();
  }

  @Override
  public String command() {
    return "slice-trios";
  }
}
