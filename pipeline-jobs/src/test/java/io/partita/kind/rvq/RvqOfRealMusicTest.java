package io.partita.kind.rvq;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.PartitaRun;
import io.partita.SharedData;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.run.Spark;
import io.partita.numpy.Npy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A quantiser of recordings of music, from the files to codes and back. */
@Tag("full")
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
    words.addAll(List.of("--entries", "256", "--rows", "12000", "--iterations", "10"));
    words.addAll(List.of(more));
    return words.toArray();
  }

  @Test
  void theErrorOfHeldOutTracksFalls() throws Exception {
    JsonNode evaluation =
        JSON.readTree(
            PartitaRun.of("model-evaluate", "--model", model, "--lake", lake, "--json").out());
    assertThat(evaluation.path("first_stage_relative_mse").asDouble()).isBetween(0.001, 0.16);
    assertThat(evaluation.path("relative_mse").asDouble()).isBetween(0.001, 0.11);

    JsonNode analysis =
        JSON.readTree(
            PartitaRun.of(
                    "model-analyze", "--model", model, "--lake", lake, "--rows", "2000", "--json")
                .out());
    assertThat(analysis.path("not_nearest").asLong()).isZero();
    assertThat(analysis.path("ratios").path("samples_per_frame").asInt()).isEqualTo(256);
    List<Double> falling =
        analysis.path("stages").findValues("relative_mse").stream()
            .map(JsonNode::asDouble)
            .toList();
    assertThat(falling).hasSize(3);
    assertThat(falling.get(0)).as("the same share as evaluate's").isBetween(0.001, 0.16);
    assertThat(falling.get(1)).isBetween(0.001, 0.11);
    assertThat(falling.get(1)).isLessThan(falling.get(0));
    assertThat(falling.get(2)).isLessThan(falling.get(1));
    assertThat(analysis.path("stages").get(2).path("farther").asDouble()).isZero();
  }

  @Test
  void anyPartitioningGivesTheSameCodebooks() throws Exception {
    Configuration files = new Configuration();
    Lake there = Lake.existing(lake.toString(), files);
    try (SparkSession session = Spark.session("partitions")) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      DrawnFrames drawn =
          new DrawnFrames(FrameSource.mel(there, "a").tracks(LakeReader.tables(session, there)));
      float[] one = books(spark, drawn, 1);
      assertThat(one).hasSize(2 * 64 * 80);
      assertThat(books(spark, drawn, 4)).isEqualTo(one);
      assertThat(books(spark, drawn, 7)).isEqualTo(one);
    }
  }

  private static float[] books(JavaSparkContext spark, DrawnFrames drawn, int partitions)
      throws Exception {
    JavaRDD<FrameRows> rows = drawn.of("train", 3000, 1).repartition(partitions);
    FrameMoments moments = FrameMoments.of(rows);
    return new QuantizerTraining(
            spark,
            new RvqSettings(2, 64, true, 6, 1),
            drawn.dimension(),
            rows.map(moments::normalised),
            new QuantizerTraining.Listener() {
              @Override
              public void iterated(int stage, int iteration, double relativeMse) {
                assertThat(relativeMse).isBetween(0.0, 1.0);
              }

              @Override
              public void finished(StageFigures figures, float[] books) {
                assertThat(figures.relativeMse()).isBetween(0.0, 0.2);
              }
            })
        .run(new float[0]);
  }

  @Test
  void codesOfALakeAndOfAFileDecode() throws Exception {
    JsonNode report =
        JSON.readTree(PartitaRun.of("encode", "--model", model, "--lake", lake, "--json").out());
    assertThat(report.path("tracks").asInt()).isGreaterThan(100);
    assertThat(report.path("bytes").asLong())
        .isCloseTo(report.path("frames").asLong() * 3, Offset.offset(200L));
    PartitaRun.of("check", "--lake", lake, "--dataset", "a").exits(0);

    Path mel = SharedData.file("golden/audio/vibe_ace_8s_22050.mel.npy");
    Path codes = folder.resolve("c.npz");
    Path back = folder.resolve("back.npy");
    PartitaRun.of("encode", mel, "--model", model, "--out", codes).exits(0);
    PartitaRun.of("decode", codes, "--model", model, "--out", back).exits(0);
    float[] one = Npy.read(Files.readAllBytes(mel)).values();
    float[] other = Npy.read(Files.readAllBytes(back)).values();
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += Math.abs(one[i] - other[i]);
    }
    assertThat(sum / one.length).as("mean difference, nats of magnitude").isBetween(0.05, 0.6);
  }
}
