package io.partita.command;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.partita.Mistake;
import io.partita.cli.Partita;
import io.partita.model.archive.BuiltinModel;
import java.nio.file.Path;
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
    JsonNode loops = of("loops", told);
    assertThat(loops.path("options").findValuesAsText("name"))
        .containsExactly("seed", "temperature", "tempo", "swing", "humanize");
    assertThat(loops.path("options").get(1).path("usual").asDouble()).isEqualTo(1);
    JsonNode humanize = loops.path("options").get(4);
    assertThat(humanize.path("usual").asText()).isEqualTo("builtin:humanize");
    assertThat(humanize.path("choices")).hasSize(2);
    assertThat(of("notes", told).has("options")).as("lines of notes are no loops").isFalse();
    assertThat(of("humanize", told).has("options")).as("plays hits of others").isFalse();
    assertThat(of("humanize", told).path("makes").asText()).contains("velocities");
    assertThat(of("drums", told).path("interpolates").asBoolean()).isTrue();
    assertThat(loops.path("interpolates").asBoolean()).isFalse();
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
