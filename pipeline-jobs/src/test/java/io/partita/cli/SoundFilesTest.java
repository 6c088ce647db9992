package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SharedData;
import io.partita.WavSamples;
import io.partita.drum.DrumClass;
import io.partita.drum.DrumLoop;
import io.partita.midi.MidiWriter;
import io.partita.numpy.Npy;
import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.TimeSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands write as sound: the format of its ending, whole bars if asked for, or nothing. */
@Tag("spark")
class SoundFilesTest {
  private static final int CRASH_STEP = 30;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "wav, wav, pcm_s16le, 22050",
    "flac, flac, flac, 22050",
    "mp3, mp3, mp3, 22050",
    "ogg, ogg, opus, 48000",
    "MP3, mp3, mp3, 22050"
  })
  void theEndingDecidesWhatIsWritten(String ending, String container, String codec, int rateHz)
      throws IOException {
    Path rendered = folder.resolve("beat." + ending);
    PartitaRun.of("convert", beat(), rendered, "--rate", 22_050, "--loop").exits(0);
    assertSound(rendered, container, codec, rateHz, 2, 4);

    Path decoded = folder.resolve("again." + ending);
    PartitaRun.of("convert", rendered, decoded).exits(0);
    assertSound(decoded, container, codec, rateHz, 2, 4);

    Path mel = folder.resolve("mel.npy");
    Files.write(mel, Npy.of(new float[80 * 100], 80, 100).toFloat32());
    Path vocoded = folder.resolve("mel." + ending);
    PartitaRun.of("convert", mel, vocoded, "--iterations", 1).exits(0);
    assertSound(vocoded, container, codec, rateHz, 1, 100 * 256 / 22_050.0);
    assertThat(folder).isDirectoryNotContaining("glob:**{.part,.floats}");
  }

  private static void assertSound(
      Path file, String container, String codec, int rateHz, int channels, double seconds) {
    JsonNode shown = PartitaRun.of("inspect", "--json", file).json();
    assertThat(shown.path("container").asText()).isEqualTo(container);
    assertThat(shown.path("codec").asText()).isEqualTo(codec);
    assertThat(shown.path("sample_rate_hz").asInt()).isEqualTo(rateHz);
    assertThat(shown.path("channels").asInt()).isEqualTo(channels);
    assertThat(shown.path("n_samples").asDouble() / rateHz)
        .isBetween(seconds - 1e-4, seconds + 1e-4);
  }

  /** Each command that writes sound, and endings of none: before anything of it is read. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "decode IN --model encodec_tiny_24k.ts --out OUT",
        "decode IN --model rave_tiny_det_z8.ts --out OUT",
        "decode IN --model rave_tiny_det_z8.ts --noise 1 --out OUT",
        "generate --like IN --model rave_tiny_det_z8.ts --out OUT",
      })
  void otherEndingsAreRefusedByEachCommand(String command) throws IOException {
    Path in = Files.writeString(folder.resolve("in.txt"), "Nothing but words");
    for (String name : List.of("a.aiff", "a.m4a", "a", "a.wav.bak")) {
      Path out = folder.resolve(name);
      List<Object> words = new ArrayList<>();
      for (String word : command.split(" ", -1)) {
        Object meant = word.endsWith(".ts") ? SharedData.file("data/models/" + word) : word;
        words.add(word.equals("IN") ? in : word.equals("OUT") ? out : meant);
      }
      PartitaRun.of(words.toArray())
          .mistake(Mistake.UNSUPPORTED_FILE)
          .as("%s", words)
          .names(out)
          .names(".wav, .flac, .mp3 or .ogg");
      assertThat(folder.toFile().list()).containsExactly("in.txt");
    }
  }

  @Test
  void whatAFormatHasNoPlaceForIsRefused() throws IOException {
    Path mp3 = folder.resolve("a.mp3");
    PartitaRun.of("convert", beat(), mp3, "--rate", 96_000)
        .mistake(Mistake.UNSUPPORTED_FILE)
        .names(mp3, "96000 Hz");
    Path wav = folder.resolve("a.wav");
    PartitaRun.of("convert", beat(), wav, "--rate", 96_000).exits(0);
    PartitaRun.of("convert", wav, mp3).mistake(Mistake.UNSUPPORTED_FILE).names(mp3);
    PartitaRun.of("convert", wav, folder.resolve("b.flac"), "--float")
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("--float");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("beat.mid", "a.wav");
  }

  /** A crash a sixteenth before the end, which rings for seconds. */
  @ParameterizedTest
  @CsvSource({"44100, 176400", "22050, 88200", "48000, 192000", "11025, 44100"})
  void aLoopIsExactlyItsBars(int rateHz, int samples) throws Exception {
    Path loop = folder.resolve("loop.wav");
    PartitaRun.of("convert", beat(), loop, "--loop", "--rate", rateHz).exits(0);
    float[] folded = WavSamples.left(loop);
    assertThat(folded).hasSize(samples);
    WavSamples.assertSeamless(folded);

    PartitaRun.of("convert", beat(), folder.resolve("open.wav"), "--rate", rateHz).exits(0);
    float[] open = WavSamples.left(folder.resolve("open.wav"));
    assertThat(open.length).as("with its tail").isGreaterThan(samples + rateHz);
    // The loop is the open sound with its tail added, as loud as both levels make it.
    float[] sum = Arrays.copyOf(open, samples);
    for (int i = samples; i < open.length; i++) {
      sum[i % samples] += open[i];
    }
    assertThat(correlation(sum, folded)).isGreaterThan(0.9999);
  }

  /** Three bars of 7/8 at 90 and then at 180 quarters a minute. */
  @Test
  void barsAreThoseOfMetreAndTempo() throws Exception {
    Score score =
        Score.builder(Division.ppq(480))
            .timeSignature(TimeSignature.of(0, 7, 8))
            .tempo(0, 666_667)
            .tempo(1_680, 333_333)
            .note(0, 0, 0, 60, 100, 0, 200)
            .note(0, 0, 0, 64, 100, 3 * 1_680 - 240, 3 * 1_680)
            .build();
    Path midi = Files.write(folder.resolve("seven.mid"), MidiWriter.write(score));
    Path wav = folder.resolve("seven.wav");
    PartitaRun.of("convert", midi, wav, "--loop").exits(0);
    double seconds = 3.5 * 0.666667 + 7 * 0.333333;
    assertThat(WavSamples.left(wav)).hasSize((int) Math.round(seconds * 44_100));
  }

  @Test
  void aFileWithoutBarsOrWithTooManyIsNoLoop() throws IOException {
    Path wav = folder.resolve("a.wav");
    Score film = Score.builder(Division.smpte(25, 40)).note(0, 0, 0, 60, 99, 0, 500).build();
    Path smpte = Files.write(folder.resolve("film.mid"), MidiWriter.write(film));
    PartitaRun.of("convert", smpte, wav, "--loop").mistake(Mistake.NO_DATA).names(smpte, "--loop");
    Score late =
        Score.builder(Division.ppq(24)).note(0, 0, 0, 60, 99, 0, 24).endTick(0, 96 << 20).build();
    Path empty = Files.write(folder.resolve("late.mid"), MidiWriter.write(late));
    PartitaRun.of("convert", empty, wav, "--loop")
        .mistake(Mistake.TOO_LARGE)
        .names(empty, "--max-seconds");
    assertThat(wav).doesNotExist();
  }

  private Path beat() throws IOException {
    int[] steps = new int[32];
    for (int step = 0; step < steps.length; step++) {
      steps[step] = step % 4 == 0 ? DrumClass.KICK.bit() : 0;
      steps[step] |= step % 8 == 4 ? DrumClass.SNARE.bit() : 0;
    }
    steps[CRASH_STEP] |= DrumClass.CRASH.bit();
    return Files.write(folder.resolve("beat.mid"), MidiWriter.write(DrumLoop.score(steps)));
  }

  private static double correlation(float[] one, float[] other) {
    double product = 0;
    double ones = 0;
    double others = 0;
    for (int i = 0; i < one.length; i++) {
      product += (double) one[i] * other[i];
      ones += (double) one[i] * one[i];
      others += (double) other[i] * other[i];
    }
    return product / Math.sqrt(ones * others);
  }
}
