package io.partita.kind.musicvae;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.UntrainedModel;
import io.partita.WavSamples;
import io.partita.drum.DrumClass;
import io.partita.drum.DrumLoop;
import io.partita.grid.Feel;
import io.partita.kind.note.NoteLstm;
import io.partita.midi.MidiWriter;
import io.partita.score.Score;
import io.partita.symbolic.NoteLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code reconstruct} and {@code interpolate} make of the drums of files. */
@Tag("spark")
class DecodedLoopsTest extends DrumLoopFixture {
  @Test
  void aReconstructionStandsBesideItsOriginal() throws Exception {
    int[] masks = beat(6 * BAR);
    Path beat = midi("a beat.mid", masks);

    PartitaRun run = PartitaRun.of("reconstruct", beat, "--model", model("two"), "--out", out(""));

    assertThat(written())
        .containsExactlyInAnyOrder(
            "a beat-original.mid",
            "a beat-original.wav",
            "a beat-reconstruction.mid",
            "a beat-reconstruction.wav",
            "a beat.png",
            "a beat.json");
    JsonNode json = json("a beat");
    JsonNode slices = json.path("slices");
    assertThat(slices).hasSize(3);
    assertThat(json.path("file_slices").asInt()).isEqualTo(5);
    List<int[]> decoded = new ArrayList<>();
    int allDistance = 0;
    for (int i = 0; i < 3; i++) {
      JsonNode slice = slices.get(i);
      int[] original = Arrays.copyOfRange(masks, i * 32, (i + 1) * 32);
      int[] reconstruction = masks(slice.path("reconstruction"));
      assertThat(masks(slice.path("steps"))).isEqualTo(original);
      assertThat(slice.path("piece").asInt()).isZero();
      assertThat(slice.path("start_step").asInt()).isEqualTo(32 * i);
      assertThat(slice.path("midi_md5").asText()).isEqualTo(md5(beat));
      assertThat(slice.path("hamming_distance").asInt())
          .isEqualTo(DrumLoop.hammingDistance(original, reconstruction));
      assertThat(slice.path("step_accuracy").asDouble())
          .isEqualTo(DrumLoop.equalSteps(original, reconstruction) / 32.0);
      decoded.add(reconstruction);
      allDistance += slice.path("hamming_distance").asInt();
    }
    assertThat(json.path("hamming_distance").asInt()).isEqualTo(allDistance);
    assertThat(WavSamples.left(out("a beat-original.wav"))).hasSize(6 * 2 * 44_100);
    assertThat(WavSamples.left(out("a beat-reconstruction.wav"))).hasSize(6 * 2 * 44_100);
    assertPlays("a beat-original", masks);
    assertPlays("a beat-reconstruction", DrumLoop.joined(decoded));
    assertThat(run.exits(0).outLines().subList(0, 6))
        .containsExactlyInAnyOrderElementsOf(paths(written()));
    assertThat(run.outLines()).hasSize(7).last().asString().is(naming(3, "slices", allDistance));
    assertThat(json.path("model_sha256").asText()).isEqualTo(card.used().sha256());
    assertThat(json.path("argmax").asBoolean()).isTrue();
    assertThat(json.path("sample_z").asBoolean()).isFalse();
  }

  @Test
  void zAndStepsMayBeDrawnBySeed() throws Exception {
    Path beat = midi("beat.mid", beat(2 * BAR));
    Object[] drawn = {
      "reconstruct",
      beat,
      "--model",
      model("two"),
      "--out",
      out(""),
      "--sample-z",
      "--seed",
      4,
      "--temperature",
      1
    };
    PartitaRun.of(drawn).exits(0);
    JsonNode first = json("beat");
    PartitaRun.of(drawn).mistake(Mistake.OCCUPIED).names(out("beat.png"));
    Object[] again = Arrays.copyOf(drawn, drawn.length + 1);
    again[drawn.length] = "--replace";
    PartitaRun.of(again).exits(0);
    assertThat(json("beat")).isEqualTo(first);
    assertThat(first.path("sample_z").asBoolean()).isTrue();
    assertThat(first.path("temperature").asDouble()).isEqualTo(1);

    PartitaRun.of("reconstruct", beat, "--model", model("two"), "--out", out(""), "--replace")
        .exits(0);
    assertThat(json("beat").path("slices")).isNotEqualTo(first.path("slices"));
    JsonNode likeliest = json("beat");
    Object[] among = {
      "reconstruct", beat, "--model", model("two"), "--out", out(""), "--top-k", 1, "--replace"
    };
    PartitaRun.of(among).exits(0);
    assertThat(json("beat").path("argmax").asBoolean()).as("drawn among one").isFalse();
    assertThat(json("beat").path("slices")).isEqualTo(likeliest.path("slices"));
  }

