package io.partita;

import io.partita.midi.MidiWriter;
import io.partita.symbolic.NoteLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A lake of lines that go up and down a scale, and tiny note models of it: written once for all
 * tests, who must not change them.
 */
public final class NoteSample {
  public static final String DATASET = "lines";
  public static final int FILES = 24;
  public static final int SEQUENCE_LENGTH = 6;

  private static final int NOTES = 50;
  private static final int[] SCALE = {48, 50, 52, 53, 55, 57, 59, 60};

  private static NoteSample written;

  private final Path folder;

  private NoteSample(Path folder) {
    this.folder = folder;
  }

  private String make() throws IOException {
    Path midi = Files.createDirectory(folder.resolve("midi"));
    for (int i = 0; i < FILES; i++) {
      Files.write(
          midi.resolve("line" + i + ".mid"), MidiWriter.write(NoteLine.score(line(i), 42, 0.3)));
    }
    PartitaRun.line(
            "ingest-midi --input {} --lake {} --dataset {} --split 50/25/25", midi, lake(), DATASET)
        .exits(0);
    train("window", "window", "all");
    train("sequence", "sequence", "all");
    train("seen", "window", "seen");
    return "";
  }

  private void train(String model, String mode, String vocabulary) {
    PartitaRun.line(
            "train-lstm --lake {} --dataset {} --model {} --set {} --vocabulary {}"
                + " --set {} --set units=16 --epochs 3 --workers 0 --batch {}"
                + " --learning-rate 0.01",
            lake(),
            DATASET,
            model(model),
            "mode=" + mode,
            vocabulary,
            "sequenceLength=" + SEQUENCE_LENGTH,
            mode.equals("window") ? 32 : 2)
        .exits(0);
  }

  /** A walk on the scale, with a pitch that no other line has. */
  private static int[] line(int number) {
    SplittableRandom dice = new SplittableRandom(number);
    int[] line = new int[NOTES];
    int step = dice.nextInt(SCALE.length);
    for (int i = 0; i < NOTES; i++) {
      step = Math.floorMod(step + (dice.nextInt(4) == 0 ? -1 : 1), SCALE.length);
      line[i] = SCALE[step];
    }
    line[NOTES / 2] = 70 + number;
    return line;
  }

  /** The one sample of this JVM. */
  public static synchronized NoteSample get() {
    if (written == null) {
      written =
          new NoteSample(
              SharedFolders.get("notes", folder -> new NoteSample(folder).make()).folder());
    }
    return written;
  }

  public Path lake() {
    return folder.resolve("lake");
  }

  /**
   * A trained model.
   *
   * @param name window or sequence, or seen: of windows of the pitches seen in training
   */
  public Path model(String name) {
    return folder.resolve(name);
  }

  public Path midi(int number) {
    return folder.resolve("midi/line" + number + ".mid");
  }
}
