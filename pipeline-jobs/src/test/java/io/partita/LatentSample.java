package io.partita;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.MODEL_LATENTS;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.audio.file.WavWriter;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.lake.Lake;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.RunHeader;
import io.partita.lake.run.RunOptions;
import io.partita.lake.run.Spark;
import io.partita.lake.table.RowBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;

/** Small clips in a lake, and latents of them that no model made. */
public final class LatentSample {
  public static final String DATASET = "clips";

  /** Dimensions of each row. */
  public static final int DIMS = 4;

  private LatentSample() {}

  /** What a run tells of itself, as model-encode does. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  private record Report(
      @JsonUnwrapped RunHeader run, String model, String modelSha256, long tracks) {}

  /**
   * Writes clips of 22,050 Hz and ingests them.
   *
   * @return the lake
   */
  public static Path ingest(Path folder, int clips) throws IOException {
    Path input = Files.createDirectory(folder.resolve("input"));
    for (int i = 0; i < clips; i++) {
      Random random = new Random(i);
      float[] samples = new float[30_000 * (i + 1)];
      for (int at = 0; at < samples.length; at++) {
        samples[at] = (float) (0.3 * Math.sin(at * 0.02 * (i + 1)) + 0.05 * random.nextGaussian());
      }
      try (WavWriter wav =
          WavWriter.create(input.resolve("clip" + i + ".wav"), SampleType.INT16, 22_050, 1)) {
        wav.write(new float[][] {samples}, samples.length);
      }
    }
    Path lake = folder.resolve("lake");
    PartitaRun.of("ingest-audio", "--input", input, "--lake", lake, "--dataset", DATASET).exits(0);
    return lake;
  }

  /**
   * Publishes a row for each track.
   *
   * @param model its file, as the run is said to have been given it
   */
  public static void publish(Path lake, String model, String sha256, String... tracks)
      throws IOException {
    RunOptions told = new RunOptions("model-encode").decisive("model_sha256", sha256);
    try (DerivedRun run =
        DerivedRun.begin(
            told,
            Lake.existing(lake.toString(), Spark.hadoopConfiguration()),
            lake.toString(),
            DATASET,
            now -> Map.of(AUDIO_TRACKS, now.run(DATASET, AUDIO_TRACKS)))) {
      run.start();
      List<Row> rows = new ArrayList<>();
      for (String track : tracks) {
        rows.add(row(Path.of(model).getFileName().toString(), sha256, track));
      }
      run.share(sha256, true)
          .write(
              MODEL_LATENTS, run.spark().createDataFrame(rows, MODEL_LATENTS.schema()), "track_id");
      run.publish(
          List.of(MODEL_LATENTS),
          List.of(),
          new Report(run.header(), model, sha256, tracks.length));
    }
  }

  private static Row row(String model, String sha256, String track) {
    int frames = 50;
    int ratio = 512;
    ByteBuffer z = ByteBuffer.allocate(DIMS * frames * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < DIMS * frames; i++) {
      z.putFloat((float) Math.sin(i * 0.1));
    }
    return RowBuilder.of(MODEL_LATENTS)
        .set("model_sha256", sha256)
        .set("model", model)
        .set("track_id", track)
        .set("sample_rate_hz", 22_050)
        .set("ratio", ratio)
        .set("n_samples", (long) frames * ratio - 100)
        .set("n_dims", DIMS)
        .set("n_frames", frames)
        .set("z", z.array())
        .row();
  }
}