  @Test
  void aPathIsALoopAFileAndAllOfThemJoined() throws Exception {
    Path from = midi("rock.mid", beat(3 * BAR));
    Path to = midi("funk.mid", shifted(beat(2 * BAR)));

    PartitaRun run =
        interpolate(from, to, "--steps", 5, "--from-start-step", 16, "--humanize", "none").exits(0);

    assertThat(run.outLines())
        .containsExactly(
            out("rock-to-funk-01.mid").toString(),
            out("rock-to-funk-02.mid").toString(),
            out("rock-to-funk-03.mid").toString(),
            out("rock-to-funk-04.mid").toString(),
            out("rock-to-funk-05.mid").toString(),
            out("rock-to-funk.mid").toString(),
            out("rock-to-funk.wav").toString(),
            out("rock-to-funk.png").toString(),
            out("rock-to-funk.json").toString());
    assertThat(written()).hasSize(5 + 4);
    JsonNode json = json("rock-to-funk");
    List<int[]> path = new ArrayList<>();
    for (JsonNode step : json.path("path")) {
      path.add(masks(step.path("steps")));
      assertThat(step.path("hamming_distance").asInt())
          .isEqualTo(DrumLoop.hammingDistance(path.get(0), path.get(path.size() - 1)));
    }
    assertThat(path).hasSize(5);
    for (int i = 0; i < 5; i++) {
      assertThat(out("rock-to-funk-0" + (i + 1) + ".mid"))
          .hasBinaryContent(MidiWriter.write(DrumLoop.score(path.get(i))));
    }
    assertThat(WavSamples.left(out("rock-to-funk.wav"))).hasSize(5 * 2 * 2 * 44_100);
    assertPlays("rock-to-funk", DrumLoop.joined(path));
    assertThat(json.path("from").path("start_step").asInt()).isEqualTo(16);
    assertThat(json.path("to").path("start_step").asInt()).isZero();
    assertThat(json.path("to").path("midi_md5").asText()).isEqualTo(md5(to));
    assertThat(masks(json.path("to").path("steps"))).isEqualTo(shifted(beat(2 * BAR)));
    assertThat(ImageIO.read(out("rock-to-funk.png").toFile()).getHeight()).isGreaterThan(400);
  }

  @Test
  void aPathIsPlayedWithAFeelAndWrittenInPart() throws Exception {
    Path from = midi("rock.mid", beat(2 * BAR));
    Path to = midi("funk.mid", shifted(beat(2 * BAR)));
    Object[] feel = {
      "--steps", 2, "--tempo", 90, "--swing", 60, "--humanize", "none", "--only", "mid,json"
    };

    interpolate(from, to, feel).exits(0);

    assertThat(written()).hasSize(2 + 2);
    JsonNode json = json("rock-to-funk");
    assertThat(json.path("tempo").asDouble()).isEqualTo(90);
    assertThat(json.path("swing").asDouble()).isEqualTo(60);
    Score straight = DrumLoop.score(masks(json.path("path").get(1).path("steps")));
    assertThat(out("rock-to-funk-02.mid"))
        .hasBinaryContent(MidiWriter.write(new Feel(90, 60).of(straight)));
  }

  @Test
  void twoFilesAreTheEndsOfAPath() throws Exception {
    Path from = midi("rock.mid", beat(2 * BAR));
    Path to = midi("funk.mid", shifted(beat(2 * BAR)));
    interpolate(from, to, "--steps", 3).exits(0);
    JsonNode named = json("rock-to-funk");

    Object[] ofModel = {"--model", model("two"), "--out", out(""), "--steps", 3, "--replace"};
    pathOf(ofModel, from, to).exits(0);

    assertThat(json("rock-to-funk")).isEqualTo(named);
    Path text = Files.writeString(folder.resolve("text.mid"), "Nothing but words");
    pathOf(ofModel, from, text).mistake(Mistake.MALFORMED_FILE).names(text);
    pathOf(ofModel, from).mistake(Mistake.MISSING_OPTION).names("--from", "--to");
    pathOf(ofModel).mistake(Mistake.MISSING_OPTION).names("--from", "--to");
    pathOf(ofModel, from, to, from).mistake(Mistake.MISSING_OPTION).names("--from", "--to");
    pathOf(ofModel, "--from", from).mistake(Mistake.MISSING_OPTION).names("--from", "--to");
    pathOf(ofModel, from, "--to", to).mistake(Mistake.MISSING_OPTION).names("--from", "--to");
    interpolate(from, to, from, to).mistake(Mistake.MISSING_OPTION).names("--from", "--to");
  }

  private static PartitaRun pathOf(Object[] ofModel, Object... ends) {
    List<Object> arguments = new ArrayList<>(List.of("interpolate"));
    arguments.addAll(Arrays.asList(ends));
    arguments.addAll(Arrays.asList(ofModel));
    return PartitaRun.of(arguments.toArray());
  }

