package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.AudioSample;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.MistakeAssert;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SharedData;
import io.partita.WavLoudness;
import io.partita.numpy.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audio files shown, decoded, rendered and made of spectrograms again. */
@Tag("spark")
class AudioCommandsTest {
  @TempDir private Path folder;
  private Path clip;

  @BeforeEach
  void writeClip() throws IOException {
    clip = Files.write(folder.resolve("clip.mp3"), AudioSample.wholeClip().getValue());
  }

  @Test
  void aClipIsShownInTheWordsOfTheLake() throws IOException {
    JsonNode shown =
        PartitaRun.line(
                "inspect --json {} --mel {} --waveform {}",
                clip,
                folder.resolve("mel.png"),
                folder.resolve("wave.png"))
            .json();

    assertThat(shown.path("status").asText()).isEqualTo("ok");
    assertThat(shown.path("codec").asText()).isEqualTo("mp3");
    assertThat(shown.path("sample_rate_hz").asInt()).isEqualTo(44_100);
    assertThat(shown.path("channels").asInt()).isEqualTo(1);
    assertThat(shown.path("n_samples").asInt()).isEqualTo(6 * 44_100);
    assertThat(shown.path("duration_s").asDouble()).isEqualTo(6);
    assertThat(shown.path("claimed_duration_s").asDouble()).isBetween(5.9, 6.2);
    assertThat(shown.path("peak").asDouble()).isBetween(0.01, 1.2);
    assertThat(shown.path("rms_db").asDouble()).isBetween(-60.0, -3.0);
    assertThat(ImageIO.read(folder.resolve("mel.png").toFile()).getWidth()).isEqualTo(1200);
    assertThat(ImageIO.read(folder.resolve("wave.png").toFile()).getWidth()).isEqualTo(1200);
  }

  @InTurn
  @Test
  void theArrayIsTheGoldenOne() throws Exception {
    Path wav = SharedData.file("golden/audio/vibe_ace_8s_22050.wav");
    Npy golden =
        Npy.read(Files.readAllBytes(SharedData.file("golden/audio/vibe_ace_8s_22050.mel.npy")));

    PartitaRun.of("inspect", wav, "--mel", folder.resolve("mel.npy")).exits(0);

    Npy written = Npy.read(Files.readAllBytes(folder.resolve("mel.npy")));
    assertThat(written.shape()).isEqualTo(golden.shape());
    double sum = 0;
    for (int i = 0; i < golden.values().length; i++) {
      double difference = Math.abs(written.values()[i] - golden.values()[i]);
      assertThat(difference).isLessThan(1e-4);
      sum += difference;
    }
    assertThat(sum / golden.values().length).isLessThan(1e-6);
  }

