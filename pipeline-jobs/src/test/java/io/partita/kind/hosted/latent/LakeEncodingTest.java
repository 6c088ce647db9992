package io.partita.kind.hosted.latent;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.InTurn;
import io.partita.PartitaRun;
import io.partita.SharedData;
import io.partita.audio.file.WavWriter;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.kind.hosted.HostEngine;
import io.partita.kind.hosted.HostedFiles;
import io.partita.kind.hosted.SentModel;
import io.partita.kind.hosted.track.HostedTrack;
import io.partita.kind.hosted.track.HostedTracks;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.run.Spark;
import io.partita.lake.table.LakeTable;
import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.AudioRecordings;
import io.partita.model.audio.WaveSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data set through a hosted model; profile hosts brings the engine. */
@InTurn
class LakeEncodingTest {
  private static final String STOCHASTIC = "rave_tiny_stochastic_z8_v1.ts";
  private static final String STREAMING = "rave_tiny_streaming_z8.ts";

  @TempDir private Path folder;
  private Path input;
  private Path lake;

  @BeforeEach
  void ingest() throws IOException {
    assumeTrue(HostEngine.provider().isPresent(), "PyTorch is not here");
    input = Files.createDirectory(folder.resolve("clips"));
    lake = folder.resolve("lake");
    for (int i = 0; i < 6; i++) {
      write(input.resolve("clip" + i + ".wav"), 3000 * (i + 1), i);
    }
    PartitaRun.of("ingest-audio", "--input", input, "--lake", lake, "--dataset", "clips").exits(0);
  }

  private static void write(Path file, int count, long seed) throws IOException {
    Random random = new Random(seed);
    float[] samples = new float[count];
    for (int i = 0; i < count; i++) {
      samples[i] = (float) (0.3 * Math.sin(i * 0.02 * (seed + 1)) + 0.05 * random.nextGaussian());
    }
    try (WavWriter wav = WavWriter.create(file, SampleType.INT16, 22_050, 1)) {
      wav.write(new float[][] {samples}, count);
    }
  }

  private JsonNode encode(String model) throws IOException {
    return PartitaRun.line(
            "encode --model {} --lake {} --dataset clips --json",
            SharedData.file("data/models/" + model),
            lake)
        .json();
  }

  private JsonNode rows(String query) throws IOException {
    return PartitaRun.of("sql", "--lake", lake, "--json", query).json();
  }

  @Test
  void everyFileHasARowOfEachModel() throws Exception {
    JsonNode report = encode(STOCHASTIC);
    String first = rows("SELECT track_id, seed, hex(z) FROM model_latents ORDER BY 1").toString();
    encode(STREAMING);
    encode(STOCHASTIC);

    assertThat(report.path("tracks").asInt()).isEqualTo(6);
    assertThat(report.path("left_out")).isEmpty();
    assertThat(report.path("engine").asText()).isEqualTo("PyTorch 2.7.1");
    assertThat(report.path("audio_s").asDouble()).isBetween(2.85, 2.87);
    assertThat(report.path("times_real_time").asDouble()).isPositive();
    assertThat(report.path("options").path("seed").asInt()).isEqualTo(1);
    assertThat(
            rows("SELECT track_id, seed, hex(z) FROM model_latents WHERE model = '"
                    + STOCHASTIC
                    + "' ORDER BY 1")
                .toString())
        .isEqualTo(first);
    assertThat(
            rows("SELECT model, count(*) AS files, sum(n_samples) AS samples, sum(n_frames) AS"
                    + " frames, count(seed) AS seeds FROM model_latents GROUP BY 1 ORDER BY 1")
                .toString())
        .contains("\"files\":6,\"samples\":126000,\"frames\":63,\"seeds\":6")
        .contains("\"files\":6,\"samples\":126000,\"frames\":63,\"seeds\":0");
    PartitaRun.of("check", "--lake", lake, "--dataset", "clips").exits(0);
  }

  @Tag("full")
  @Test
  void filesThatChangedOrAreGoneAreLeftOut() throws Exception {
    write(input.resolve("clip2.wav"), 9000, 77);
    Files.delete(input.resolve("clip4.wav"));

    JsonNode report = encode(STREAMING);

    assertThat(report.path("tracks").asInt()).isEqualTo(4);
    assertThat(report.path("left_out").toString())
        .isEqualTo(
            "{\"files that are gone from where they were ingested\":1,"
                + "\"files that changed since they were ingested\":1}");
    PartitaRun.of("check", "--lake", lake, "--dataset", "clips").exits(0);
  }

  @Tag("full")
  @Test
  void partitionsDecideNothing() throws Exception {
    for (String model : List.of(STOCHASTIC, STREAMING)) {
      assertThat(latents(model, 1)).hasSize(6).isEqualTo(latents(model, 4));
    }
  }

  private List<String> latents(String model, int partitions) throws Exception {
    Lake opened = Lake.existing(lake.toString(), Spark.hadoopConfiguration());
    var file = HostedFiles.model(SharedData.file("data/models/" + model).toString());
    try (SparkSession session = Spark.session("latents")) {
      List<AudioRecordings.Track> tracks =
          AudioExamples.tracks(LakeReader.tables(session, opened), "clips");
      assertThat(opened.run("clips", AUDIO_TRACKS)).isNotNull();
      return HostedTracks.of(
              JavaSparkContext.fromSparkContext(session.sparkContext()),
              WaveSources.of(opened, "clips"),
              new LatentTrackModel(SentModel.of(file), 1),
              tracks,
              partitions)
          .collect()
          .stream()
          .sorted(Comparator.comparing(HostedTrack::track))
          .map(track -> track.track() + HexFormat.of().formatHex(z(track.made())))
          .toList();
    }
  }

  private static byte[] z(Row row) {
    return LakeTable.MODEL_LATENTS.value(row, "z");
  }
}
