package io.partita.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.InTurn;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --export} writes, and that a browser shows it: {@code web/test/export.mjs}. */
class ExportedPageTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MINUTES = 4;

  /** As parameters of lists: a search, ranges, values, and the absent one. */
  private static final List<String> ASKED =
      List.of(
          "{}",
          "{\"q\": \"SONG 1\"}",
          "{\"sort\": \"-tempo\"}",
          "{\"sort\": \"duration\", \"filter\": \"{\\\"split\\\": [\\\"train\\\", \\\"\\\"]}\"}",
          "{\"sort\": \"-title\", \"filter\": \"{\\\"programs\\\": [40], \\\"tempo\\\": [1,"
              + " 130]}\"}",
          "{\"filter\": \"{\\\"alike\\\": [true]}\"}",
          "{\"sort\": \"-notes\", \"filter\": \"{\\\"status\\\": [\\\"rejected\\\"]}\"}");

  @TempDir private Path folder;
  private SmallLake lake;
  private LakeQueries reader;
  private Path out;

  @BeforeEach
  void makeLake() throws Exception {
    lake = SmallLake.in(folder);
    SmallScores.add(lake, folder);
    reader = new LakeQueries(lake.root);
    out = folder.resolve("out");
  }

  private void export(int items) throws Exception {
    InputStream told =
        new ByteArrayInputStream(FakeCommands.told().getBytes(StandardCharsets.UTF_8));
    try (Models models = Models.toldBy(told)) {
      ExportedPage.write(reader, models, out, items);
    }
  }

  private JsonNode answer(String path) throws Exception {
    String index = Files.readString(out.resolve("answers.js"));
    JsonNode numbers = JSON.readTree(index.substring(index.indexOf('{'), index.lastIndexOf(';')));
    int number = numbers.required(path).asInt();
    String script = Files.readString(out.resolve("answers/" + number + ".js"));
    String begin = "partitaAnswer(" + number + ", ";
    assertThat(script).startsWith(begin).endsWith(");\n");
    return JSON.readTree(script.substring(begin.length(), script.length() - ");\n".length()));
  }

  @Test
  void answersAreTheServersAndNameNoFolder() throws Exception {
    export(100);

    assertThat(answer("/datasets/songs/items").path("items")).hasSize(SmallLake.FILES);
    assertThat(
            Base64.getDecoder()
                .decode(answer("/items/" + SmallLake.id(1) + "/midi").path("base64").asText()))
        .isEqualTo(SmallLake.midi(1));
    assertThat(answer("/rejected").path("faults").path("rows")).hasSize(3);
    assertThat(answer("/lake").path("folder").asText()).isEqualTo("lake");
    assertThat(answer("/models").path("models"))
        .allMatch(model -> !model.path("generates").asBoolean());
    assertThat(Files.readString(out.resolve("index.html"))).doesNotContain("<base");
  }

  @Test
  void aScoreHasItsXmlWhereItsSourceHasIt() throws Exception {
    export(100);

    int engraved = 0;
    for (JsonNode score : answer("/datasets/scores/items").path("items")) {
      String path = "/items/" + score.path("id").asText();
      boolean isAway = score.path("title").asText().equals(SmallScores.AWAY);
      assertThat(answer(path).path("has").toString().contains("musicxml")).isNotEqualTo(isAway);
      if (!isAway) {
        assertThat(answer(path + "/musicxml").path("xml").asText()).contains("<score-");
        engraved++;
      }
    }
    assertThat(engraved).isEqualTo(4);
  }

  @Test
  void aPartHasTheExamplesOfTheDataSet() throws Exception {
    export(3);

    List<String> items = answer("/datasets/songs/items").path("items").findValuesAsText("id");
    assertThat(items).hasSize(3).isSorted();
    assertThat(answer("/lake").at("/datasets/1/examples").findValuesAsText("id"))
        .containsAll(items);
    assertThat(answer("/datasets/songs/pictures").size()).isEqualTo(3);
  }

  @Test
  void similarPiecesAreThoseThatWereExported() throws Exception {
    export(2);

    List<String> items = answer("/datasets/songs/items").path("items").findValuesAsText("id");
    assertThat(items).hasSize(2);
    for (String id : items) {
      assertThat(answer("/items/" + id + "/similar").path("items").findValuesAsText("id"))
          .hasSize(1)
          .isSubsetOf(items);
    }
  }

  @InTurn
  @Test
  void aBrowserShowsItFromItsFolder() throws Exception {
    export(100);
    Path expected = folder.resolve("expected.json");
    Files.writeString(expected, expected().toString());
    PageInBrowser.run("export.mjs", folder, MINUTES, out.toString(), expected.toString());
  }

  /** What the server answers to each of {@link #ASKED}. */
  private ArrayNode expected() throws Exception {
    ArrayNode expected = JSON.createArrayNode();
    for (String asked : ASKED) {
      ObjectNode one = expected.addObject().put("dataset", "songs");
      JsonNode parameters = JSON.readTree(asked);
      one.set("asked", parameters);
      String q = parameters.path("q").asText(null);
      ItemFilter selection = ItemFilter.of("songs", q, parameters.path("filter").asText(null));
      reader.query(
          (snapshot, connection) -> {
            one.set(
                "page",
                JSON.valueToTree(
                    Lists.page(
                        connection, selection, parameters.path("sort").asText("title"), 0, 100)));
            one.set(
                "facets",
                JSON.createObjectNode()
                    .set("facets", JSON.valueToTree(Lists.facets(connection, selection))));
            return null;
          });
    }
    return expected;
  }
}
