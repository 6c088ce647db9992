package io.partita.model.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.MistakeAssert;
import io.partita.PartitaRun;
import io.partita.UntrainedModel;
import io.partita.UserException;
import io.partita.kind.cvae.Cvae;
import io.partita.kind.musicvae.MusicVae;
import io.partita.kind.note.NoteLstm;
import io.partita.model.TrainableModel;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives by somebody who knows how to write hashes, as commands meet them. */
@Tag("spark")
class HostileModelTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One for thousands of reads: each that is made reads Hadoop's defaults. */
  private static final Configuration CONF = new Configuration();

  /** As JSON; the last one is an attack on a file's name. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "\"\"",
          "\"NaN\"",
          "\"x\\ny\"",
          "-1",
          "0",
          "2147483648",
          "1e999",
          "9223372036854775807",
          "0.5",
          "[]",
          "[null]",
          "[-1]",
          "{}",
          "{\"@class\": \"x.Y\"}",
          "\"../../.bashrc\"");

  @TempDir private Path folder;

  private static final NoteLstm NOTES =
      new NoteLstm(4, 3, 1, 4, 4, 0, NoteLstm.Mode.WINDOW, NoteLstm.Recurrent.OWN, 50);

  private static final MusicVae DRUMS =
      MusicVae.named("cat-drums_2bar_tiny")
          .with(Map.of("encoderUnits", "4", "decoderUnits", "[4]", "latent", "4"));

  private ObjectNode write(TrainableModel<?> model) throws IOException {
    UntrainedModel.write(model, folder.resolve("m"));
    return (ObjectNode) JSON.readTree(folder.resolve("m/model.json").toFile()).get("card");
  }

  private void put(JsonNode card) throws Exception {
    // Through the text, as a reader hashes what it reads: 1e999 is an infinity then.
    byte[] bytes = JSON.writeValueAsBytes(JSON.readTree(JSON.writeValueAsString(card)));
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    Files.writeString(
        folder.resolve("m/model.json"),
        "{\"sha256\": \"%s\", \"card\": %s}".formatted(hash, JSON.writeValueAsString(card)));
  }

  private PartitaRun command(String command) {
    List<Object> words = new ArrayList<>(List.of(command.split(" ")));
    words.replaceAll(word -> word.equals("M") ? folder.resolve("m") : word);
    words.replaceAll(word -> word.equals("OUT") ? folder.resolve("out") : word);
    return PartitaRun.of(words.toArray());
  }

  private MistakeAssert inspected() {
    return command("model show M").mistake(Mistake.DAMAGED_MODEL);
  }

  /** A copy in which one field is another or missing. */
  private static JsonNode with(JsonNode card, List<String> path, JsonNode value) {
    ObjectNode copy = card.deepCopy();
    ObjectNode parent = copy;
    for (String name : path.subList(0, path.size() - 1)) {
      parent = (ObjectNode) parent.get(name);
    }
    String last = path.get(path.size() - 1);
    if (value == null) {
      parent.remove(last);
    } else {
      parent.set(last, value);
    }
    return copy;
  }

  private static void addPaths(JsonNode node, List<String> at, List<List<String>> to) {
    node.fields()
        .forEachRemaining(
            field -> {
              List<String> path = new ArrayList<>(at);
              path.add(field.getKey());
              to.add(path);
              addPaths(field.getValue(), path, to);
            });
  }

  private void walk(TrainableModel<?> model) throws Exception {
    JsonNode card = write(model);
    ObjectNode state = (ObjectNode) card.get("state");
    state.set(
        "metric",
        JSON.readTree(
            """
            {"epoch": 1.0, "iteration": 1, "examples": 1, "loss_nats": 1.0,
             "validation_loss_nats": null, "learning_rate": 0.1, "examples_per_s": 1.0,
             "seconds": 1.0, "schedules": {}, "training": {}, "validation": {"a": 1.0}}\
            """));
    put(card);
    command("model show M").exits(0);
    List<List<String>> paths = new ArrayList<>();
    addPaths(card, List.of(), paths);
    List<JsonNode> values = new ArrayList<>();
    values.add(null);
    for (String value : VALUES) {
      values.add(JSON.readTree(value));
    }
    int refused = 0;
    for (List<String> path : paths) {
      JsonNode last = null;
      for (JsonNode value : values) {
        JsonNode hostile = with(card, path, value);
        put(hostile);
        try {
          TrainedModel.read(folder.resolve("m").toString(), CONF);
        } catch (UserException e) {
          assertThat(e.getMessage().lines()).hasSize(1);
          assertThat(e).hasMessageStartingWith("Model " + folder.resolve("m") + " ");
          last = hostile;
          refused++;
        }
      }
      if (last != null) {
        put(last);
        String why = command("model show M").mistake();
        for (String command :
            List.of(
                "model publish --model M --out OUT",
                "generate --model M --out OUT",
                "model evaluate --model M --lake OUT")) {
          assertThat(command(command).mistake()).isEqualTo(why);
        }
      }
    }
    assertThat(folder.resolve("out")).doesNotExist();
    assertThat(refused).isGreaterThan(paths.size() * values.size() / 2);
  }

  @InTurn
  @Test
  void anyCardOfANoteModelIsReadOrRefused() throws Exception {
    walk(NOTES);
  }

  @InTurn
  @Test
  void anyCardOfAMusicVaeIsReadOrRefused() throws Exception {
    walk(DRUMS);
  }

  @InTurn
  @Test
  void anyCardOfAVaeOfAudioIsReadOrRefused() throws Exception {
    walk(Cvae.named("mel-conv-tiny").with(Map.of("bands", "8", "length", "8", "latents", "2")));
  }

  @Test
  void aCardIsOneObjectOfBoundedSize() throws Exception {
    put(write(DRUMS));
    String good = Files.readString(folder.resolve("m/model.json"));
    command("model show M").exits(0);
    for (String bad :
        List.of(
            good + "x",
            good + good,
            good.replaceFirst("\\{", "{\"sha256\": \"\", "),
            good.replace("\"steps\":32", "\"steps\":32,\"steps\":32"),
            good.replace("\"card\":", "\"card\"\":"),
            "",
            "null",
            "[]",
            "[".repeat(100_000),
            "\u0000".repeat(64))) {
      Files.writeString(folder.resolve("m/model.json"), bad);
      inspected().names(folder.resolve("m"), "model.json");
    }
    Files.writeString(folder.resolve("m/model.json"), good + " ".repeat(9_000_000));
    inspected().names(folder.resolve("m"), "model.json", "8,388,608");
  }

  @Test
  void aConfigIsHeldAgainstTheFileBeforeAnythingIsBuilt() throws Exception {
    ObjectNode card = write(DRUMS);
    ObjectNode config = (ObjectNode) card.get("config");
    config.put("encoderUnits", 8192);
    put(card);
    inspected().names("model.json", "537,733,824");
    ((ObjectNode) card.get("network")).put("parameters", 537_733_824L);
    put(card);
    inspected().names("537,733,824", "weights");
    config.put("encoderUnits", 4);
    ArrayNode many = config.putArray("decoderUnits");
    for (int i = 0; i < 10_000; i++) {
      many.add(1);
    }
    put(card);
    inspected().names("config", "MusicVAE");
  }

  @Test
  void aPromptIsOfTheVocabulary() throws Exception {
    ObjectNode card = write(NOTES);
    card.putArray("prompts").addArray().add(0).add(3);
    put(card);
    command("model show M").exits(0);
    card.putArray("prompts").addArray().add(4);
    put(card);
    inspected().names("prompts");
    card.putArray("prompts");
    card.putArray("vocabulary").add(60).add(61);
    put(card);
    inspected().names("vocabulary");
  }

  @Test
  void whatLiesBesideIsReadOrRefused() throws Exception {
    write(DRUMS);
    for (String bad : List.of("null", "{", "{}", "[]", "{\"epoch\": 1}", "\u0000")) {
      Files.writeString(folder.resolve("m/metrics.jsonl"), bad);
      command("model publish --model M --out OUT")
          .mistake(Mistake.DAMAGED_MODEL)
          .names("metrics.jsonl");
    }
    Files.delete(folder.resolve("m/metrics.jsonl"));
    for (String file : List.of("published.json", "test.json")) {
      for (String bad : List.of("null", "{", "{} {}", "[]", "\u0000")) {
        Files.writeString(folder.resolve("m").resolve(file), bad);
        inspected().names(folder.resolve("m"), file);
      }
      Files.delete(folder.resolve("m").resolve(file));
    }
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    for (String beside : List.of("metrics.jsonl", "curves.png", "evaluation.json")) {
      Files.createSymbolicLink(folder.resolve("m").resolve(beside), secret);
      command("model publish --model M --out OUT").mistake(Mistake.DAMAGED_MODEL).names(beside);
      Files.delete(folder.resolve("m").resolve(beside));
    }
    assertThat(folder.resolve("out")).doesNotExist();
    command("model publish --model M --out OUT").exits(0);
  }

  @Test
  void whatIsPublishedOverIsInsideTheFolder() throws Exception {
    write(DRUMS);
    command("model publish --model M --out OUT").exits(0);
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("out/previous"), elsewhere);
    UntrainedModel.write(NOTES, folder.resolve("n"));
    command("model publish --model M --out OUT").mistake(Mistake.DAMAGED_MODEL).names("/previous");
    assertThat(elsewhere).isEmptyDirectory();
  }
}
