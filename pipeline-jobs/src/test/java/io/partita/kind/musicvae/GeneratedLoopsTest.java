package io.partita.kind.musicvae;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.UntrainedModel;
import io.partita.WavSamples;
import io.partita.kind.note.NoteLstm;
import io.partita.lake.run.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code generate} writes of drum loops, and {@code inspect} of their model. */
@Tag("spark")
class GeneratedLoopsTest extends DrumLoopFixture {
  @ParameterizedTest
  @CsvSource({"two, 32", "four, 64"})
  void generationsAreFourFilesEachOfTheSameLoop(String model, int steps) throws Exception {
    PartitaRun run =
        generate(model, "--count", 2, "--temperature", 0.5, "--humanize", "none").exits(0);

    assertThat(written()).hasSize(8);
    assertThat(run.outLines()).containsExactlyInAnyOrderElementsOf(paths(written()));
    for (int number = 1; number <= 2; number++) {
      String name = model + "-s1-0" + number;
      JsonNode json = json(name);
      int[] loop = masks(json.path("steps"));
      assertThat(loop).hasSize(steps);
      assertPlays(name, loop);
      assertThat(ImageIO.read(out(name + ".png").toFile()).getWidth()).isEqualTo(1200);
      assertThat(json.path("number").asInt()).isEqualTo(number);
      assertThat(json.path("seed").asLong()).isEqualTo(1);
      assertThat(json.path("temperature").asDouble()).isEqualTo(0.5);
      assertThat(json.path("z").size()).isPositive();
      assertThat(json.path("version").asText()).isEqualTo(Version.current());
    }
  }

  @InTurn
  @Test
  void theSameSeedMakesTheSameLoopsWhateverTheirCount() throws Exception {
    generate("two", "--count", 3, "--seed", 5).exits(0);
    Path first = Files.move(out(""), folder.resolve("first"));
    generate("two", "--count", 2, "--seed", 5).exits(0);
    for (String file : written()) {
      assertThat(out(file)).hasSameBinaryContentAs(first.resolve(file));
    }
    int[] one = masks(json("two-s5-01").path("steps"));
    generate("two", "--seed", 6).exits(0);
    assertThat(masks(json("two-s6-01").path("steps"))).isNotEqualTo(one);
  }

  @Test
  void threeLoopsAndMoreStandInOnePictureToo() throws Exception {
    PartitaRun run = generate("two", "--count", 6).exits(0);

    assertThat(written()).as("four files each, and a picture of all").hasSize(25);
    assertThat(run.outLines()).containsExactlyInAnyOrderElementsOf(paths(written()));
    assertThat(ImageIO.read(out("two-s1.png").toFile()).getHeight())
        .as("height of the picture of six loops")
        .isGreaterThan(ImageIO.read(out("two-s1-01.png").toFile()).getHeight() + 100);
  }

  @Test
  void likeliestStepsDependOnZAlone() throws Exception {
    generate("two", "--argmax", "--seed", 3, "--temperature", 0.1).exits(0);
    int[] likeliest = masks(json("two-s3-01").path("steps"));
    generate("two", "--argmax", "--seed", 3, "--temperature", 9, "--replace").exits(0);
    assertThat(masks(json("two-s3-01").path("steps"))).isEqualTo(likeliest);
    assertThat(json("two-s3-01").path("argmax").asBoolean()).isTrue();
  }

