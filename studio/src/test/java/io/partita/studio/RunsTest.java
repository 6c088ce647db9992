package io.partita.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a lake: which live, their metrics, and the events that tell of them. */
class RunsTest {
  @TempDir private Path folder;
  private SmallLake lake;
  private RunFiles files;
  private StudioClient studio;

  @BeforeEach
  void start() throws Exception {
    lake = SmallLake.in(folder);
    files = new RunFiles(lake.root);
    studio = new StudioClient(lake);
  }

  @AfterEach
  void stop() throws Exception {
    studio.close();
  }

  @Test
  void aRunLivesWhileItsProcessDoesAndTellsOfItself() throws Exception {
    String old = Instant.now().minusSeconds(20).toString();
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    files.write(files.running().put("ended_at", old).put("exit_code", 0).put("updated_at", old));
    files.write(files.running().put("ended_at", old).put("exit_code", 3));
    files.write(files.running().put("pid", gone.pid()).put("pid_started", 0));
    files.write(files.running().put("pid_started", 1));
    files.write(files.running().put("host", "elsewhere").put("updated_at", old));
    files.write(files.running().put("host", "elsewhere"));
    files.write(files.running().put("updated_at", old));
    files.write(files.running());

    assertThat(states())
        .containsExactly(
            "07 running",
            "05 running",
            "06 stopped",
            "04 stopped",
            "03 stopped",
            "02 stopped",
            "01 failed",
            "00 finished");
    JsonNode run = studio.get("/runs").path("runs").get(0);
    assertThat(run.path("stage").asText()).isEqualTo("Parsing");
    assertThat(run.path("done").asInt()).isEqualTo(30);
    assertThat(run.path("seconds_left").asDouble()).isEqualTo(12);
    assertThat(run.path("metrics_bytes").asInt()).isZero();
  }

  @Test
  void whatIsNoRunIsNotShownAndWhatIsNotUnderstoodIsLeftOut() throws Exception {
    Path running = lake.root.resolve("_partita/_running");
    Files.writeString(running.resolve("20261126T105700-0000000b.json"), "{");
    Files.writeString(running.resolve("_20261126T105700-0000000c.json.tmp"), "{}");
    Files.writeString(running.resolve("20261126T105700-0000000d.json"), "x".repeat(1 << 17));
    Files.createSymbolicLink(
        running.resolve("20261126T105700-0000000e.json"), Path.of("/etc/hostname"));
    ObjectNode odd = files.running().put("stage", "<b>".repeat(1_000)).put("done", "x");
    odd.put("secret", "word").put("updated_at", "yesterday");
    files.write(odd);

    JsonNode runs = studio.get("/runs").path("runs");
    assertThat(runs).hasSize(1);
    assertThat(runs.get(0).path("stage").isNull()).isTrue();
    assertThat(runs.get(0).path("done").isNull()).isTrue();
    assertThat(runs.get(0).has("secret")).isFalse();
    assertThat(runs.get(0).path("state").asText()).isEqualTo("stopped");
  }

  @Test
  void aFailedTrainingSaysWhyItsUnitAndItsOptions() throws Exception {
    ObjectNode run = files.running().put("message", "The disk is full.").put("exit_code", 1);
    run.put("ended_at", Instant.now().toString()).put("loss_unit", "nats per note");
    ObjectNode options = run.putObject("options").put("batch", 32).put("odd", "x".repeat(3_000));
    options.putObject("set").put("units", 256);
    options.putArray("list").add(1);
    files.write(run);

    JsonNode told = studio.get("/runs").path("runs").get(0);
    assertThat(told.path("state").asText()).isEqualTo("failed");
    assertThat(told.path("message").asText()).isEqualTo("The disk is full.");
    assertThat(told.path("loss_unit").asText()).isEqualTo("nats per note");
    assertThat(told.path("options").toString())
        .isEqualTo("{\"batch\":\"32\",\"set.units\":\"256\"}");
  }

  @Test
  void metricsComeByColumnAndThenThoseThatAreNew() throws Exception {
    Path model = folder.resolve("model");
    String id = files.training(model, 2);

    JsonNode first = metrics(id, 0);
    assertThat(first.path("count").asInt()).isEqualTo(2);
    assertThat(first.path("columns").path("loss").toString()).isEqualTo("[1.0,0.5]");
    assertThat(first.path("columns").path("validation_loss").toString()).isEqualTo("[null,0.5]");
    assertThat(first.path("columns").path("training.accuracy").toString()).isEqualTo("[null,0.25]");
    long next = first.path("next").asLong();
    assertThat(next).isEqualTo(Files.size(model.resolve("metrics.jsonl")));

    RunFiles.add(model, 2, 1);
    Files.writeString(
        model.resolve("metrics.jsonl"),
        Files.readString(model.resolve("metrics.jsonl")) + "{\"iteration\": 4, \"lo");
    JsonNode second = metrics(id, next);
    assertThat(second.path("from").asLong()).isEqualTo(next);
    assertThat(second.path("columns").path("iteration").toString()).isEqualTo("[3.0]");

    files.training(model, 1);
    JsonNode again = metrics(id, next);
    assertThat(again.path("from").asLong()).isZero();
    assertThat(again.path("columns").path("iteration").toString()).isEqualTo("[1.0]");
  }

