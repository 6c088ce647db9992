package io.partita.command;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.partita.Mistake;
import io.partita.UntrainedModel;
import io.partita.cli.Partita;
import io.partita.kind.cvae.Cvae;
import io.partita.kind.musicvae.MusicVae;
import io.partita.lake.file.Json;
import io.partita.model.archive.BuiltinModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;

/** What the studio shows of models. */
class StudioModelsTest {
  @TempDir private Path folder;

  @Test
  void builtInModelsHaveACardFiguresAndOptionsThatGenerateHas() throws Exception {
    StudioModels models = new StudioModels();
    models.addBuiltin();
    ArrayNode told = models.json();

    assertThat(told.findValuesAsText("makes")).hasSize(BuiltinModel.NAMES.size());
    JsonNode drums = told.get(0);
    assertThat(drums.path("name").asText()).isEqualTo("builtin:drums");
    assertThat(drums.path("facts").path("Data set").asText()).isEqualTo("groove");
    assertThat(drums.path("readme").asText()).contains("CC BY 4.0");
    JsonNode row = drums.path("figures").get(0).path("rows").get(0);
    assertThat(row.path("better").asText()).isEqualTo("lower");
    assertThat(row.path("value").asDouble()).isPositive();
    CommandSpec generate = Partita.program().getSubcommands().get("generate").getCommandSpec();
    for (JsonNode model : told) {
      for (JsonNode option : model.path("options")) {
        assertThat(generate.findOption("--" + option.path("name").asText()))
            .as("%s", option)
            .isNotNull();
      }
    }
    for (String name : List.of("songs", "humanize")) {
      JsonNode edit = of(name, told).path("edit");
      CommandSpec command =
          Partita.program().getSubcommands().get(edit.at("/command/0").asText()).getCommandSpec();
      for (JsonNode option : edit.path("options")) {
        assertThat(command.findOption("--" + option.path("name").asText()))
            .as("%s", option)
            .isNotNull();
      }
    }
    for (String name : List.of("drums", "loops", "melodies", "songs")) {
      JsonNode check = of(name, told).path("check");
      JsonNode kept =
          Json.MAPPER.readTree(
              StudioModelsTest.class.getResource(
                  "/io/partita/model/builtin/" + name + "/check.json"));
      assertThat(check.path("gate")).as(name).isEqualTo(kept.path("gate"));
      assertThat(check.path("checks").findValuesAsText("ok"))
          .hasSizeGreaterThan(7)
          .isEqualTo(kept.path("checks").findValuesAsText("ok"));
    }
    assertThat(of("songs", told).path("sounds").asBoolean(true)).isFalse();
    JsonNode songs = of("songs", told).path("edit");
    assertThat(songs.path("command").toString())
        .isEqualTo("[\"generate\",\"builtin:songs\",\"--prompt\"]");
    assertThat(songs.path("options").findValuesAsText("name"))
        .containsExactly("prompt-bars", "bars", "seed", "temperature", "instruments");
    assertThat(songs.at("/options/4/several"))
        .hasSize(17)
        .extracting(JsonNode::asText)
        .contains("piano", "synth lead", "drums");
    JsonNode sampling = of("songs", told).path("sampling");
    assertThat(sampling.findValuesAsText("name"))
        .containsExactly("temperature", "tempo")
        .allMatch(option -> generate.findOption("--" + option) != null);
    assertThat(sampling.at("/1/usual").isNull()).as("songs have tempos of their own").isTrue();
    assertThat(songs.path("kept").asText()).isEqualTo("prompt-bars");
    assertThat(songs.path("added").asText()).isEqualTo("bars");
    assertThat(songs.at("/options/1/most").asInt()).isEqualTo(64);
    assertThat(songs.has("drums")).isFalse();
    assertThat(of("humanize", told).at("/edit/drums").asBoolean()).isTrue();
    assertThat(of("loops", told).has("edit")).as("loops continue nothing").isFalse();
    JsonNode loops = of("loops", told);
    assertThat(loops.path("options").findValuesAsText("name"))
        .containsExactly("seed", "temperature", "tempo", "swing", "humanize");
    assertThat(loops.path("options").get(1).path("usual").asDouble()).isEqualTo(1);
    JsonNode humanize = loops.path("options").get(4);
    assertThat(humanize.path("usual").asText()).isEqualTo("builtin:humanize");
    assertThat(humanize.path("choices")).hasSize(2);
    assertThat(of("songs", told).has("options")).as("songs are no loops").isFalse();
    for (String name : List.of("drums", "loops", "melodies", "songs")) {
      JsonNode samples = of(name, told).path("samples");
      assertThat(samples).as(name).hasSize(4);
      assertThat(samples.get(0).asInt()).as(name).isGreaterThan(1);
    }
    assertThat(loops.at("/options/0/usual").asInt()).isEqualTo(loops.at("/samples/0").asInt());
    assertThat(of("humanize", told).has("samples")).isFalse();
    assertThat(of("humanize", told).has("options")).as("plays hits of others").isFalse();
    assertThat(of("humanize", told).path("makes").asText()).contains("velocities");
    assertThat(of("drums", told).path("interpolates").asBoolean()).isTrue();
    JsonNode between = of("drums", told).path("between");
    CommandSpec interpolate =
        Partita.program().getSubcommands().get("interpolate").getCommandSpec();
    assertThat(between.path("options").findValuesAsText("name"))
        .containsExactly("tempo", "swing", "humanize")
        .allMatch(option -> interpolate.findOption("--" + option) != null);
    assertThat(List.of(between.path("from").asText(), between.path("to").asText()))
        .containsExactly("from-start-step", "to-start-step")
        .allMatch(option -> interpolate.findOption("--" + option) != null);
    assertThat(between.path("steps_per_bar").asInt()).isEqualTo(16);
    assertThat(between.path("drums").asBoolean()).isTrue();
    assertThat(List.of(of("humanize", told), loops, of("songs", told)))
        .as("make nothing of a latent vector alone")
        .noneMatch(model -> model.has("between"));
    assertThat(loops.path("interpolates").asBoolean()).isFalse();
  }

