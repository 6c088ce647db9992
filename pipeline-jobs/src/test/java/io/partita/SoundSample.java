package io.partita;

import io.partita.audio.file.WavWriter;
import io.partita.audio.file.WavWriter.SampleType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A lake of tunes of three seconds with three files of one recording, a short one and a silent one,
 * and tiny VAEs of their mel and of their samples: written once for all tests, who must not change
 * them.
 */
public final class SoundSample {
  public static final String DATASET = "tunes";

  /** Of files that hold a tune of their own. */
  public static final int TUNES = 12;

  private static final int RATE_HZ = 22_050;
  private static final double NOTE_S = 0.125;

  private static SoundSample written;

  private final Path folder;

  private SoundSample(Path folder) {
    this.folder = folder;
  }

  private String make() throws IOException {
    for (String label : new String[] {"high", "low"}) {
      Files.createDirectories(audio().resolve(label));
    }
    for (int i = 0; i < TUNES; i++) {
      String name = (i % 2 == 0 ? "low/" : "high/") + "tune" + i + ".wav";
      write(audio().resolve(name), tune(i, 3, 0.5f));
    }
    Files.copy(audio().resolve("low/tune0.wav"), audio().resolve("low/again.wav"));
    write(audio().resolve("low/quiet.wav"), tune(0, 3, 0.2f));
    write(audio().resolve("low/short.wav"), tune(99, 0.2, 0.5f));
    write(audio().resolve("high/silent.wav"), new float[3 * RATE_HZ]);
    PartitaRun.line(
            "ingest-audio --input {} --lake {} --dataset {} --split 50/25/25",
            audio(),
            lake(),
            DATASET)
        .exits(0);
    train("mel-conv-tiny", mel());
    train("wave-conv-tiny", wave());
    return "";
  }

  private void train(String config, Path model) {
    PartitaRun.line(
            "train-cvae --lake {} --dataset {} --model {} --config {} --epochs 3",
            lake(),
            DATASET,
            model,
            config)
        .exits(0);
  }

  /** Notes with an overtone that the number draws, each dying away. */
  public static float[] tune(int number, double seconds, float level) {
    SplittableRandom random = new SplittableRandom(number);
    float[] samples = new float[(int) (seconds * RATE_HZ)];
    int length = (int) (NOTE_S * RATE_HZ);
    double hz = 0;
    for (int i = 0; i < samples.length; i++) {
      if (i % length == 0) {
        hz = 110 * Math.pow(2, random.nextInt(36) / 12.0);
      }
      double at = 2 * Math.PI * hz * i / RATE_HZ;
      double decay = Math.exp(-6.0 * (i % length) / length);
      samples[i] = (float) (level * decay * (0.7 * Math.sin(at) + 0.3 * Math.sin(3 * at)));
    }
    return samples;
  }

  /** Writes samples of 22,050 Hz as a WAV file. */
  public static Path write(Path file, float[] samples) throws IOException {
    try (WavWriter wav = WavWriter.create(file, SampleType.INT16, RATE_HZ, 1)) {
      wav.write(samples, samples.length);
    }
    return file;
  }

  public static synchronized SoundSample get() {
    if (written == null) {
      written =
          new SoundSample(
              SharedFolders.get("sounds", folder -> new SoundSample(folder).make()).folder());
    }
    return written;
  }

  /** The folder that was ingested. */
  public Path audio() {
    return folder.resolve("audio");
  }

  public Path lake() {
    return folder.resolve("lake");
  }

  /** The archive of a mel-conv-tiny. */
  public Path mel() {
    return folder.resolve("mel");
  }

  /** The archive of a wave-conv-tiny. */
  public Path wave() {
    return folder.resolve("wave");
  }
}
