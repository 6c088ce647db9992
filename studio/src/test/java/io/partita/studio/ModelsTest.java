package io.partita.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models and the loops that they make, by a command server without a model. */
class ModelsTest {
  private static final String INTERPOLATE = "/models/builtin%3Adrums/interpolate";
  private static final String GENERATE = "/models/builtin%3Adrums/generate";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static StudioClient studio;

  @BeforeAll
  static void start() throws Exception {
    studio = new StudioClient(SmallLake.in(folder), FakeCommands.told());
  }

  @AfterAll
  static void stop() throws Exception {
    studio.close();
  }

  @Test
  void modelsAreListedAndShown() throws Exception {
    JsonNode models = studio.get("/models").path("models");

    assertThat(models.findValuesAsText("name")).containsExactly("builtin:drums", "player");
    assertThat(models.get(0).path("generates").asBoolean()).isTrue();
    assertThat(models.get(1).path("generates").asBoolean()).isFalse();
    assertThat(models.get(0).has("readme")).isFalse();
    JsonNode drums = studio.get("/models/builtin:drums");
    JsonNode row = drums.path("figures").get(0).path("rows").get(0);
    assertThat(row.path("baselines").path("bar_trigram").asDouble()).isEqualTo(64.7);
    assertThat(drums.path("readme").asText()).startsWith("# builtin:drums");
    assertThat(drums.at("/check/checks/1/ok").asBoolean(true)).isFalse();
  }

  @Test
  void aLoopIsWhatTheCommandLineMakes() throws Exception {
    JsonNode loop = JSON.readTree(generate("{\"seed\": 7, \"tempo\": 90.0}").body());

    assertThat(Base64.getDecoder().decode(loop.path("midi").asText()))
        .isEqualTo(FakeCommands.midi(7, 90));
    assertThat(loop.path("command").asText())
        .isEqualTo("partita generate builtin:drums --seed 7 --tempo 90 --out loops");
    assertThat(loop.path("seconds").asDouble()).isBetween(5.333, 5.334);
    assertThat(loop.path("bars").size()).isEqualTo(2);
    ByteBuffer notes =
        ByteBuffer.wrap(Base64.getDecoder().decode(loop.path("notes").asText()))
            .order(ByteOrder.LITTLE_ENDIAN);
    assertThat(notes.remaining()).isEqualTo(24 * NoteBytes.LENGTH);
    float before = 0;
    for (int i = 0; i < 24; i++) {
      assertThat(notes.getFloat(i * NoteBytes.LENGTH)).isGreaterThanOrEqualTo(before);
      before = notes.getFloat(i * NoteBytes.LENGTH);
      assertThat(notes.get(i * NoteBytes.LENGTH + 10)).isEqualTo((byte) NoteBytes.DRUMS);
    }
  }

  @Test
  void aSampleIsThePieceOfItsSeed() throws Exception {
    String path = "/models/builtin%3Adrums/sample";
    JsonNode sample = JSON.readTree(post(path, "{\"seed\": 3}").body());

    assertThat(Base64.getDecoder().decode(sample.path("midi").asText()))
        .isEqualTo(FakeCommands.midi(3, 120));
    assertThat(sample.path("command").asText())
        .isEqualTo("partita generate builtin:drums --seed 3 --out loops");
    for (String body : List.of("{\"seed\": 5}", "{\"seed\": \"3\"}", "{}")) {
      assertThat(post(path, body).statusCode()).as(body).isEqualTo(404);
    }
    assertThat(post("/models/player/sample", "{\"seed\": 1}").statusCode()).isEqualTo(404);
  }

  @Test
  void aChoiceIsTheModelOfThatName() throws Exception {
    JsonNode loop = JSON.readTree(generate("{\"humanize\": \"player\"}").body());

    assertThat(loop.path("command").asText())
        .isEqualTo("partita generate builtin:drums --humanize 'my models/player' --out loops");
  }

  @Test
  void aWayIsWhatTheCommandLineMakesBetweenTwoLoops() throws Exception {
    String body =
        "{\"from\": {\"seed\": 7}, \"to\": {\"seed\": 9, \"temperature\": 0.8}, \"steps\": 3,"
            + " \"tempo\": 90}";
    JsonNode way = JSON.readTree(post(INTERPOLATE, body).body());

    assertThat(way.path("loops")).hasSize(3);
    for (int i = 0; i < 3; i++) {
      JsonNode loop = way.path("loops").get(i);
      assertThat(Base64.getDecoder().decode(loop.path("midi").asText()))
          .isEqualTo(FakeCommands.midi(i + 1, 90));
      assertThat(loop.path("seconds").asDouble()).isBetween(5.333, 5.334);
    }
    assertThat(JSON.convertValue(way.path("commands"), String[].class))
        .containsExactly(
            "partita generate builtin:drums --seed 7 --out from",
            "partita generate builtin:drums --seed 9 --temperature 0.8 --out to",
            "partita interpolate from/drums-s7-01.mid to/drums-s9-01.mid --model builtin:drums"
                + " --steps 3 --tempo 90 --out way");
  }

