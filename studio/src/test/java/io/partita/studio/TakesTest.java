package io.partita.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shelf of what models made, by a command server without a model. */
class TakesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void takesOutliveTheServerAndAreExportedWithTheirCommands() throws Exception {
    SmallLake lake = SmallLake.in(folder);
    String continued;
    try (StudioClient studio = new StudioClient(lake, FakeCommands.told())) {
      String body = "{\"item\": \"%s\", \"prompt-bars\": 1, \"bars\": 2}";
      continued =
          made(studio, "/models/builtin%3Asongs/edit", body.formatted(SmallLake.id(1)))
              .path("take")
              .asText();
      String loop =
          made(studio, "/models/builtin%3Adrums/generate", "{\"seed\": 3}").path("take").asText();
      keep(studio, continued, "../song-1\n");
      JsonNode shelf = keep(studio, loop, "Loop <b>3</b>");

      assertThat(shelf.path("takes").findValuesAsText("id")).containsExactly(continued, loop);
      assertThat(shelf.at("/takes/1/title").asText()).isEqualTo("Loop <b>3</b>");
      assertThat(shelf.at("/takes/1/seconds").asDouble()).isEqualTo(4);
    }
    try (StudioClient studio = new StudioClient(lake, FakeCommands.told())) {
      assertThat(studio.bytes("/takes/" + continued + "/midi").body())
          .isEqualTo(FakeCommands.continued(SmallLake.midi(1), 1, 2, 1));
      Map<String, byte[]> files = unzipped(studio.bytes("/takes/zip").body());

      assertThat(files.keySet())
          .containsExactly(
              "01 song-1/01 song-1.mid",
              "01 song-1/01 song-1.wav",
              "01 song-1/song-1.mid",
              "02 Loop b 3 b/02 Loop b 3 b.mid",
              "02 Loop b 3 b/02 Loop b 3 b.wav",
              "commands.txt");
      assertThat(files.get("01 song-1/song-1.mid")).isEqualTo(SmallLake.midi(1));
      assertThat(files.get("02 Loop b 3 b/02 Loop b 3 b.mid")).isEqualTo(FakeCommands.midi(3, 120));
      assertThat(files.get("01 song-1/01 song-1.wav"))
          .isEqualTo(Sounds.wav(files.get("01 song-1/01 song-1.mid")));
      assertThat(files.get("02 Loop b 3 b/02 Loop b 3 b.wav").length - 4 * 44_100 * 4)
          .as("the loop of 4 s and a header")
          .isBetween(0, 200);
      assertThat(new String(files.get("commands.txt"), StandardCharsets.UTF_8).lines())
          .contains(
              "partita generate builtin:songs --prompt song-1.mid --prompt-bars 1 --bars 2 --out"
                  + " takes",
              "partita generate builtin:drums --seed 3 --out loops");
    }
  }

  @Test
  void stepsOfAWayAreTakesAndOneThatWasDeletedIsKeptAgain() throws Exception {
    try (StudioClient studio = new StudioClient(SmallLake.in(folder), FakeCommands.told())) {
      assertThat(studio.bytes("/takes/zip").statusCode()).isEqualTo(404);
      JsonNode way =
          made(
              studio,
              "/models/builtin%3Adrums/interpolate",
              "{\"from\": {\"seed\": 7}, \"to\": {\"seed\": 9}, \"steps\": 3}");
      String step = way.at("/loops/1/take").asText();
      JsonNode shelf = keep(studio, step, "Step 2");
      assertThat(shelf.at("/takes/0/commands").asText().lines()).hasSize(3);
      String ends = "{\"from\": {\"item\": \"%s\"}, \"to\": {\"item\": \"%s\"}, \"steps\": 2}";
      JsonNode between =
          made(
              studio,
              "/models/builtin%3Adrums/between",
              ends.formatted(SmallLake.id(1), SmallLake.id(2)));
      String second = between.at("/loops/1/take").asText();
      keep(studio, second, "Between");
      assertThat(unzipped(studio.bytes("/takes/zip").body()))
          .containsEntry("02 Between/song-1.mid", SmallLake.midi(1))
          .containsEntry("02 Between/song-2.mid", SmallLake.midi(2))
          .containsEntry("02 Between/02 Between.mid", FakeCommands.midi(2, 120));
      assertThat(delete(studio, second)).isEqualTo(200);
      assertThat(delete(studio, step)).isEqualTo(200);
      assertThat(delete(studio, step)).isEqualTo(404);
      assertThat(studio.get("/takes").path("takes")).isEmpty();
      assertThat(keep(studio, step, "Again").path("takes")).hasSize(1);
    }
  }

  @Test
  void onlyWhatWasMadeIsKeptUnderATitle() throws Exception {
    try (StudioClient studio = new StudioClient(SmallLake.in(folder), FakeCommands.told())) {
      String loop = made(studio, "/models/builtin%3Adrums/generate", "{}").path("take").asText();
      for (String id : List.of("", "../x", "0123456789abcdef")) {
        assertThat(post(studio, id, "Mine").statusCode()).as(id).isEqualTo(404);
      }
      for (String title : List.of("", " ", "x".repeat(201))) {
        assertThat(post(studio, loop, title).statusCode()).as(title).isEqualTo(400);
      }
      assertThat(studio.bytes("/takes/" + loop + "/midi").statusCode()).isEqualTo(404);
      HttpRequest.Builder bare =
          studio.request("/api/v1/takes").POST(BodyPublishers.ofString("{}"));
      assertThat(studio.send(bare).statusCode()).isEqualTo(403);
    }
  }

  private static Map<String, byte[]> unzipped(byte[] bytes) throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    }
    return files;
  }

  private static JsonNode made(StudioClient studio, String path, String body) throws Exception {
    return JSON.readTree(send(studio, path, body).body());
  }

  private static JsonNode keep(StudioClient studio, String id, String title) throws Exception {
    return JSON.readTree(post(studio, id, title).body());
  }

  private static HttpResponse<byte[]> post(StudioClient studio, String id, String title)
      throws Exception {
    String body = JSON.createObjectNode().put("id", id).put("title", title).toString();
    return send(studio, "/takes", body);
  }

  private static int delete(StudioClient studio, String id) throws Exception {
    return studio
        .send(
            studio
                .request("/api/v1/takes/" + id)
                .header("Partita-Token", StudioClient.TOKEN)
                .DELETE())
        .statusCode();
  }

  private static HttpResponse<byte[]> send(StudioClient studio, String path, String body)
      throws Exception {
    return studio.send(
        studio
            .request("/api/v1" + path)
            .header("Partita-Token", StudioClient.TOKEN)
            .POST(BodyPublishers.ofString(body)));
  }
}