  @Test
  void aLongFileComesInPartsThatAreTheWholeOnce() throws Exception {
    String id = files.training(folder.resolve("model"), 60_000);

    List<Integer> iterations = new ArrayList<>();
    long next = 0;
    JsonNode part;
    do {
      part = metrics(id, next);
      part.path("columns").path("iteration").forEach(each -> iterations.add(each.asInt()));
      next = part.path("next").asLong();
    } while (next < part.path("size").asLong());

    assertThat(part.path("from").asLong()).as("more than one part").isPositive();
    assertThat(iterations).hasSize(60_000).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void onlyMetricsOfTrainingsAreRead() throws Exception {
    Path model = folder.resolve("model");
    Files.createDirectories(model);
    Files.createSymbolicLink(model.resolve("metrics.jsonl"), Path.of("/etc/passwd"));
    String linked = files.write(files.running().put("model", model.toString()));
    String relative = files.write(files.running().put("model", "model"));
    String none = files.write(files.running());

    assertThat(metrics(linked, 0).path("count").asInt()).isZero();
    for (String id : List.of(relative, none, "20261126T105700-ffffffff", "..songs")) {
      assertThat(studio.bytes("/runs/" + id + "/metrics").statusCode()).as(id).isEqualTo(404);
    }
    assertThat(studio.bytes("/runs/" + linked + "/metrics?since=x").statusCode()).isEqualTo(400);
  }

  @Test
  @Timeout(60)
  void eventsTellOfTheLakeOfRunsAndOfWhatIsPublished() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", studio.server.port())) {
      BufferedReader lines = events(socket);
      assertThat(until(lines, "HTTP/1.1")).contains("200");
      String version = studio.get("/lake").path("version").asText();
      assertThat(until(lines, "data: ")).isEqualTo("data: " + version);
      assertThat(until(lines, "data: ")).isEqualTo("data: {\"runs\":[]}");

      files.write(files.running());
      JsonNode told = new ObjectMapper().readTree(until(lines, "data: ").substring(6));
      assertThat(told.path("runs").get(0).path("state").asText()).isEqualTo("running");

      lake.songs("run-3", lake.live("songs"));
      lake.publish("songs", "run-3");
      assertThat(until(lines, "event: ")).isEqualTo("event: lake");
      assertThat(until(lines, "data: ")).isNotEqualTo("data: " + version);
    }
  }

  @Test
  @Timeout(120)
  void pagesThatAreClosedMakeRoomForOthers() throws Exception {
    List<Socket> pages = new ArrayList<>();
    for (String status = "200"; status.equals("200"); ) {
      pages.add(new Socket("127.0.0.1", studio.server.port()));
      status = listen(pages.get(pages.size() - 1));
      assertThat(pages).hasSizeLessThanOrEqualTo(65);
    }
    assertThat(pages).hasSize(65);
    for (Socket page : pages) {
      page.close();
    }
    String status = "503";
    while (status.equals("503")) {
      files.write(files.running());
      Thread.sleep(300);
      try (Socket page = new Socket("127.0.0.1", studio.server.port())) {
        status = listen(page);
      }
    }
    assertThat(status).isEqualTo("200");
  }

  private String listen(Socket socket) throws Exception {
    return until(events(socket), "HTTP/1.1").substring(9, 12);
  }

  private BufferedReader events(Socket socket) throws Exception {
    socket
        .getOutputStream()
        .write(
            ("GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nPartita-Token: %s\r\n\r\n"
                    .formatted(studio.server.port(), StudioClient.TOKEN))
                .getBytes(StandardCharsets.US_ASCII));
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static String until(BufferedReader lines, String start) throws Exception {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(start)) {
        return line;
      }
    }
    throw new AssertionError("It ended without " + start);
  }

  private JsonNode metrics(String id, long since) throws Exception {
    return studio.get("/runs/" + id + "/metrics?since=" + since);
  }

  private List<String> states() throws Exception {
    List<String> states = new ArrayList<>();
    for (JsonNode run : studio.get("/runs").path("runs")) {
      states.add(run.path("id").asText().substring(13, 15) + " " + run.path("state").asText());
    }
    return states;
  }
}
