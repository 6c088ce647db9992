package io.partita.lake.split;

import io.partita.drum.DrumClass;
import io.partita.drum.DrumLoop;
import io.partita.midi.MidiWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Beats of four bars, no two of them alike. */
public final class DrumBeats {
  private static final int STEPS = 64;

  private DrumBeats() {}

  /** Writes {@code beat0.mid} and so on. */
  public static void write(Path folder, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Files.write(folder.resolve("beat" + i + ".mid"), MidiWriter.write(DrumLoop.score(beat(i))));
    }
  }

  private static int[] beat(int number) {
    int[] beat = new int[STEPS];
    for (int step = 0; step < STEPS; step++) {
      int hits = step % (2 + number % 3) == 0 ? DrumClass.CLOSED_HI_HAT.bit() : 0;
      hits |= step % 16 == 0 || step % 16 == 6 + number % 5 ? DrumClass.KICK.bit() : 0;
      hits |= step % 8 == 4 ? DrumClass.SNARE.bit() : 0;
      hits |= step == 1 + number ? DrumClass.CRASH.bit() : 0;
      beat[step] = hits;
    }
    return beat;
  }
}
