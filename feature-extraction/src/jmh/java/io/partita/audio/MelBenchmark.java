package io.partita.audio;

import io.partita.TimedBenchmark;
import io.partita.MalformedInputException;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Log-mel frames of 30 s of audio at 22,050 Hz on one thread, as {@code
 * benchmarks/mel_torchaudio.py} computes them of as many samples.
 *
 * <pre>./mvnw -q -pl feature-extraction -Pbenchmark verify -DskipTests -Djmh.args=MelBenchmark</pre>
 */
public class MelBenchmark extends TimedBenchmark {
  private final float[] samples = new float[30 * 22_050];
  private final byte[] halves = new byte[80 * Float16.BYTES];

  /** A chord and noise. */
  @Setup
  public void synthesize() {
    Random random = new Random(1);
    for (int i = 0; i < samples.length; i++) {
      double chord = 0;
      for (double hz : new double[] {220, 277.2, 329.6, 440}) {
        chord += 0.15 * Math.sin(2 * Math.PI * hz * i / 22_050);
      }
      samples[i] = (float) (chord + 0.05 * random.nextGaussian());
    }
  }

  /** Samples to frames of float32. */
  @Benchmark
  public void logMel(Blackhole sink) throws MalformedInputException {
    LogMel mel = new LogMel(MelRecipe.HIFIGAN_22K_80);
    mel.push(samples, samples.length, sink::consume);
    mel.finish(sink::consume);
  }

  /** Samples to frames of float16, as tables hold them. */
  @Benchmark
  public void logMelFloat16(Blackhole sink) throws MalformedInputException {
    LogMel mel = new LogMel(MelRecipe.HIFIGAN_22K_80);
    FrameSink rounded =
        frame -> {
          Float16.toBytes(frame, halves, 0);
          sink.consume(halves);
        };
    mel.push(samples, samples.length, rounded);
    mel.finish(rounded);
  }
}
