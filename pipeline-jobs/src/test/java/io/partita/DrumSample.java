package io.partita;

import io.partita.drum.DrumClass;
import io.partita.drum.DrumLoop;
import io.partita.midi.MidiWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A lake of beats of eight bars, sliced to 2 and 4 bars, and a tiny MusicVAE of them: written once
 * for all tests, who must not change them.
 */
public final class DrumSample {
  public static final String DATASET = "beats";
  public static final int FILES = 24;

  private static DrumSample written;

  private final Path folder;

  private DrumSample(Path folder) {
    this.folder = folder;
  }

  private String make() throws IOException {
    Path midi = Files.createDirectory(folder.resolve("midi"));
    for (int i = 0; i < FILES; i++) {
      Files.write(
          midi.resolve("beat" + i + ".mid"), MidiWriter.write(DrumLoop.score(beat(i, 128))));
    }
    Files.write(midi.resolve("short.mid"), MidiWriter.write(DrumLoop.score(beat(1, 8))));
    PartitaRun.line(
            "ingest-midi --input {} --lake {} --dataset {} --split 50/25/25", midi, lake(), DATASET)
        .exits(0);
    for (int bars : new int[] {2, 4}) {
      PartitaRun.of("slice-drums", "--lake", lake(), "--dataset", DATASET, "--bars", bars).exits(0);
    }
    PartitaRun.line(
            "train-musicvae --lake {} --dataset {} --model {}"
                + " --config cat-drums_2bar_tiny --batch 8 --epochs 4",
            lake(),
            DATASET,
            model())
        .exits(0);
    return "";
  }

  /** Kick, snare and hi-hat whose places the number decides, with a fill that the bar decides. */
  private static int[] beat(int number, int steps) {
    int[] beat = new int[steps];
    for (int step = 0; step < steps; step++) {
      int hits = step % (2 + number % 3) == 0 ? DrumClass.CLOSED_HI_HAT.bit() : 0;
      hits |= step % 16 == 0 || step % 16 == 6 + number % 5 ? DrumClass.KICK.bit() : 0;
      hits |= step % 8 == 4 ? DrumClass.SNARE.bit() : 0;
      hits |= step % 32 == 16 + number ? DrumClass.CRASH.bit() : 0;
      hits |= step / 16 == number % 8 && step % 4 == 1 ? DrumClass.LOW_TOM.bit() : 0;
      beat[step] = hits;
    }
    return beat;
  }

  public static synchronized DrumSample get() {
    if (written == null) {
      written =
          new DrumSample(
              SharedFolders.get("drums", folder -> new DrumSample(folder).make()).folder());
    }
    return written;
  }

  public Path lake() {
    return folder.resolve("lake");
  }

  /** The archive of a cat-drums_2bar_tiny. */
  public Path model() {
    return folder.resolve("model");
  }
}
