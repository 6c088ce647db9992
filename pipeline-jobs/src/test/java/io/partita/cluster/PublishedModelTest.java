package io.partita.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.PartitaRun;
import io.partita.UntrainedModel;
import io.partita.kind.musicvae.MusicVae;
import io.partita.lake.file.AtomicFile;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models and evaluations that go from the local disk to HDFS and back. */
@Tag("cluster")
@Tag("full")
class PublishedModelTest {
  private final TestCluster cluster = TestCluster.get();

  @TempDir private Path folder;

  @Test
  void aModelIsPublishedOnHdfsAndTakenBack() throws IOException {
    ModelCard one = model("one", 4);
    ModelCard two = model("two", 5);
    String published = cluster.onHdfs("/published/drums");
    String evaluation = cluster.onHdfs("/published/drums.json");
    for (String model : new String[] {"one", "two", "two"}) {
      ModelCard card = model.equals("one") ? one : two;
      AtomicFile.at("--out", evaluation, new Configuration())
          .write(evaluation(card).getBytes(UTF_8));
      PartitaRun.of("model-check", "--evaluation", evaluation).exits(0);
      publish(folder.resolve(model), published, "--evaluation", evaluation).exits(0);
      assertThat(card(published).network()).isEqualTo(card.network());
    }
    assertThat(card(published + "/previous").network()).isEqualTo(one.network());
    assertThat(PartitaRun.of("model-show", published).exits(0).out())
        .contains(" from " + folder.resolve("two"));

    publish(published + "/previous", folder.resolve("back")).exits(0);

    assertThat(card(folder.resolve("back")).network()).isEqualTo(one.network());
    PartitaRun.of("generate", "--model", folder.resolve("back"), "--out", folder.resolve("out"))
        .exits(0);
    assertThat(folder.resolve("back/evaluation.json")).hasContent(evaluation(one));
  }

  private ModelCard model(String name, int latent) throws IOException {
    return UntrainedModel.write(
        MusicVae.named("cat-drums_2bar_tiny").with(Map.of("latent", Integer.toString(latent))),
        folder.resolve(name));
  }

  private static String evaluation(ModelCard of) {
    return """
    {"model_kind": "musicvae", "network_sha256": "%s", "baselines": {}, "against": null, "split": "validation",
     "elbo_nats": 200.0, "accuracy_free_running": 0.1, "accuracy_teacher_forced": 0.1}\
    """
        .formatted(of.network().sha256());
  }

  private static PartitaRun publish(Object model, Object to, Object... more) {
    Object[] command = {"model-publish", "--model", model, "--out", to};
    return PartitaRun.of(Stream.concat(Arrays.stream(command), Arrays.stream(more)).toArray());
  }

  private static ModelCard card(Object model) throws IOException {
    ModelFolder found = ModelFolder.at(model.toString(), new Configuration());
    ModelCard card = found.card();
    found.verify(card);
    return card;
  }
}
