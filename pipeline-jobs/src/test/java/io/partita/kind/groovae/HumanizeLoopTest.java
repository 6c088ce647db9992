package io.partita.kind.groovae;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.PartitaRun;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A loop that a drummer plays is as long as it was. */
class HumanizeLoopTest {
  private static final int QUARTER = 480;

  @TempDir private Path folder;

  @Test
  void theSoundOfALoopIsItsBars() throws Exception {
    Path loop = beat("loop", 8 * QUARTER);
    Path open = beat("open", 7 * QUARTER + QUARTER / 2);

    assertThat(seconds(loop)).isEqualTo(4);
    assertThat(seconds(open)).as("rings on").isGreaterThan(4);
    assertThat(seconds(loop, "--no-loop")).isGreaterThan(4);
    assertThat(seconds(open, "--loop")).isEqualTo(4);
  }

  /** Two bars of eighths at 120 quarters a minute; the last hit is a cymbal, which rings. */
  private Path beat(String name, int endTick) throws Exception {
    ScoreBuilder score = Score.builder(Division.ppq(QUARTER));
    for (int eighth = 0; eighth < 15; eighth++) {
      int tick = eighth * QUARTER / 2;
      score.note(0, 9, 0, eighth == 14 ? 49 : 42, 100, tick, tick + QUARTER / 4);
    }
    byte[] midi = MidiWriter.write(score.endTick(0, endTick).build());
    return Files.write(folder.resolve(name + ".mid"), midi);
  }

  private double seconds(Path file, String... options) throws Exception {
    PartitaRun.of(
            Stream.concat(
                    Stream.of("humanize", file, "--out", folder.resolve("out"), "--replace"),
                    Stream.of(options))
                .toArray())
        .exits(0);
    String name = file.getFileName().toString().replace(".mid", "-humanized.wav");
    AudioFileFormat wav = AudioSystem.getAudioFileFormat(folder.resolve("out/" + name).toFile());
    return wav.getFrameLength() / wav.getFormat().getFrameRate();
  }
}
