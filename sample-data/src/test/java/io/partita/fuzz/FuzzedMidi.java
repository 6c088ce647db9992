package io.partita.fuzz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Damaged MIDI files of a fuzz run, for tests of the reader itself. */
public final class FuzzedMidi {
  private FuzzedMidi() {}

  /** The first {@code count} inputs of a seed, made from generated files only. */
  public static List<byte[]> files(long seed, int count) throws IOException {
    FuzzInputs inputs = new FuzzInputs(FuzzSeeds.generated(), EnumSet.of(FuzzFormat.MIDI), seed);
    List<byte[]> files = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      files.add(inputs.input(index).bytes());
    }
    return files;
  }
}