  @Test
  void aVerdictAndAnExampleAreShownWhileTheyAreOfTheModelsNetwork() throws Exception {
    UntrainedModel.write(
        MusicVae.named("cat-drums_2bar_tiny")
            .with(Map.of("encoderUnits", "4", "decoderUnits", "[4]", "latent", "4")),
        folder.resolve("m"));
    JsonNode card = Json.MAPPER.readTree(folder.resolve("m/model.json").toFile());
    String sha256 = card.at("/card/network/sha256").asText();
    String verdict =
        """
        {"network_sha256": "%s", "gate": "drums", "dataset": "d", "split": "test",
         "model_run_id": "r", "version": "1", "checks": [{"figure": "nats_per_slice",
         "model": 70.5, "real": null, "bound": "at most 76.000", "ok": true}, {"figure": "x"}]}\
        """;

    Files.writeString(folder.resolve("m/check.json"), verdict.formatted(sha256));
    JsonNode check = shown().path("check");
    assertThat(check.at("/checks/0").toString())
        .isEqualTo(
            "{\"figure\":\"nats per slice\",\"model\":70.5,\"real\":null,"
                + "\"bound\":\"at most 76.000\",\"ok\":true}");
    assertThat(check.at("/checks/1/ok").asBoolean(true)).isFalse();
    assertThat(check.path("model_run_id").asText()).isEqualTo("r");
    Files.writeString(folder.resolve("m/check.json"), verdict.formatted("0".repeat(64)));
    assertThat(shown().path("check").isNull()).isTrue();
    assertThat(shown().path("samples").toString()).isEqualTo("[1,2,3,4]");
    String example = "{\"network_sha256\": \"%s\", \"seed\": 17}";
    Files.writeString(folder.resolve("m/example.json"), example.formatted(sha256));
    assertThat(shown().path("samples").toString()).isEqualTo("[17,18,19,20]");
    assertThat(shown().at("/options/0/usual").asInt()).isEqualTo(17);
    Files.writeString(folder.resolve("m/example.json"), example.formatted("0".repeat(64)));
    assertThat(shown().at("/options/0/usual").asInt()).isEqualTo(1);
  }

  @Test
  void samplesOfAModelOfSoundAreSounds() throws Exception {
    UntrainedModel.write(Cvae.named("mel-conv-tiny"), folder.resolve("m"));

    assertThat(shown().path("samples").toString()).isEqualTo("[1,2,3,4]");
    assertThat(shown().path("sounds").asBoolean()).isTrue();
  }

  @Test
  void melodiesWithALatentVectorAreMadeBetweenTwoPiecesWithoutDrums() throws Exception {
    UntrainedModel.write(
        MusicVae.named("cat-mel_2bar_small")
            .with(Map.of("encoderUnits", "4", "decoderUnits", "[4]", "latent", "4")),
        folder.resolve("m"));

    JsonNode between = shown().path("between");
    assertThat(between.path("drums").asBoolean(true)).isFalse();
    assertThat(between.path("options").findValuesAsText("name")).containsExactly("tempo", "swing");
  }

  private JsonNode shown() throws Exception {
    StudioModels models = new StudioModels();
    models.add(folder.resolve("m").toString());
    return models.json().get(0);
  }

  private static JsonNode of(String name, ArrayNode told) {
    return told.get(BuiltinModel.NAMES.indexOf(name));
  }

  @Test
  void aFolderWithoutAModelIsAMistake() {
    StudioModels models = new StudioModels();

    assertThatMistake(() -> models.add(folder.toString())).is(Mistake.NO_SUCH_MODEL);
  }
}