  @Test
  void aPathEndsWithTheReconstructionsOfItsEnds() throws Exception {
    Path from = midi("from.mid", beat(2 * BAR));
    Path to = midi("to.mid", shifted(beat(2 * BAR)));
    interpolate(from, to, "--steps", 2).exits(0);
    PartitaRun.of("reconstruct", to, "--model", model("two"), "--out", out("")).exits(0);
    assertThat(json("from-to-to").path("path").path(1).path("steps"))
        .isEqualTo(json("to").path("slices").path(0).path("reconstruction"));
  }

  @Test
  void aFileWithoutASliceSaysWhy() throws Exception {
    Path melody = folder.resolve("melody.mid");
    Files.write(melody, MidiWriter.write(NoteLine.score(new int[] {60, 62}, 0, 1)));
    Path two = midi("two.mid", beat(2 * BAR));
    Path text = Files.writeString(folder.resolve("text.mid"), "Nothing but words");

    PartitaRun.of("reconstruct", melody, "--model", model("two"), "--out", out(""))
        .mistake(Mistake.NO_DATA)
        .names(melody, "2", "9");
    PartitaRun.of("reconstruct", two, "--model", model("four"), "--out", out(""))
        .mistake(Mistake.NO_DATA)
        .names(two, "4", "32", "64");
    interpolate(text, two).mistake(Mistake.MALFORMED_FILE).names("--from " + text);
    interpolate(two, melody).mistake(Mistake.NO_DATA).names("--to " + melody, "2");
    interpolate(two, folder.resolve("none.mid"))
        .mistake(Mistake.NO_SUCH_FILE)
        .names(folder.resolve("none.mid"));
    interpolate(two, two, "--to-start-step", 7)
        .mistake(Mistake.BAD_OPTION)
        .names("--to " + two, "7", "0 (bar 1)");
    assertThat(out("")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "interpolate | --steps=1 | bad_option --steps 2 100 1",
        "interpolate | --tempo=19 | bad_option --tempo 20 400 19.0",
        "interpolate | --swing=76 | bad_option --swing 50 75 76.0",
        "interpolate | --only=mp3 | bad_option --only mp3",
        "interpolate | --temperature=0 | bad_option --temperature 0 100 0.0",
        "reconstruct | --slices=0 | bad_option --slices 1 50 0",
        "reconstruct | --temperature=-1 | bad_option --temperature 0 100 -1.0",
      })
  void optionsOutOfRangeAreMistakes(String command, String option, String message)
      throws Exception {
    Path beat = midi("beat.mid", beat(2 * BAR));
    PartitaRun run =
        command.equals("reconstruct")
            ? PartitaRun.of(command, beat, option, "--model", model("two"), "--out", out(""))
            : interpolate(beat, beat, option);
    run.mistake(message);
  }

  @Test
  void aNoteModelKnowsNoDrums() throws Exception {
    Path beat = midi("beat.mid", beat(2 * BAR));
    Path notes = model("notes");
    UntrainedModel.write(NoteLstm.ofVocabulary(12), notes);
    PartitaRun.of("reconstruct", beat, "--model", notes, "--out", out(""))
        .mistake(Mistake.WRONG_MODEL)
        .names(notes, "note-lstm", "train musicvae", "train cvae");
  }

  private PartitaRun interpolate(Path from, Path to, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "interpolate",
                "--from",
                from,
                "--to",
                to,
                "--model",
                model("two"),
                "--out",
                out("")));
    arguments.addAll(Arrays.asList(more));
    return PartitaRun.of(arguments.toArray());
  }

  private Path midi(String name, int[] masks) throws IOException {
    return Files.write(folder.resolve(name), MidiWriter.write(DrumLoop.score(masks)));
  }

  /** A beat whose bars all differ, with a hit at each bar's first step. */
  private static int[] beat(int steps) {
    int[] masks = new int[steps];
    for (int step = 0; step < steps; step++) {
      int bar = step / BAR;
      int mask = step % 2 == 0 ? DrumClass.CLOSED_HI_HAT.bit() : 0;
      mask |= step % 8 == 0 || step % BAR == 1 + 2 * bar ? DrumClass.KICK.bit() : 0;
      mask |= step % 8 == 4 ? DrumClass.SNARE.bit() : 0;
      masks[step] = mask;
    }
    return masks;
  }

  /** The same on other drums. */
  private static int[] shifted(int[] masks) {
    int[] shifted = new int[masks.length];
    for (int i = 0; i < masks.length; i++) {
      shifted[i] = masks[i] << 4;
    }
    return shifted;
  }

  private static String md5(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("MD5").digest(Files.readAllBytes(file)));
  }
}
