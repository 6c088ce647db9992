package io.partita.command.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.UntrainedModel;
import io.partita.kind.musicvae.MusicVae;
import io.partita.kind.token.TokenLstm;
import io.partita.model.TrainableModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Cards of earlier versions whose options a training takes. */
@Tag("spark")
class ModelOptionsTest {
  @TempDir private Path folder;

  /** Names as the command line spells them, hyper-parameters as one text. */
  @Test
  void whatAnEarlierVersionKeptIsAFileOfOptionsToo() throws IOException {
    JsonNode options =
        options(
            Map.of(
                "--config",
                "cat-drums_2bar_tiny",
                "--set",
                "{freeBits=32, decoderUnits=[8, 8], config=\"a\"}",
                "--learning-rate",
                0.002,
                "--cap",
                "all",
                "arithmetic",
                "native"));

    assertThat(options.toString())
        .isEqualTo(
            "{\"cap\":\"all\",\"config\":\"cat-drums_2bar_tiny\",\"learning_rate\":0.002,"
                + "\"set\":{\"freeBits\":32,\"decoderUnits\":[8,8],\"config\":\"a\"}}");
    assertThat(options(Map.of("--set", "{}")).toString()).isEqualTo("{\"set\":{}}");
  }

  /** What is a hyper-parameter now was an option of its own. */
  @Test
  void optionsThatAreHyperParametersNowAreSet() throws IOException {
    assertThat(PartitaRun.of("model", "show", "builtin:loops", "--options").json().path("set"))
        .isEqualTo(
            new ObjectMapper()
                .readTree("{\"bars\":2,\"dropout\":0.2,\"heads\":4,\"layers\":3,\"size\":96}"));
    JsonNode tokens =
        options(
            new TokenLstm(518, 1, 1, 16, 8, 1, 256, 0, false),
            Map.of("no_variation", true, "tokens", "remi", "units", 256));
    assertThat(tokens.at("/set/variation").isBoolean()).isTrue();
    assertThat(tokens.at("/set/units").asInt()).isEqualTo(256);
    assertThat(tokens.has("no_variation")).isFalse();
  }

  /** Of each version that made one: no option of theirs has gone without a word. */
  @ParameterizedTest
  @FieldSource("io.partita.model.archive.BuiltinModel#NAMES")
  void aTrainingTakesTheOptionsOfABuiltinModel(String name) throws IOException {
    String options = PartitaRun.of("model", "show", "builtin:" + name, "--options").exits(0).out();
    Path file = Files.writeString(folder.resolve(name + ".json"), options);
    String command =
        PartitaRun.of("model", "show", "builtin:" + name, "--json")
            .json()
            .at("/provenance/command")
            .asText();

    PartitaRun.line(
            command + " --config {} --lake {} --dataset songs --model {}",
            file,
            folder.resolve("lake"),
            folder.resolve("model"))
        .mistake(Mistake.NO_SUCH_LAKE);
  }

  private JsonNode options(Map<String, Object> kept) throws IOException {
    return options(MusicVae.named("cat-drums_2bar_tiny"), kept);
  }

  private JsonNode options(TrainableModel<?> of, Map<String, Object> kept) throws IOException {
    Path model = folder.resolve(of.kind() + kept.size());
    UntrainedModel.write(of, "beats", kept, model);
    return new ObjectMapper()
        .readTree(PartitaRun.of("model-show", model, "--options").exits(0).out());
  }
}
