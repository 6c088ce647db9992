package io.partita.audio.compare;

import io.partita.MalformedInputException;
import io.partita.audio.LogMel;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioPass;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Generated music at 22,050 Hz, what may happen to it, and what only seems to be music. */
final class Tunes {
  private static final int RATE = 22_050;
  private static final int HARMONICS = 8;

  private Tunes() {}

  /** Notes of a fifth of a second, two at a time, of six octaves' pitches by chance. */
  static float[] tune(int seed, double seconds) {
    float[] samples = new float[(int) (seconds * RATE)];
    Random random = new Random(seed);
    for (int from = 0; from < samples.length; from += RATE / 5) {
      for (int voice = 0; voice < 2; voice++) {
        double hz = 80 * Math.pow(2, random.nextInt(48) / 12.0);
        double level = 0.05 + 0.1 * random.nextDouble();
        for (int i = 0; i < RATE / 2 && from + i < samples.length; i++) {
          samples[from + i] += (float) (level * note(hz, i / (double) RATE));
        }
      }
    }
    return samples;
  }

  private static double note(double hz, double t) {
    double sum = 0;
    for (int harmonic = 1; harmonic <= HARMONICS && harmonic * hz < 8000; harmonic++) {
      sum += Math.sin(2 * Math.PI * harmonic * hz * t) / harmonic;
    }
    return sum * Math.exp(-5 * t) * Math.min(1, 100 * t);
  }

  static float[] excerpt(float[] samples, int from, double seconds) {
    float[] excerpt = new float[(int) (seconds * RATE)];
    System.arraycopy(samples, from, excerpt, 0, excerpt.length);
    return excerpt;
  }

  static float[] at(double gain, float[] samples) {
    float[] scaled = new float[samples.length];
    for (int i = 0; i < samples.length; i++) {
      scaled[i] = (float) (gain * samples[i]);
    }
    return scaled;
  }

  /** With white noise below it by some decibels. */
  static float[] noisy(float[] samples, double belowDb, int seed) {
    double squares = 0;
    for (float sample : samples) {
      squares += (double) sample * sample;
    }
    double level = Math.sqrt(squares / samples.length) * Math.pow(10, -belowDb / 20);
    Random random = new Random(seed);
    float[] noisy = samples.clone();
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] += (float) (level * random.nextGaussian());
    }
    return noisy;
  }

  /** Noise that is the louder the lower it is, after silence and before it, dying away or not. */
  static float[] noise(int seed, double seconds, double silentS, double decay) {
    float[] samples = new float[(int) (seconds * RATE)];
    Random random = new Random(seed);
    double brown = 0;
    for (int i = (int) (silentS * RATE); i < samples.length - (int) (silentS * RATE); i++) {
      brown = 0.98 * brown + 0.02 * random.nextGaussian();
      samples[i] = (float) (brown * Math.exp(-decay * i / RATE));
    }
    return samples;
  }

  static AudioPrint print(float[] samples) throws MalformedInputException {
    return AudioPrint.of(LogMel.of(samples, AudioPrint.RECIPE));
  }

  static AudioPrint print(Path file) throws IOException, MalformedInputException {
    AudioPrinter printer = new AudioPrinter();
    try (SeekableByteChannel bytes = Files.newByteChannel(file);
        AudioPass pass = new AudioPass(bytes, AudioLimits.defaults())) {
      pass.run(AudioPrint.RECIPE, printer);
    }
    return printer.print();
  }
}
