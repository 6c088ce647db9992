package io.partita.models.rvq;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.PartitaRun;
import io.partita.SharedData;
import io.partita.model.archive.ModelFolder;
import io.partita.numpy.Npy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A quantiser of recordings of music, from the files to codes and back. */
@TestInstance(Lifecycle.PER_CLASS)
class RvqOfRealMusicTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private Path lake;
  private Path model;

  @BeforeAll
  void train() {
    Path audio = SharedData.file("data/audio");
    lake = folder.resolve("lake");
    model = folder.resolve("codes");
    Object[] ingest = {
      "ingest-audio", "--input", audio, "--lake", lake, "--dataset", "a", "--split", "70/15/15"
    };
    PartitaRun.of(ingest).exits(0);
    PartitaRun.of(words(model, "--stages", "3")).exits(0);
  }

  private Object[] words(Path to, Object... more) {
    List<Object> words = new ArrayList<>();
    words.addAll(List.of("train-rvq", "--lake", lake, "--dataset", "a", "--model", to));
    words.addAll(List.of("--entries", "256"));
    words.addAll(List.of(more));
    return words.toArray();
  }

  @Test
  void theErrorOfHeldOutTracksFalls() throws Exception {
    JsonNode evaluation =
        JSON.readTree(PartitaRun.of("evaluate", "--model", model, "--lake", lake, "--json").out());
    assertThat(evaluation.path("first_stage_relative_mse").asDouble()).isBetween(0.001, 0.16);
    assertThat(evaluation.path("relative_mse").asDouble()).isBetween(0.001, 0.11);

    JsonNode analysis =
        JSON.readTree(
            PartitaRun.of(
                    "analyze-codes", "--model", model, "--lake", lake, "--rows", "2000", "--json")
                .out());
    assertThat(analysis.path("not_nearest").asLong()).isZero();
    assertThat(analysis.path("ratios").path("samples_per_frame").asInt()).isEqualTo(256);
    List<Double> falling =
        analysis.path("stages").findValues("relative_mse").stream()
            .map(JsonNode::asDouble)
            .toList();
    assertThat(falling).hasSize(3);
    assertThat(falling.get(1)).isLessThan(falling.get(0));
    assertThat(falling.get(2)).isLessThan(falling.get(1));
    assertThat(analysis.path("stages").get(2).path("farther").asDouble()).isZero();
  }

  @Test
  void aStoppedTrainingGoesOnToTheSameCodebooks() throws Exception {
    Path again = folder.resolve("again");
    PartitaRun.of(words(again, "--stages", "3", "--resume")).exits(0);
    String same = "parameters_sha256";
    assertThat(hash(again)).as(same).isEqualTo(hash(model));
    PartitaRun.of(words(again, "--stages", "3", "--resume")).exits(0);
    assertThat(hash(again)).as(same).isEqualTo(hash(model));
    assertThat(PartitaRun.of(words(again, "--stages", "2", "--resume")).mistake())
        .startsWith("The model in " + again + " comes from another run: resume with the same data");
  }

  private static String hash(Path of) throws Exception {
    return ModelFolder.at(of.toString(), new Configuration()).card().used().parametersSha256();
  }

  @Test
  void codesOfALakeAndOfAFileDecode() throws Exception {
    JsonNode report =
        JSON.readTree(
            PartitaRun.of("encode-codes", "--model", model, "--lake", lake, "--json").out());
    assertThat(report.path("tracks").asInt()).isGreaterThan(100);
    assertThat(report.path("bytes").asLong())
        .isCloseTo(report.path("frames").asLong() * 3, Offset.offset(200L));
    PartitaRun.of("check", "--lake", lake, "--dataset", "a").exits(0);

    Path mel = SharedData.file("golden/audio/vibe_ace_8s_22050.mel.npy");
    Path codes = folder.resolve("c.npz");
    Path back = folder.resolve("back.npy");
    PartitaRun.of("encode-codes", mel, "--model", model, "--out", codes).exits(0);
    PartitaRun.of("decode-codes", codes, "--model", model, "--out", back).exits(0);
    float[] one = Npy.read(Files.readAllBytes(mel)).values();
    float[] other = Npy.read(Files.readAllBytes(back)).values();
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += Math.abs(one[i] - other[i]);
    }
    assertThat(sum / one.length).as("mean difference, nats of magnitude").isBetween(0.05, 0.6);
  }
}