  @Test
  void everyBrokenClipIsAnAnswerNotAnError() throws IOException {
    try (Stream<Path> files = Files.list(SharedData.file("data/broken"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".mp3")).toList()) {
        PartitaRun run = PartitaRun.of("inspect", "--json", file);
        assertThat(run.json().path("status").asText())
            .as("%s", file)
            .isIn("ok", "repaired", "rejected");
      }
    }
    Path page = Files.writeString(folder.resolve("page.mp3"), "<html>Gone</html>");
    JsonNode shown = PartitaRun.of("inspect", "--json", page).json();
    assertThat(shown.path("status").asText()).isEqualTo("rejected");
    assertThat(shown.path("fault").asText()).isEqualTo("NOT_AUDIO");
  }

  @Test
  void decodedSamplesAreShownAsBefore() {
    Path wav = folder.resolve("clip.wav");

    PartitaRun.of("convert", clip, wav).exits(0);

    JsonNode before = PartitaRun.of("inspect", "--json", clip).json();
    JsonNode after = PartitaRun.of("inspect", "--json", wav).json();
    assertThat(after.path("codec").asText()).isEqualTo("pcm_s16le");
    for (String figure : List.of("n_samples", "channels", "sample_rate_hz")) {
      assertThat(after.path(figure)).isEqualTo(before.path(figure));
    }
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void whatCannotBeDecodedLeavesNoFile() throws IOException {
    Path page = Files.writeString(folder.resolve("page.mp3"), "<html>Gone</html>");

    PartitaRun.of("convert", page, folder.resolve("page.wav"))
        .mistake(Mistake.MALFORMED_FILE)
        .names(page);

    assertThat(folder.resolve("page.wav")).doesNotExist();
    PartitaRun.of("convert", folder.resolve("none.mp3"), "x.wav")
        .mistake(Mistake.NO_SUCH_FILE)
        .names(folder.resolve("none.mp3"));
    PartitaRun.of("inspect", clip, "--mel", "mel.jpg")
        .mistake(Mistake.UNSUPPORTED_FILE)
        .names("--mel", "mel.jpg");
  }

  @Test
  void aSongIsRendered() throws Exception {
    byte[] song =
        Sample.get().members().entrySet().stream()
            .filter(member -> member.getKey().matches("lmd_matched/./.*\\.mid"))
            .findFirst()
            .orElseThrow()
            .getValue();
    Path midi = Files.write(folder.resolve("song.mid"), song);
    Path wav = folder.resolve("song.wav");

    assertThat(PartitaRun.of("convert", midi, wav, "--rate", 8000).exits(0).outLines())
        .containsExactly(wav.toString());

    double midiS = PartitaRun.of("inspect", "--json", midi).json().path("duration_s").asDouble();
    JsonNode shown = PartitaRun.of("inspect", "--json", wav).json();
    assertThat(shown.path("duration_s").asDouble()).isBetween(midiS - 1, midiS + 11);
    assertThat(shown.path("peak").asDouble()).isGreaterThan(0.01);
    WavLoudness.assertLevelled(wav);
    PartitaRun.of("convert", midi, wav, "--rate", 8000, "--loudness", "-30").exits(0);
    assertThat(WavLoudness.of(wav)).isCloseTo(-30, within(0.1));
    PartitaRun.of("convert", midi, wav, "--loudness", "-71")
        .mistake(Mistake.BAD_OPTION)
        .names("--loudness", "-70", "0", "-71");
    PartitaRun.of("convert", midi, "/dev/null")
        .mistake(Mistake.UNSUPPORTED_FILE)
        .names("/dev/null");
    PartitaRun.of("convert", midi, wav, "--rate", 100)
        .mistake(Mistake.BAD_OPTION)
        .names("--rate", "8000", "96000", "100");
    Path broken = Files.copy(clip, folder.resolve("broken.mid"));
    PartitaRun.of("convert", broken, wav).mistake(Mistake.MALFORMED_FILE).names(broken);
  }

  @Test
  void aSpectrogramIsMadeSoundAgainFromAFileOrALake() throws Exception {
    Path lake = folder.resolve("lake");
    PartitaRun.of("inspect", clip, "--mel", folder.resolve("mel.npy")).exits(0);
    PartitaRun.line(
            "ingest-audio --input {} --lake {} --dtype float32 --segment-seconds 8", clip, lake)
        .exits(0);

    PartitaRun first =
        PartitaRun.line(
                "convert {} {} --iterations 2", folder.resolve("mel.npy"), folder.resolve("a.wav"))
            .exits(0);
    assertThat(first.outLines()).containsExactly(folder.resolve("a.wav").toString());
    assertThat(first.err()).contains("seed 1");
    PartitaRun.line(
            "convert mel:clip.mp3 {} --lake {} --iterations 2", folder.resolve("b.wav"), lake)
        .exits(0);

    WavLoudness.assertLevelled(folder.resolve("a.wav"));
    assertThat(folder.resolve("b.wav")).hasSameBinaryContentAs(folder.resolve("a.wav"));
    JsonNode shown = PartitaRun.of("inspect", "--json", folder.resolve("a.wav")).json();
    assertThat(shown.path("sample_rate_hz").asInt()).isEqualTo(22_050);
    assertThat(shown.path("n_samples").asInt()).isEqualTo(6 * 22_050 / 256 * 256);
    PartitaRun.of("convert", "mel:x", folder.resolve("c.wav"), "--lake", lake)
        .mistakeAfterProgress(Mistake.NO_SUCH_TRACK)
        .names(lake, "mel", "x");
  }

  @Test
  void theSqlFunctionTellsWhatItTakes() {
    Path lake = folder.resolve("lake");
    PartitaRun.of("ingest-audio", "--input", clip, "--lake", lake).exits(0);

    assertThat(
            PartitaRun.of(
                    "sql",
                    "--lake",
                    lake,
                    "--format",
                    "csv",
                    "SELECT size(mel_array(mel, dtype)) - n_frames * n_mels, mel_array(NULL,"
                        + " dtype) FROM mel")
                .exits(0)
                .outLines()
                .get(1))
        .isEqualTo("0,");
    sqlMistake(lake, "SELECT mel_array(mel) FROM mel").names("mel_array", 2, 1);
    sqlMistake(lake, "SELECT mel_array(mel, 'f8') FROM mel")
        .names("mel_array", "float16", "float32", "f8");
  }

  private static MistakeAssert sqlMistake(Path lake, String query) {
    return PartitaRun.of("sql", "--lake", lake, query).mistakeAfterProgress(Mistake.BAD_QUERY);
  }
}
