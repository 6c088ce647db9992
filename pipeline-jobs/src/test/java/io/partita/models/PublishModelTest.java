package io.partita.models;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.PartitaRun;
import io.partita.UntrainedModel;
import io.partita.lake.CrashingFileSystem;
import io.partita.lake.WriterLock;
import io.partita.model.musicvae.MusicVae;
import io.partita.model.note.NoteLstm;
import io.partita.training.ModelCard;
import io.partita.training.ModelFolder;
import io.partita.training.ModelPublication;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that replace each other where others read them. */
class PublishModelTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final Configuration conf = CrashingFileSystem.configuration();
  private ModelCard one;
  private ModelCard two;
  private ModelCard three;

  @BeforeEach
  void writeModels() throws IOException {
    CrashingFileSystem.neverCrash();
    one = UntrainedModel.write(drums(4), folder.resolve("one"));
    two = UntrainedModel.write(drums(5), folder.resolve("two"));
    three = UntrainedModel.write(drums(6), folder.resolve("three"));
  }

  @AfterEach
  void neverCrash() {
    CrashingFileSystem.neverCrash();
  }

  private static MusicVae drums(int latent) {
    return MusicVae.named("cat-drums_2bar_tiny")
        .with(
            Map.of("encoderUnits", "4", "decoderUnits", "[4]", "latent", Integer.toString(latent)));
  }

  private PartitaRun publish(String model, Object... more) {
    List<Object> arguments =
        Stream.concat(
                Stream.of(
                    "publish-model",
                    "--model",
                    folder.resolve(model),
                    "--to",
                    folder.resolve("to")),
                Stream.of(more))
            .toList();
    return PartitaRun.of(arguments.toArray());
  }

  private List<String> files(String path) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(path))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private Path evaluation(String file, ModelCard of) throws IOException {
    return Files.writeString(
        folder.resolve(file),
        "{\"model_kind\": \"musicvae\", \"network_sha256\": \"%s\", \"baselines\": {}}"
            .formatted(of.network().sha256()));
  }

  @Test
  void aCopyIsPublishedAndTheVersionBeforeIsKept() throws IOException {
    Files.writeString(folder.resolve("one/metrics.jsonl"), "");
    Files.writeString(folder.resolve("one/notes.txt"), "no file of an archive");
    assertThat(publish("one").exits(0).outLines())
        .containsExactly(folder.resolve("one") + " is published in " + folder.resolve("to"));
    assertThat(files("to"))
        .containsExactly("metrics.jsonl", "model.json", one.network().name(), "published.json");

    JsonNode answer = publish("two", "--json").json();
    assertThat(answer.path("published").asBoolean()).isTrue();
    assertThat(answer.path("from").asText()).isEqualTo(folder.resolve("two").toString());
    assertThat(answer.path("network_sha256").asText()).isEqualTo(two.network().sha256());
    assertThat(files("to"))
        .contains("model.json", one.network().name(), two.network().name(), "previous")
        .doesNotContain("metrics.jsonl", "_before");
    assertThat(files("to/previous"))
        .containsExactly("metrics.jsonl", "model.json", one.network().name(), "published.json");

    publish("three").exits(0);
    assertThat(files("to"))
        .containsExactlyInAnyOrder(
            "model.json",
            two.network().name(),
            three.network().name(),
            "published.json",
            "previous");
    assertThat(files("to/previous"))
        .containsExactly("model.json", two.network().name(), "published.json");
    for (String model : List.of("to", "to/previous")) {
      PartitaRun.of("generate", "--model", folder.resolve(model), "--out", folder.resolve("out"))
          .exits(0);
    }
    JsonNode published = JSON.readTree(folder.resolve("to/published.json").toFile());
    assertThat(published.fieldNames())
        .toIterable()
        .containsExactly(
            "from", "model_kind", "model_run_id", "network_sha256", "version", "published_at");
    assertThat(PartitaRun.of("inspect", "model", folder.resolve("to")).exits(0).out())
        .contains(
            "  published               "
                + published.path("published_at").asText()
                + " from "
                + folder.resolve("three"));
    assertThat(
            PartitaRun.of("inspect", "model", folder.resolve("to"), "--json")
                .json()
                .path("published"))
        .isEqualTo(published);
  }

  @Test
  void whatIsPublishedAlreadyIsLeftAlone() throws IOException {
    publish("one").exits(0);
    publish("two").exits(0);
    Map<String, String> before = contents(folder.resolve("to"));

    assertThat(publish("two").exits(0).out())
        .contains(" is published already in " + folder.resolve("to"));
    assertThat(publish("two", "--json").json().path("published").asBoolean()).isFalse();

    assertThat(contents(folder.resolve("to"))).isEqualTo(before);
  }

  @Test
  void theVersionBeforeCanBePublishedAgain() throws IOException {
    publish("one").exits(0);
    publish("two").exits(0);

    publish("to/previous").exits(0);

    assertThat(live("to").network()).isEqualTo(one.network());
    assertThat(live("to/previous").network()).isEqualTo(two.network());
  }

  @Test
  void anEvaluationOfTheVeryModelGoesWithIt() throws IOException {
    Path ofOne = evaluation("e1.json", one);
    Path ofTwo = evaluation("e2.json", two);

    assertThat(publish("one", "--evaluation", ofTwo).mistake())
        .isEqualTo(
            ofTwo
                + " is about another network than that of "
                + folder.resolve("one")
                + ": evaluate this model first.");
    assertThat(publish("one", "--evaluation", folder.resolve("none")).mistake())
        .isEqualTo(
            "There is no file "
                + folder.resolve("none")
                + ": write one with evaluate --out first.");
    assertThat(folder.resolve("to")).doesNotExist();
    publish("one", "--evaluation", ofOne).exits(0);
    assertThat(folder.resolve("to/evaluation.json")).hasSameBinaryContentAs(ofOne);
    Files.copy(ofOne, folder.resolve("two/evaluation.json"));
    publish("two").exits(0);
    assertThat(folder.resolve("to/evaluation.json")).doesNotExist();
    assertThat(folder.resolve("to/previous/evaluation.json")).hasSameBinaryContentAs(ofOne);
  }

  @Test
  void whatIsNoGoodModelIsNotPublished() throws IOException {
    publish("one").exits(0);
    Map<String, String> before = contents(folder.resolve("to"));
    ModelFolder.at(folder.resolve("two").toString(), new Configuration())
        .save(
            two,
            new ModelCard.State(0, 0, 0, 0, 0, null, "diverged in epoch 1", null),
            drums(5).network(1, 1e-3));
    Path weights = folder.resolve("three").resolve(three.network().name());
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2] ^= 1;
    Files.write(weights, bytes);
    NoteLstm notes =
        new NoteLstm(4, 3, 1, 4, 4, 0, NoteLstm.Mode.WINDOW, NoteLstm.Recurrent.OWN, 50);
    UntrainedModel.write(notes, folder.resolve("notes"));

    PartitaRun diverged = publish("two").exits(3);
    assertThat(diverged.out()).isEmpty();
    assertThat(diverged.errLines())
        .containsExactly(
            "The training of "
                + folder.resolve("two")
                + " diverged in epoch 1: it is not published.");
    assertThat(publish("three").mistake())
        .startsWith("Model " + folder.resolve("three") + " is damaged: " + three.network().name());
    assertThat(publish("notes").mistake())
        .isEqualTo(
            "In %s a musicvae is published, and %s is a note-lstm: publish it to another folder."
                .formatted(folder.resolve("to"), folder.resolve("notes")));
    assertThat(publish("none").mistake())
        .startsWith("There is no model in " + folder.resolve("none"));
    assertThat(contents(folder.resolve("to"))).isEqualTo(before);
  }

  @Test
  void ofTwoPublishersOneIsToldToTryAgain() throws IOException {
    ModelFolder to = ModelFolder.at(folder.resolve("to").toString(), new Configuration());
    try (WriterLock lock = WriterLock.ofModel(to, "publish-model", new Configuration())) {
      lock.requireHeld();
      PartitaRun second = publish("one").exits(1);
      assertThat(second.errLines()).hasSize(1);
      assertThat(second.err())
          .startsWith("Failed: Another run is writing this model: publish-model on ")
          .contains(", pid " + ProcessHandle.current().pid() + ", since ")
          .endsWith(" Try again when it has ended." + System.lineSeparator());
      assertThat(files("to")).containsExactly("_lock");
    }
    publish("one").exits(0);
    assertThat(files("to")).doesNotContain("_lock");
    Files.writeString(
        folder.resolve("to/_lock"),
        "{\"host\": \"%s\", \"pid\": 4194305, \"started\": 1, \"command\": \"publish-model\"}"
            .formatted(InetAddress.getLocalHost().getHostName()));
    publish("two").exits(0); // its holder was killed
    assertThat(files("to")).doesNotContain("_lock");
  }

  @Test
  void aReaderWhoseNetworkIsGoneReadsTheCardAgain() throws IOException {
    publish("one").exits(0);
    List<ModelCard> seen = new ArrayList<>();
    ModelFolder to = ModelFolder.at(folder.resolve("to").toString(), new Configuration());

    String read =
        to.read(
            card -> {
              seen.add(card);
              if (seen.size() == 1) {
                publish("two").exits(0);
                publish("three").exits(0);
              }
              to.verify(card);
              return card.network().sha256();
            });

    assertThat(seen).hasSize(2);
    assertThat(read).isEqualTo(three.network().sha256());
  }

  @Test
  void aReaderFindsAWholeModelBeforeEveryChange() throws IOException {
    publishThere("to", "one");
    publishThere("to", "two");
    ModelFolder to = there("to");
    ModelCard read = to.card();
    TreeMap<String, Integer> seen = new TreeMap<>();
    CrashingFileSystem.beforeEachChange(
        () -> {
          seen.merge(wholeModel("to"), 1, Integer::sum);
          assertThat(wholeModel("to/previous")).isIn("one", "two");
          to.verify(read); // of who had the old card only
        });

    publishThere("to", "three");

    assertThat(seen).containsOnlyKeys("two", "three");
    assertThat(wholeModel("to")).isEqualTo("three");
    assertThat(wholeModel("to/previous")).isEqualTo("two");
  }

  @Test
  void aCrashInAnyChangeLosesNothingAndTheNextRunGetsThrough() throws IOException {
    int change = 1;
    for (boolean isDone = false; !isDone; change++) {
      String to = "to" + change;
      publishThere(to, "one");
      publishThere(to, "two");
      isDone = isPublished(to, "three", change);
      String live = wholeModel(to);
      assertThat(live).isIn("two", "three");
      assertThat(wholeModel(to + "/previous"))
          .isIn(live.equals("two") ? List.of("one") : List.of("one", "two"));

      // The same run again, or another one: of the live version, which must be left as it is.
      String next = change % 3 == 0 ? "two" : "three";
      publishThere(to, next);

      String before = live.equals(next) ? (next.equals("two") ? "one" : "two") : live;
      assertPublished(to, next, before);
    }
    assertThat(change).isGreaterThan(20);
  }

  @Test
  void aCrashInAnyChangeOfTheFirstPublicationLeavesAllOrNothing() throws IOException {
    int change = 1;
    for (boolean isDone = false; !isDone; change++) {
      String to = "to" + change;
      isDone = isPublished(to, "one", change);
      if (there(to).exists()) {
        assertThat(wholeModel(to)).isEqualTo("one");
      }
      publishThere(to, "one");
      assertPublished(to, "one", null);
    }
    assertThat(change).isGreaterThan(5);
  }

  @Test
  void crashesWhileAnotherOneIsMadeUpForLoseNothingEither() throws IOException {
    for (int first = 1; first <= 24; first += 6) {
      for (int second = 1; second <= 16; second += 4) {
        String to = "to" + first + "-" + second;
        publishThere(to, "one");
        publishThere(to, "two");
        for (int change : new int[] {first, second}) {
          boolean isDone = isPublished(to, "three", change);
          String live = wholeModel(to);
          assertThat(live).isIn(isDone ? List.of("three") : List.of("two", "three"));
          assertThat(wholeModel(to + "/previous"))
              .isIn(live.equals("two") ? List.of("one") : List.of("one", "two"));
        }
        publishThere(to, "three");
        assertPublished(to, "three", "two");
      }
    }
  }

  /** What is there is all that there should be, beside card and networks too. */
  private void assertPublished(String to, String live, String before) throws IOException {
    assertThat(wholeModel(to)).isEqualTo(live);
    assertThat(beside(to)).isEqualTo(besideOf(live));
    assertThat(files(to)).doesNotContain("_before");
    if (before != null) {
      assertThat(wholeModel(to + "/previous")).isEqualTo(before);
      assertThat(beside(to + "/previous")).isEqualTo(besideOf(before));
    } else {
      assertThat(files(to)).doesNotContain("previous");
    }
  }

  private boolean isPublished(String to, String model, int crashInChange) throws IOException {
    CrashingFileSystem.crashInChange(crashInChange);
    try {
      publishThere(to, model);
      return true;
    } catch (IOException e) {
      assertThat(e).hasMessage("The machine went down in change " + crashInChange);
      return false;
    } finally {
      CrashingFileSystem.neverCrash();
    }
  }

  private void publishThere(String to, String model) throws IOException {
    ModelFolder from = ModelFolder.at(folder.resolve(model).toString(), conf);
    Map<String, byte[]> beside = new TreeMap<>();
    besideOf(model).forEach((file, text) -> beside.put(file, text.getBytes(UTF_8)));
    new ModelPublication(there(to)).publish(from, from.card(), beside);
  }

  /** Each model comes with other files. */
  private static Map<String, String> besideOf(String model) {
    Map<String, String> beside = new TreeMap<>();
    for (String file :
        switch (model) {
          case "one" -> List.of("metrics.jsonl", "evaluation.json");
          case "two" -> List.of("evaluation.json", "published.json");
          default -> List.of("metrics.jsonl", "curves.png");
        }) {
      beside.put(file, model);
    }
    return beside;
  }

  private Map<String, String> beside(String to) throws IOException {
    Map<String, String> beside = new TreeMap<>();
    there(to).beside().forEach((file, bytes) -> beside.put(file, new String(bytes, UTF_8)));
    return beside;
  }

  /** The model that a reader finds, hashes checked. */
  private String wholeModel(String to) throws IOException {
    ModelFolder found = there(to);
    ModelCard card = found.card();
    found.verify(card);
    return Map.of(
            one.network().sha256(), "one",
            two.network().sha256(), "two",
            three.network().sha256(), "three")
        .get(card.network().sha256());
  }

  private ModelFolder there(String to) throws IOException {
    return ModelFolder.at(CrashingFileSystem.SCHEME + ":" + folder.resolve(to), conf);
  }

  private ModelCard live(String to) throws IOException {
    return ModelFolder.at(folder.resolve(to).toString(), conf).card();
  }

  private static Map<String, String> contents(Path root) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(root.relativize(file).toString(), Files.readString(file, ISO_8859_1));
      }
    }
    return contents;
  }
}
