package io.partita.kind.hosted.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SharedData;
import io.partita.audio.file.WavWriter;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.codec.CodePacking;
import io.partita.kind.hosted.HostedFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data set through neural codecs as they are published, which no engine runs. */
@InTurn
class LakeCodesTest {
  @TempDir private static Path folder;
  private static Path clips;
  private static Path lake;

  @BeforeAll
  static void ingest() throws IOException {
    clips = Files.createDirectory(folder.resolve("clips"));
    lake = folder.resolve("lake");
    for (int i = 0; i < 4; i++) {
      write(clips.resolve("mono" + i + ".wav"), 22_050, 1, 9000 * (i + 1));
    }
    write(clips.resolve("stereo0.wav"), 48_000, 2, 60_000);
    write(clips.resolve("stereo1.wav"), 48_000, 2, 30_000);
    PartitaRun.of("ingest-audio", "--input", clips, "--lake", lake, "--dataset", "clips").exits(0);
  }

  private static void write(Path file, int rateHz, int channels, int count) throws IOException {
    Random random = new Random(count);
    float[][] samples = new float[channels][count];
    for (float[] channel : samples) {
      double step = 0.02 + 0.03 * random.nextDouble();
      for (int i = 0; i < count; i++) {
        channel[i] = (float) (0.3 * Math.sin(i * step) + 0.05 * random.nextGaussian());
      }
    }
    try (WavWriter wav = WavWriter.create(file, SampleType.INT16, rateHz, channels)) {
      wav.write(samples, count);
    }
  }

  private static Path model(String name) {
    return SharedData.file("data/models/published/" + name + "/model.safetensors");
  }

  private static JsonNode encode(String master, String model, Object... more) {
    Object[] args = {"encode", "--model", model(model), "--lake", lake, "--dataset", "clips"};
    return PartitaRun.on(master, concat(args, concat(more, "--json"))).json();
  }

  private static Object[] concat(Object[] some, Object... more) {
    Object[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  private static JsonNode rows(String sql) {
    return PartitaRun.of("sql", "--lake", lake, "--json", sql).json().path("rows");
  }

  private static String fileName(JsonNode row) {
    return Path.of(row.path("path").asText()).getFileName().toString();
  }

  private static byte[] decodedTrack(String model, String track) throws IOException {
    Path out = folder.resolve("track.wav");
    Files.deleteIfExists(out);
    PartitaRun.line(
            "decode --model {} --lake {} --dataset clips --track {} --out {}",
            model(model),
            lake,
            track,
            out)
        .exits(0);
    return Files.readAllBytes(out);
  }

  private static byte[] decodedFile(String model, String file, Object... more) throws IOException {
    Path codes = folder.resolve(file + ".npz");
    Path out = folder.resolve(file + ".out.wav");
    Files.deleteIfExists(codes);
    Files.deleteIfExists(out);
    Object[] args = {"encode", clips.resolve(file), "--model", model(model), "--out", codes};
    PartitaRun.of(concat(args, more)).exits(0);
    PartitaRun.line("decode {} --model {} --out {}", codes, model(model), out).exits(0);
    return Files.readAllBytes(out);
  }

  @Test
  void aRowIsWhatItsFileIsEncodedTo() throws Exception {
    JsonNode report = encode("local[2]", "encodec_24khz_small", "--bandwidth", 1.5);
    assertThat(report.path("tracks").asInt()).isEqualTo(6);
    assertThat(report.path("left_out")).isEmpty();
    assertThat(report.path("engine").asText()).startsWith("Partita ");

    String sha256 = HostedFiles.model(model("encodec_24khz_small").toString()).sha256();
    JsonNode rows =
        rows(
            "SELECT a.path, c.track_id, c.model_sha256, c.stages, c.entries, c.bits, c.n_frames,"
                + " c.n_samples, c.scales, c.codebooks_sha256, c.mean_distance, base64(c.codes) AS"
                + " codes FROM codes c JOIN audio_tracks a USING (track_id) WHERE c.stages = 2"
                + " ORDER BY a.path");
    assertThat(rows).hasSize(6);
    for (JsonNode row : rows) {
      assertThat(row.path("model_sha256").asText()).isEqualTo(sha256);
      assertThat(row.path("codebooks_sha256").asText()).hasSize(64);
      assertThat(row.path("mean_distance").isNull()).isTrue();
      assertThat(row.path("scales").isNull()).isTrue();
      assertThat(
              CodePacking.unpack(
                  Base64.getMimeDecoder().decode(row.path("codes").asText()),
                  0,
                  2,
                  row.path("n_frames").asInt(),
                  row.path("bits").asInt(),
                  row.path("entries").asInt())[0])
          .hasSize((row.path("n_samples").asInt() + 319) / 320);
      String file = fileName(row);
      assertThat(decodedTrack("encodec_24khz_small", row.path("track_id").asText()))
          .as(file)
          .isEqualTo(decodedFile("encodec_24khz_small", file, "--bandwidth", 1.5));
    }
    PartitaRun.of("check", "--lake", lake, "--dataset", "clips").exits(0);
  }

  @Test
  void aCodecOfTwoChannelsHearsWhatFitsIt() throws Exception {
    JsonNode report = encode("local[1]", "encodec_48khz_small");

    assertThat(report.path("tracks").asInt()).isEqualTo(2);
    assertThat(report.path("left_out").toString())
        .isEqualTo("{\"files that the model does not take (another_shape)\":4}");
    JsonNode rows =
        rows(
            "SELECT a.path, c.track_id, c.n_samples, length(c.scales) AS bytes FROM codes c JOIN"
                + " audio_tracks a USING (track_id) WHERE c.scales IS NOT NULL ORDER BY 1");
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).path("n_samples").asInt()).isEqualTo(60_000);
    assertThat(rows.get(0).path("bytes").asInt()).as("two segments").isEqualTo(8);
    for (JsonNode row : rows) {
      assertThat(decodedTrack("encodec_48khz_small", row.path("track_id").asText()))
          .isEqualTo(decodedFile("encodec_48khz_small", fileName(row)));
    }
    PartitaRun.of("check", "--lake", lake, "--dataset", "clips").exits(0);
  }

