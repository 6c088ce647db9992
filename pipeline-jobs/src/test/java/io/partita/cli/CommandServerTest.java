package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.InTurn;
import io.partita.PartitaRun;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.io.BufferedReader;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands one after another in one process make what each makes in a process of its own. */
@Tag("e2e")
class CommandServerTest {
  private static final int SECONDS = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private Process server;
  private BufferedReader answers;

  @BeforeEach
  void start() throws Exception {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-") || option.startsWith("-XX:TieredStop"))
        .forEach(words::add);
    words.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    words.add(CommandServer.class.getName());
    server = new ProcessBuilder(words).redirectError(folder.resolve("server.err").toFile()).start();
    answers = server.inputReader(StandardCharsets.UTF_8);
  }

  @AfterEach
  void stop() {
    server.destroyForcibly();
  }

  @InTurn
  @Test
  void keptModelsMakeTheSameBytesAsTheCommand() throws Exception {
    for (String model : List.of("builtin:drums", "builtin:loops")) {
      for (String out : List.of("first", "again")) {
        // Another loop between them: nothing of it may be left in the network that is kept.
        ask("generate", model, "--seed", "9", "--only", "mid", "--out", path("other-" + out));
        JsonNode answer =
            ask("generate", model, "--tempo", "97", "--swing", "58", "--out", path(out));

        assertThat(answer.path("exit").asInt()).as("%s", answer).isZero();
        assertThat(answer.path("out").asText().lines()).hasSize(4);
      }
      String name = model.substring("builtin:".length()) + "-s1-01";
      PartitaRun.of("generate", model, "--tempo", 97, "--swing", 58, "--out", path("plain"))
          .exits(0);
      for (String ending : List.of(".mid", ".json", ".png", ".wav")) {
        byte[] plain = Files.readAllBytes(folder.resolve("plain").resolve(name + ending));
        assertThat(folder.resolve("first").resolve(name + ending)).hasBinaryContent(plain);
        assertThat(folder.resolve("again").resolve(name + ending)).hasBinaryContent(plain);
      }
      assertThat(folder.resolve("other-first")).isDirectoryNotContaining("glob:**.wav");
    }
  }

  /** What the studio's take of a continued song says of itself. */
  @InTurn
  @Test
  void aSongGoesOnByChosenInstrumentsAsTheCommandMakesIt() throws Exception {
    ScoreBuilder theme = Score.builder(Division.ppq(480)).tempo(0, 500_000).timeSignature(0, 4, 4);
    for (int quarter = 0; quarter < 8; quarter++) {
      theme.note(0, 0, 0, 60 + quarter, 80, 480L * quarter, 480L * quarter + 400);
    }
    Files.write(folder.resolve("theme.mid"), MidiWriter.write(theme.build()));
    String[] command =
        ("generate builtin:songs --prompt %s --prompt-bars 2 --bars 2 --seed 4 --temperature 1"
                + " --instruments piano,bass --only mid --out")
            .formatted(path("theme.mid"))
            .split(" ");
    for (String out : List.of("first", "again")) {
      JsonNode answer = ask(with(command, path(out)));
      assertThat(answer.path("exit").asInt()).as("%s", answer).isZero();
    }
    PartitaRun.of((Object[]) with(command, path("plain"))).exits(0);
    byte[] plain = Files.readAllBytes(folder.resolve("plain/songs-s4-01.mid"));
    assertThat(folder.resolve("first/songs-s4-01.mid")).hasBinaryContent(plain);
    assertThat(folder.resolve("again/songs-s4-01.mid")).hasBinaryContent(plain);
    assertThat(MidiReader.read(plain).notes())
        .filteredOn(note -> note.onsetS() >= 4)
        .isNotEmpty()
        .allSatisfy(note -> assertThat(note.program() / 8).isIn(0, 4));
  }

  private static String[] with(String[] words, String last) {
    String[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = last;
    return all;
  }

  @Test
  void aMistakeIsToldAndOtherCommandsAreRefused() throws Exception {
    JsonNode mistake = ask("generate", "builtin:drums", "--swing", "90", "--out", path("no"));
    assertThat(mistake.path("exit").asInt()).isEqualTo(2);
    assertThat(mistake.path("err").asText().lines()).singleElement().asString().contains("--swing");

    assertThat(ask("drop", "--lake", path("lake")).path("exit").asInt()).isEqualTo(2);
    assertThat(ask().path("exit").asInt()).isEqualTo(2);
  }

  @Test
  void itEndsWithItsInput() throws Exception {
    server.getOutputStream().close();

    assertThat(server.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isZero();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private JsonNode ask(String... words) throws Exception {
    Writer in = server.outputWriter(StandardCharsets.UTF_8);
    in.write(JSON.writeValueAsString(Arrays.asList(words)) + "\n");
    in.flush();
    return JSON.readTree(answers.readLine());
  }
}
