package io.partita.synth;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.AudioFault;
import io.partita.midi.MidiEvents;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Score;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SoundFonts, sound and not: each is played within bounds or refused by a sentence. */
class SoundFontTest {
  private static final int RATE = 22_050;
  private static final long MOST_SAMPLES = 12L * RATE;

  @TempDir private Path folder;

  @Test
  void aFontIsPlayedInPlaceOfTheBuiltInSounds() throws Exception {
    float[] own = play(new FontBuilder().build());
    assertThat(peak(own)).isBetween(0.01f, 1f);
    assertThat(Arrays.equals(own, builtIn())).isFalse();
    // A loop that lasts for the key only, and 24 bits whose low ones are 0.
    assertThat(peak(play(new FontBuilder().loop(3, 100, 200).build()))).isGreaterThan(0.01f);
    assertThat(peak(play(new FontBuilder().withLowBytes().build()))).isGreaterThan(0.01f);
    assertThat(peak(play(new FontBuilder().loop(0, 0, 0).build()))).isGreaterThan(0.01f);
  }

  @Test
  void aLoopWithoutAnEndIsRefused() throws Exception {
    refusedLoop(new FontBuilder().loop(1, 100, 100), 100, 100, 0);
    refusedLoop(new FontBuilder().loop(1, 200, 100), 200, 100, 0);
    refusedLoop(new FontBuilder().loop(3, 100, 1001), 100, 1001, 0);
    refusedLoop(new FontBuilder().loop(1, 0, 0xFFFFFFFFL), 0, 0xFFFFFFFFL, 0);
    refusedLoop(new FontBuilder().generator(2, 100), 200, 200, 0);
    refusedLoop(new FontBuilder().generator(3, -150), 100, 50, 0);
    refusedLoop(new FontBuilder().generator(50, 1), 100, 32968, 0);
    refusedLoop(new FontBuilder().generator(0, 150), 100, 200, 150);
  }

  @Test
  void aSampleOutsideOfTheFileIsRefused() throws Exception {
    refused(new FontBuilder().sample(0, 5000, 44_100), 0, 5000, 1046, "byte");
    refused(new FontBuilder().sample(100, 100, 44_100).loop(0, 0, 0), 100, 100, 1046, "byte");
    refused(new FontBuilder().sample(0, 1000, 0), "0 Hz", "byte");
    refused(new FontBuilder().generator(0, 1000).loop(0, 0, 0), 1000, 1000, 0, 1000, "byte");
    refused(new FontBuilder().generator(58, -32_000).generator(51, 200), "fast", "byte");
    refused(new FontBuilder().generator(56, 30_000).generator(58, 0), "fast", "byte");
    refused(new FontBuilder().indices(0, 7), 7, "shdr", 1, "byte");
    refused(new FontBuilder().indices(9, 0), 9, "inst", 1, "byte");
  }