  /** The model is the folder that has its weights beside their config.json. */
  @Test
  void aFolderIsAModelAndItsSoundIsKeptAsFloats() throws Exception {
    Path model = model("encodec_24khz_small").getParent();
    Path codes = folder.resolve("floats.ecdc");
    Path out = folder.resolve("floats.wav");
    PartitaRun.line("encode {} --model {} --out {}", clips.resolve("mono0.wav"), model, codes)
        .exits(0);

    PartitaRun.line("decode {} --model {} --out {}", codes, model, out).exits(0);
    ByteBuffer ints = ByteBuffer.wrap(Files.readAllBytes(out)).order(ByteOrder.LITTLE_ENDIAN);
    PartitaRun.line("decode {} --model {} --out {} --float", codes, model, out).exits(0);
    ByteBuffer floats = ByteBuffer.wrap(Files.readAllBytes(out)).order(ByteOrder.LITTLE_ENDIAN);

    assertThat(ints.getShort(20)).as("integers").isEqualTo((short) 1);
    assertThat(floats.getShort(20)).as("floats").isEqualTo((short) 3);
    int n = (ints.capacity() - 44) / 2;
    boolean isFiner = false;
    for (int i = 1; i <= n; i++) {
      float value = 32_768 * floats.getFloat(floats.capacity() - 4 * i);
      short rounded = ints.getShort(ints.capacity() - 2 * i);
      float clipped = Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
      assertThat(clipped).isCloseTo(rounded, within(1.01f));
      isFiner |= value != rounded;
    }
    assertThat(isFiner).isTrue();
    PartitaRun.line("decode {} --model {} --out {} --float", codes, model, folder.resolve("a.mp3"))
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("--float");
    PartitaRun.line("encode {} --model {} --out {} --replace", out, model, codes).exits(0);
  }

  @Test
  void rowsAreTheSameOnOneCoreAndOnThree() {
    String all =
        "SELECT track_id, stages, n_frames, hex(codes) FROM codes WHERE stages = 8 ORDER BY 1";
    encode(
        "local[1]",
        "encodec_24khz_small",
        "--bandwidth",
        6,
        "--where",
        "duration_s < 1.5",
        "--replace");
    String alone = rows(all).toString();
    encode(
        "local[3]",
        "encodec_24khz_small",
        "--bandwidth",
        6,
        "--where",
        "duration_s < 1.6",
        "--replace");

    assertThat(rows(all).toString()).isEqualTo(alone).contains("\"stages\":8");
  }

  @Test
  void stagesOfADataSetAreAnalysed() {
    JsonNode analysis =
        PartitaRun.line(
                "model analyze --model {} --lake {} --dataset clips --split train --json",
                model("encodec_24khz_small"),
                lake)
            .json();

    assertThat(analysis.path("stages")).hasSize(32);
    assertThat(analysis.path("not_nearest").asLong()).isZero();
    assertThat(analysis.path("ratios").path("samples_per_frame").asDouble()).isEqualTo(320);
    assertThat(analysis.path("stages").get(0).path("mean").asDouble())
        .isLessThan(analysis.path("mean_norm").asDouble());
  }

  @Test
  void whatIsMissingIsSaid() {
    Path model = model("encodec_24khz_small");
    PartitaRun.line("encode --model {} --lake {}", model, lake).mistake(Mistake.MISSING_OPTION);
    PartitaRun.line("encode --model {} --lake {} --dataset clips --bandwidth 5", model, lake)
        .mistake(Mistake.BAD_OPTION)
        .names("1.5", "5");
    PartitaRun.line("decode --model {} --lake {} --track x --out {}", model, lake, folder)
        .mistake(Mistake.MISSING_OPTION);
    PartitaRun.line("model analyze --model {} --lake {}", model, lake)
        .mistake(Mistake.MISSING_OPTION);
  }
}
