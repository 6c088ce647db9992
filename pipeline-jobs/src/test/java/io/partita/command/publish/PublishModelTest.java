package io.partita.command.publish;

import static io.partita.Naming.assertEach;
import static io.partita.Naming.naming;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.UntrainedModel;
import io.partita.kind.note.NoteLstm;
import io.partita.lake.WriterLock;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.nn.optim.Optimizer;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Models that replace each other where others read them. */
@Tag("spark")
class PublishModelTest extends PublishedModelFixture {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aCopyIsPublishedAndTheVersionBeforeIsKept() throws IOException {
    Files.writeString(folder.resolve("one/metrics.jsonl"), "");
    Files.writeString(folder.resolve("one/notes.txt"), "no file of an archive");
    assertEach(
        publish("one").exits(0).outLines(), naming(folder.resolve("one"), folder.resolve("to")));
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
            "previous",
            "best");
    assertThat(files("to/best"))
        .as("as nothing is known of the two others")
        .containsExactly("metrics.jsonl", "model.json", one.network().name(), "published.json");
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
    assertThat(PartitaRun.of("model-show", folder.resolve("to")).exits(0).out())
        .contains(
            "  published               "
                + published.path("published_at").asText()
                + " from "
                + folder.resolve("three"));
    assertThat(PartitaRun.of("model-show", folder.resolve("to"), "--json").json().path("published"))
        .isEqualTo(published);
  }

  @Test
  void whatIsPublishedAlreadyIsLeftAlone() throws IOException {
    publish("one").exits(0);
    publish("two").exits(0);
    Map<String, String> before = contents(folder.resolve("to"));

    publish("two").exits(0).says(folder.resolve("two"), folder.resolve("to"));
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

    publish("one", "--evaluation", ofTwo)
        .mistake(Mistake.MISMATCH)
        .names(ofTwo, folder.resolve("one"));
    publish("one", "--evaluation", folder.resolve("none"))
        .mistake(Mistake.NO_SUCH_FILE)
        .names(folder.resolve("none"), "--out");
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
            new ModelCard.State(0, 0, null, 0, 0, 0, null, "diverged in epoch 1", null),
            drums(5).network(1, Optimizer.constant(1e-3)));
    Path weights = folder.resolve("three").resolve(three.network().name());
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2] ^= 1;
    Files.write(weights, bytes);
    NoteLstm notes =
        new NoteLstm(4, 3, 1, 4, 4, 0, NoteLstm.Mode.WINDOW, NoteLstm.Recurrent.OWN, 50);
    UntrainedModel.write(notes, folder.resolve("notes"));

    PartitaRun diverged = publish("two").exits(3);
    assertThat(diverged.out()).isEmpty();
    assertEach(diverged.errLines(), naming(folder.resolve("two"), "diverged", 1));
    publish("three")
        .mistake(Mistake.DAMAGED_MODEL)
        .names(folder.resolve("three"), three.network().name());
    publish("notes")
        .mistake(Mistake.OCCUPIED)
        .names(folder.resolve("to"), "musicvae", folder.resolve("notes"), "note-lstm");
    publish("none").mistake(Mistake.NO_SUCH_MODEL).names(folder.resolve("none"));
    assertThat(contents(folder.resolve("to"))).isEqualTo(before);
  }

  @Test
  void ofTwoPublishersOneIsToldToTryAgain() throws IOException {
    ModelFolder to = ModelFolder.at(folder.resolve("to").toString(), new Configuration());
    try (WriterLock lock = to.lock("publish-model")) {
      lock.requireHeld();
      PartitaRun second = publish("one").exits(1);
      assertEach(
          second.errLines(),
          naming("Failed", "model publish", "pid", ProcessHandle.current().pid()));
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