  @InTurn
  @Test
  void theLikeliestOfOneIsTheLikeliestAndANucleusLeavesStepsOut() throws Exception {
    generate("two", "--argmax", "--seed", 3).exits(0);
    int[] likeliest = masks(json("two-s3-01").path("steps"));
    for (Object[] one : new Object[][] {{"--top-k", 1}, {"--top-p", 1e-9}}) {
      generate("two", "--seed", 3, one[0], one[1], "--replace").exits(0);
      assertThat(masks(json("two-s3-01").path("steps"))).isEqualTo(likeliest);
    }
    generate("two", "--seed", 3, "--replace").exits(0);
    assertThat(json("two-s3-01").path("temperature").asDouble())
        .as("usual temperature")
        .isEqualTo(0.5);
    int[] plain = masks(json("two-s3-01").path("steps"));
    generate("two", "--seed", 3, "--top-p", 1, "--top-k", 512, "--replace").exits(0);
    assertThat(masks(json("two-s3-01").path("steps"))).isEqualTo(plain);
    generate("two", "--seed", 3, "--top-p", 0.5, "--replace").exits(0);
    assertThat(masks(json("two-s3-01").path("steps"))).isNotEqualTo(plain);
    assertThat(json("two-s3-01").path("top_p").asDouble()).isEqualTo(0.5);
    assertThat(json("two-s3-01").path("top_k").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--notes=5",
        "--no-end",
        "--start=a.mid",
        "--start-seed=1",
        "--program=3",
        "--note-seconds=1",
        "--with-prompt"
      })
  void optionsOfNoteModelsAreMistakes(String option) {
    String name = option.replaceFirst("=.*", "");
    generate("two", option).mistake(Mistake.OPTIONS_EXCLUDE).names(model("two"), name);
    assertThat(out("")).doesNotExist();
  }

  @Test
  void aModelThatMakesNoMusicIsNamed() throws Exception {
    Path other = model("other");
    UntrainedModel.write("other", NoteLstm.ofVocabulary(12), other);
    PartitaRun.of("generate", "--model", other, "--out", out(""))
        .mistake(Mistake.WRONG_MODEL)
        .names(
            other,
            "other",
            "note-lstm",
            "token-lstm",
            "train lstm",
            "train musicvae",
            "train lm",
            "train cvae");
  }

  @Test
  void inspectShowsTheModel() {
    PartitaRun run = PartitaRun.of("model-show", model("two")).exits(0);
    assertThat(run.outLines().get(0)).isEqualTo(model("two") + ": musicvae");
    assertThat(run.outLines())
        .contains(
            "Training",
            "  state                   training",
            "Network",
            "Data",
            "  data set                drums",
            "Files",
            "  network file (sha256)   " + card.network().sha256(),
            "  parameters (sha256)     " + card.network().parametersSha256())
        .allMatch(line -> line.length() <= 140);
  }

  /** Nothing is written over, and nothing is made before that is known. */
  @InTurn
  @ParameterizedTest
  @ValueSource(strings = {"two-s7-02.mid", "two-s7-02.wav", "two-s7-01.json", "two-s7.png"})
  void aFileInTheWayIsNamedBeforeAnythingIsMade(String name) throws Exception {
    Files.createDirectories(out(""));
    Path taken = Files.writeString(out(name), "mine");
    generate("two", "--count", 3, "--seed", 7).mistake(Mistake.OCCUPIED).names(taken, "--replace");
    assertThat(written()).containsExactly(name);
    assertThat(taken).hasContent("mine");

    generate("two", "--count", 3, "--seed", 8).exits(0);
    assertThat(written()).as("of another seed").hasSize(14);
    generate("two", "--count", 3, "--seed", 7, "--replace").exits(0);
    assertThat(written()).hasSize(26);
    assertThat(Files.size(taken)).isGreaterThan(4);
  }

  /** A loop has as many samples as its bars, and goes on at its beginning without a click. */
  @ParameterizedTest
  @CsvSource({"two, 176400", "four, 352800"})
  void aLoopIsExactlyItsBars(String model, int samples) throws Exception {
    generate(model, "--temperature", 2, "--seed", 4).exits(0);
    float[] loop = WavSamples.left(out(model + "-s4-01.wav"));
    assertThat(loop).hasSize(samples);
    WavSamples.assertSeamless(loop);
    assertThat(json(model + "-s4-01").path("loop").asBoolean()).isTrue();

    generate(model, "--temperature", 2, "--seed", 4, "--no-loop", "--replace").exits(0);
    float[] open = WavSamples.left(out(model + "-s4-01.wav"));
    assertThat(open.length).as("with its tail").isGreaterThan(samples + 4_410);
    assertThat(json(model + "-s4-01").path("loop").asBoolean()).isFalse();
  }

  private PartitaRun generate(String model, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("generate", "--model", model(model), "--out", out("")));
    arguments.addAll(Arrays.asList(more));
    return PartitaRun.of(arguments.toArray());
  }
}
