package io.partita.audio;

import io.partita.midi.Division;
import io.partita.midi.MidiEvents;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.midi.Score;
import io.partita.midi.ScoreBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SynthTest {
  private static final int RATE = 22_050;

  @Test
  void probe() throws Exception {
    long t0 = System.nanoTime();
    float[] a = left(score().note(0, 0, 0, 69, 100, 480, 960));
    System.out.println("SY first " + (System.nanoTime() - t0) / 1e6);
    t0 = System.nanoTime();
    float[] b = left(score().note(0, 0, 0, 69, 100, 480, 960));
    System.out.println(
        "SY second "
            + (System.nanoTime() - t0) / 1e6
            + " len "
            + a.length
            + " eq "
            + Arrays.equals(a, b));
    int first = 0;
    while (Math.abs(a[first]) < 1e-3) first++;
    System.out.println("SY onset " + first / (double) RATE + " peak " + peak(a));
    float[] d = left(score().note(0, 9, 0, 38, 100, 0, 100));
    System.out.println("SY drum " + peak(d) + " len " + d.length);
    byte[] midi =
        Files.readAllBytes(
            Path.of(System.getProperty("partita.shared"), "data/midi/cello-suites/cs1-1pre.mid"));
    t0 = System.nanoTime();
    float[] c = left(MidiReader.events(midi));
    System.out.println(
        "SY cello s "
            + c.length / (double) RATE
            + " in ms "
            + (System.nanoTime() - t0) / 1e6
            + " peak "
            + peak(c));
  }

  static float peak(float[] x) {
    float p = 0;
    for (float v : x) p = Math.max(p, Math.abs(v));
    return p;
  }

  private static ScoreBuilder score() {
    return Score.builder(Division.ppq(480)).tempo(0, 500_000);
  }

  private static float[] left(ScoreBuilder score) throws Exception {
    return left(MidiReader.events(MidiWriter.write(score.build())));
  }

  private static float[] left(MidiEvents events) throws Exception {
    float[] all = new float[0];
    float[][] planes = new float[2][1000];
    try (Synth synth = Synth.open(events, RATE, Optional.empty())) {
      for (int n = synth.read(planes); n >= 0; n = synth.read(planes)) {
        all = Arrays.copyOf(all, all.length + n);
        System.arraycopy(planes[0], 0, all, all.length - n, n);
      }
    }
    return all;
  }
}