  @Test
  void aFileThatIsCutOrHasNoSamplesIsRefused() throws Exception {
    byte[] whole = new FontBuilder().build();
    for (int length = 0; length < whole.length; length += 7) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatMistake(() -> play(cut))
          .as("%d bytes", length)
          .is(Mistake.MALFORMED_FILE)
          .names("byte");
    }
    Path file = Files.write(folder.resolve("cut.sf2"), Arrays.copyOf(whole, 1000));
    assertThatMistake(() -> Synth.open(note(69), RATE, Optional.of(file)))
        .is(Mistake.MALFORMED_FILE)
        .names(file, "1000", whole.length, "1000");
    byte[] silent = whole.clone();
    silent[indexOf(silent, "smpl")] = 'x';
    assertThatMistake(() -> play(silent)).is(Mistake.MALFORMED_FILE).names("sdta", "byte");
    byte[] other = whole.clone();
    other[8] = 'W';
    assertThatMistake(() -> play(other))
        .is(Mistake.MALFORMED_FILE)
        .names("Wfbk", "byte 8", ".sf2", ".sf3", ".dls");
  }

  @Test
  void aFontWithNothingOfWhatIsPlayedIsRefused() throws Exception {
    Path file = Files.write(folder.resolve("five.sf2"), new FontBuilder().at(0, 5).build());
    assertThatMistake(() -> Synth.open(note(69), RATE, Optional.of(file)))
        .is(Mistake.MISMATCH)
        .names(file, "program 0");
    MidiEvents two =
        events(
            Score.builder(Division.ppq(480))
                .note(0, 0, 5, 69, 100, 0, 480)
                .note(0, 1, 48, 69, 100, 0, 480)
                .note(0, 9, 0, 40, 100, 0, 480)
                .build());
    try (Synth synth = Synth.open(two, RATE, Optional.of(file))) {
      assertThat(synth.missing()).containsExactlyInAnyOrder("program 48", "drum kit 0");
    }
    Path drums = Files.write(folder.resolve("drums.sf2"), new FontBuilder().at(128, 0).build());
    try (Synth synth = Synth.open(two, RATE, Optional.of(drums))) {
      assertThat(synth.missing()).containsExactlyInAnyOrder("program 5", "program 48");
    }
  }

  @Test
  void aPresetWithoutTheKeysThatArePlayedIsRefused() throws Exception {
    refused(new FontBuilder().generator(43, 60 << 8), "Preset 0", "Tone", 69, 69, "byte");
    refused(
        new FontBuilder().presetGenerator(43, 0x7F << 8 | 70), "Preset 0", "Tone", 69, 69, "byte");
  }

  @Test
  void aDlsFileIsCheckedToo() throws Exception {
    byte[] loop = FontBuilder.ints(20, 60, 0, 0, 1, 16, 0, 0, 0);
    byte[] wave = FontBuilder.list("wave", FontBuilder.chunk("data", new byte[200]));
    byte[] dls = dls(FontBuilder.list("wvpl", wave, FontBuilder.chunk("wsmp", loop)));
    assertThatMistake(() -> play(dls)).is(Mistake.MALFORMED_FILE).names("sample 0", 0, "byte");
    assertThatMistake(() -> play(dls(FontBuilder.list("wvpl"))))
        .is(Mistake.MALFORMED_FILE)
        .names("wave", "byte");
    assertThatMistake(() -> play(Arrays.copyOf(dls, dls.length - 3)))
        .is(Mistake.MALFORMED_FILE)
        .names("header", "byte");
  }

  private static byte[] dls(byte[] list) {
    return FontBuilder.chunk(
        "RIFF", FontBuilder.join("DLS ".getBytes(StandardCharsets.US_ASCII), list));
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void aDamagedFontIsPlayedWithinBoundsOrRefused(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 0x3FFFFF) Integer> damages,
      @ForAll @IntRange(max = 2) int kind)
      throws Exception {
    byte[] font = new FontBuilder().build();
    int from = kind == 0 ? 0 : indexOf(font, kind == 1 ? "pgen" : "igen");
    for (int damage : damages) {
      font[from + (damage >> 8) % (font.length - from)] = (byte) damage;
    }
    try {
      float[] samples = play(font);
      assertThat(samples.length).isLessThan((int) MOST_SAMPLES);
      for (float sample : samples) {
        assertThat(sample).isFinite();
      }
    } catch (UserException e) {
      assertThat(e.getMessage()).doesNotContain("\n").endsWith(".");
    }
  }

  /** Of generated fonts, what any of their numbers is: no crash, and samples that are numbers. */
  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void aFontOfAnyNumbersIsPlayedOrRefused(
      @ForAll @Size(max = 5) List<@IntRange(max = 0x3FFFFF) Integer> generators,
      @ForAll @IntRange(min = -100, max = 1100) int loopStart,
      @ForAll @IntRange(min = -100, max = 1100) int loopEnd,
      @ForAll @IntRange(max = 4) int mode)
      throws Exception {
    FontBuilder font = new FontBuilder().loop(mode, loopStart, loopEnd);
    for (int generator : generators) {
      if ((generator & 1 << 22) == 0) {
        font.generator((generator >> 16) % 62, generator & 0xFFFF);
      } else {
        font.presetGenerator((generator >> 16) % 62, generator & 0xFFFF);
      }
    }
    Path file = Files.createTempFile("partita-font", ".sf2");
    Files.write(file, font.build());
    try (Synth synth = Synth.open(note(127), RATE, Optional.of(file))) {
      float[][] planes = new float[Synth.CHANNELS][4096];
      for (int block = 0; block < 8 && synth.read(planes) > 0; block++) {
        for (float sample : planes[0]) {
          assertThat(sample).isFinite();
        }
      }
    } catch (UserException e) {
      assertThat(e.getMessage()).doesNotContain("\n").endsWith(".");
    } catch (MalformedInputException e) {
      assertThat(e.fault()).isEqualTo(AudioFault.UNPLAYABLE);
    } finally {
      Files.delete(file);
    }
  }

  private static void refusedLoop(FontBuilder font, long start, long end, int from) {
    refused(font, "loop", start, end, from, 1000, "byte");
  }

  private static void refused(FontBuilder font, Object... names) {
    assertThatMistake(() -> play(font.build())).is(Mistake.MALFORMED_FILE).names(names);
  }

  private static int indexOf(byte[] bytes, String id) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(id);
  }

  private static float[] play(byte[] font) throws Exception {
    Path file = Files.createTempFile("partita-font", ".sf2");
    try {
      Files.write(file, font);
      return play(Synth.open(note(69), RATE, Optional.of(file)));
    } finally {
      Files.delete(file);
    }
  }

  private static float[] builtIn() throws Exception {
    return play(Synth.open(note(69), RATE, Optional.empty()));
  }

  private static float[] play(Synth opened) throws Exception {
    float[] all = new float[0];
    float[][] planes = new float[2][4096];
    try (Synth synth = opened) {
      for (int n = synth.read(planes); n >= 0; n = synth.read(planes)) {
        all = Arrays.copyOf(all, all.length + n);
        System.arraycopy(planes[0], 0, all, all.length - n, n);
      }
    }
    return all;
  }

  private static MidiEvents note(int pitch) throws Exception {
    return events(Score.builder(Division.ppq(480)).note(0, 0, 0, pitch, 100, 0, 240).build());
  }

  private static MidiEvents events(Score score) throws Exception {
    return MidiReader.events(MidiWriter.write(score));
  }

  private static float peak(float[] samples) {
    float peak = 0;
    for (float sample : samples) {
      peak = Math.max(peak, Math.abs(sample));
    }
    return peak;
  }
}
