package io.partita.studio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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

    assertThat(models)
        .extracting(model -> model.path("name").asText())
        .containsExactly("builtin:drums", "player", "builtin:songs", "waves");
    assertThat(models.at("/2/edit/label").asText()).isEqualTo("Continue");
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
  void aSampleIsMadeByTheOptionsThatAreChosen() throws Exception {
    String path = "/models/builtin%3Asongs/sample";
    String body = "{\"seed\": 8, \"tempo\": 90, \"instruments\": [\"drums\", \"synth lead\"]}";
    JsonNode sample = JSON.readTree(post(path, body).body());

    assertThat(Base64.getDecoder().decode(sample.path("midi").asText()))
        .isEqualTo(FakeCommands.midi(8, 90));
    assertThat(sample.path("command").asText())
        .isEqualTo(
            "partita generate builtin:songs --seed 8 --tempo 90 --instruments 'drums,synth lead'"
                + " --out loops");
    body = "{\"seed\": 8, \"instruments\": []}";
    assertThat(JSON.readTree(post(path, body).body()).path("command").asText())
        .isEqualTo("partita generate builtin:songs --seed 8 --out loops");
    for (String wrong :
        List.of(
            "[\"kazoo\"]",
            "[\"piano\", \"piano\"]",
            "[[\"piano\"]]",
            "[0]",
            "\"piano\"",
            "5",
            "null")) {
      body = "{\"seed\": 8, \"instruments\": %s}".formatted(wrong);
      HttpResponse<byte[]> answer = post(path, body);
      assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
      assertThat(JSON.readTree(answer.body()).path("error").asText())
          .startsWith("instruments must");
    }
    assertThat(post(path, "{\"seed\": 8, \"bars\": 2}").statusCode()).isEqualTo(400);
    assertThat(post("/models/builtin%3Adrums/sample", body).statusCode()).isEqualTo(404);
  }

  @Test
  void aSampleOfAModelOfSoundIsItsWavFile() throws Exception {
    assertThat(studio.get("/models").at("/models/3/sounds").asBoolean()).isTrue();
    JsonNode sample = JSON.readTree(post("/models/waves/sample", "{\"seed\": 2}").body());

    byte[] wav = Base64.getDecoder().decode(sample.path("wav").asText());
    assertThat(wav).hasSize(44 + 2 * 16_000).startsWith('R', 'I', 'F', 'F');
    assertThat(sample.path("command").asText())
        .isEqualTo("partita generate 'my models/waves' --seed 2 --out sounds");
    assertThat(sample.has("take")).isFalse();
  }

  @Test
  void aModelIsReadBeforeItIsWanted() throws Exception {
    String item = "{\"item\": \"%s\"}";
    assertThat(post("/models/builtin%3Asongs/warm", item.formatted(SmallLake.id(1))).body())
        .asString(UTF_8)
        .isEqualTo("{}");
    assertThat(post("/models/none/warm", item.formatted(SmallLake.id(1))).statusCode())
        .isEqualTo(404);
    assertThat(post("/models/builtin%3Asongs/warm", item.formatted("songs~x")).statusCode())
        .isEqualTo(404);
  }

  @Test
  void aPieceIsContinuedFromABar() throws Exception {
    String path = "/models/builtin%3Asongs/edit";
    String body =
        "{\"item\": \"%s\", \"prompt-bars\": 1, \"bars\": 8, \"seed\": 4, \"instruments\":"
            + " [\"piano\"]}";
    JsonNode made = JSON.readTree(post(path, body.formatted(SmallLake.id(1))).body());

    assertThat(Base64.getDecoder().decode(made.path("midi").asText()))
        .isEqualTo(FakeCommands.continued(SmallLake.midi(1), 1, 8, 4));
    assertThat(made.path("command").asText())
        .isEqualTo(
            "partita generate builtin:songs --prompt song-1.mid --prompt-bars 1 --bars 8 --seed 4"
                + " --instruments piano --out takes");
    assertThat(made.path("bars")).hasSize(9);
    assertThat(made.path("new_from").asDouble()).isEqualTo(2);
    assertThat(studio.get("/items/" + SmallLake.id(1)).path("file").asText()).isEqualTo("song-1");
  }

  @Test
  void whatIsBetweenBarsOfTwoPiecesIsMadeByOneCommand() throws Exception {
    String path = "/models/builtin%3Adrums/between";
    String ends = "{\"from\": {\"item\": \"%s\", \"bar\": 3}, \"to\": {\"item\": \"%s\"}, %s}";
    String one = SmallLake.id(1);
    JsonNode way =
        JSON.readTree(
            post(path, ends.formatted(one, SmallLake.id(2), "\"steps\": 3, \"tempo\": 90")).body());

    assertThat(way.path("loops")).hasSize(3);
    assertThat(Base64.getDecoder().decode(way.at("/loops/1/midi").asText()))
        .isEqualTo(FakeCommands.midi(2, 90));
    assertThat(way.path("commands"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "partita interpolate song-1.mid song-2.mid --model builtin:drums --from-start-step 32"
                + " --steps 3 --tempo 90 --out way");
    for (String wrong :
        List.of("\"steps\": 34", "\"steps\": 3, \"seed\": 1", "\"steps\": 3, \"tempo\": 1e9")) {
      assertThat(post(path, ends.formatted(one, one, wrong)).statusCode()).as(wrong).isEqualTo(400);
    }
    for (String bar : List.of("0", "10001", "1.5", "\"1\"", "null")) {
      String body = ends.formatted(one, one, "\"steps\": 3").replace(": 3}", ": " + bar + "}");
      assertThat(post(path, body.replace("\"steps\": " + bar, "\"steps\": 3")).statusCode())
          .as(bar)
          .isEqualTo(400);
    }
    assertThat(post(path, ends.formatted("songs~x", one, "\"steps\": 3")).statusCode())
        .isEqualTo(404);
    String other = "/models/builtin%3Asongs/between";
    assertThat(post(other, ends.formatted(one, one, "\"steps\": 3")).statusCode()).isEqualTo(404);
  }

  @Test
  void whatIsBetweenHasNoFileNamesThatADiskRefuses() throws Exception {
    String name = "歌".repeat(100) + ".mid";
    MidiFile song = new MidiFile(name, Base64.getEncoder().encodeToString(SmallLake.midi(1)));
    byte[] told = FakeCommands.told().getBytes(StandardCharsets.UTF_8);
    try (Models models = Models.toldBy(new ByteArrayInputStream(told))) {
      String body = "{\"from\": {}, \"to\": {}, \"steps\": 2}";
      Models.Way way = models.between("builtin:drums", song, song, body);

      assertThat(way.loops()).hasSize(2);
      assertThat(way.commands().get(0)).contains(name);
    }
  }

  @Test
  void filesOfOneNameHaveTwoBesideEachOther() {
    MidiFile song = new MidiFile("song.mid", "QQ==");

    assertThat(song.beside(song)).isEqualTo(song);
    assertThat(new MidiFile("other.mid", "Qg==").beside(song).name()).isEqualTo("other.mid");
    assertThat(new MidiFile("song.mid", "Qg==").beside(song).name()).isEqualTo("song 2.mid");
  }

  @Test
  void aBeatIsPlayedByThePlayer() throws Exception {
    String body = "{\"item\": \"%s\", \"amount\": 0.5}".formatted(SmallLake.id(0));
    JsonNode made = JSON.readTree(post("/models/player/edit", body).body());

    assertThat(made.path("command").asText())
        .isEqualTo(
            "partita humanize --model 'my models/player' 'img src=x onerror=alert(1).mid'"
                + " --amount 0.5 --out takes");
    assertThat(made.has("new_from")).isFalse();
  }

  @Test
  void whatCannotBeContinuedSaysSo() throws Exception {
    Map<String, String> bodies =
        Map.of(
            "\"bars\": 65", "bars must be a whole number, 1 to 64",
            "\"bars\": 0", "bars must be",
            "\"bars\": 1.5", "bars must be",
            "\"prompt-bars\": -1", "prompt-bars must be",
            "\"temperature\": 2.5", "temperature must be 0.05 to 2",
            "\"seed\": 13", "Seed 13 is a mistake. song-1.mid",
            "\"prompt\": \"/etc/passwd\"", "no option prompt",
            "\"out\": \"/tmp/x\"", "no option out");
    for (Map.Entry<String, String> each : bodies.entrySet()) {
      String body = "{\"item\": \"%s\", %s}".formatted(SmallLake.id(1), each.getKey());
      HttpResponse<byte[]> answer = post("/models/builtin%3Asongs/edit", body);

      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(JSON.readTree(answer.body()).path("error").asText()).contains(each.getValue());
    }
    for (String item : List.of("../../etc/passwd", SmallLake.id(4), "songs~" + "f".repeat(32))) {
      String body = "{\"item\": \"%s\"}".formatted(item);
      assertThat(post("/models/builtin%3Asongs/edit", body).statusCode()).as(item).isEqualTo(404);
    }
    String loops = "{\"item\": \"%s\"}".formatted(SmallLake.id(1));
    assertThat(post("/models/builtin%3Adrums/edit", loops).statusCode()).isEqualTo(404);
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