  @Test
  void aWayThatCannotBeIsABadRequestThatSaysSo() throws Exception {
    Map<String, String> bodies =
        Map.of(
            "{\"from\": {}, \"to\": {}}", "steps must be 2 to 33",
            "{\"from\": {}, \"to\": {}, \"steps\": 2.5}", "steps must be 2 to 33",
            "{\"from\": {}, \"to\": {}, \"steps\": 34}", "steps must be 2 to 33",
            "{\"from\": {}, \"to\": 3, \"steps\": 5}", "to must be an object",
            "{\"from\": {\"tempo\": 90}, \"to\": {}, \"steps\": 5}", "no option tempo",
            "{\"from\": {}, \"to\": {}, \"steps\": 5, \"seed\": 1}", "no option seed",
            "{\"from\": {\"seed\": 13}, \"to\": {}, \"steps\": 5}", "Seed 13 is a mistake.");
    for (Map.Entry<String, String> each : bodies.entrySet()) {
      HttpResponse<byte[]> answer = post(INTERPOLATE, each.getKey());

      assertThat(answer.statusCode()).as(each.getKey()).isEqualTo(400);
      assertThat(JSON.readTree(answer.body()).path("error").asText()).contains(each.getValue());
    }
    assertThat(post("/models/player/interpolate", "{}").statusCode()).isEqualTo(404);
    assertThat(studio.bytes(INTERPOLATE).statusCode()).isEqualTo(400);
  }

  @Test
  void whatIsOutOfRangeIsABadRequestThatSaysSo() throws Exception {
    Map<String, String> bodies =
        Map.of(
            "{\"temperature\": 0}", "temperature must be 0.05 to 2",
            "{\"tempo\": 1e400}", "tempo must be 40 to 240",
            "{\"seed\": 1.5}", "seed must be a whole number",
            "{\"seed\": \"1\"}", "seed must be",
            "{\"humanize\": \"../../x\"}", "humanize must be none or player",
            "{\"out\": \"/tmp/x\"}", "no option out",
            "[1]", "must be an object",
            "{", "no JSON",
            "{\"seed\": 13}", "Seed 13 is a mistake.");
    for (Map.Entry<String, String> each : bodies.entrySet()) {
      HttpResponse<byte[]> answer = generate(each.getKey());

      assertThat(answer.statusCode()).as(each.getKey()).isEqualTo(400);
      assertThat(JSON.readTree(answer.body()).path("error").asText()).contains(each.getValue());
    }
  }

  @Test
  void namesAreNoPathsAndAPostWantsTheToken() throws Exception {
    for (String name : List.of("other", "", "..", "my%20models", "..%2F..%2Fetc", "%2Ftmp")) {
      // Jetty itself refuses what is written as a path.
      assertThat(studio.bytes("/models/" + name).statusCode()).as(name).isIn(400, 404);
      assertThat(post("/models/" + name + "/generate", "{}").statusCode()).as(name).isIn(400, 404);
    }
    assertThat(post("/models/player/generate", "{}").statusCode()).isEqualTo(404);
    assertThat(studio.bytes(GENERATE).statusCode()).isEqualTo(400);
    HttpRequest.Builder withCookie =
        studio
            .request("/api/v1" + GENERATE)
            .header("Cookie", "partita-" + studio.server.port() + "=" + StudioClient.TOKEN)
            .POST(BodyPublishers.ofString("{}"));
    assertThat(studio.send(withCookie).statusCode()).isEqualTo(403);
  }

  @Test
  void aProcessThatEndedIsStartedAgain() throws Exception {
    assertThat(generate("{\"seed\": 15}").statusCode()).isEqualTo(503);
    assertThat(generate("{\"seed\": 4}").statusCode()).isEqualTo(200);
  }

  private static HttpResponse<byte[]> generate(String body) throws Exception {
    return post(GENERATE, body);
  }

  private static HttpResponse<byte[]> post(String path, String body) throws Exception {
    return studio.send(
        studio
            .request("/api/v1" + path)
            .header("Partita-Token", StudioClient.TOKEN)
            .POST(BodyPublishers.ofString(body)));
  }
}
