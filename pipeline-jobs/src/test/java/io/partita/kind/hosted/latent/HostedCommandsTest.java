package io.partita.kind.hosted.latent;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.InTurn;
import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SharedData;
import io.partita.audio.file.WavWriter;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.kind.hosted.HostEngine;
import io.partita.numpy.Npz;
import io.partita.process.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that run models trained elsewhere over files; profile hosts brings the engine. */
@Tag("spark")
class HostedCommandsTest {
  @TempDir private Path folder;
  private Path clip;

  @BeforeEach
  void writeClip() throws IOException, MalformedInputException {
    float[] samples = sound();
    clip = folder.resolve("clip.wav");
    try (WavWriter wav = WavWriter.create(clip, SampleType.FLOAT32, 44_100, 1)) {
      wav.write(new float[][] {samples}, 10_000);
    }
  }

  private static float[] sound() throws IOException, MalformedInputException {
    return Npz.read(Files.readAllBytes(SharedData.file("data/models/golden_rave_tiny.npz")))
        .floats("x")
        .values();
  }

  private static Path model(String name) {
    return SharedData.file("data/models/" + name);
  }

  private static void assumeEngine() {
    assumeTrue(HostEngine.provider().isPresent(), "PyTorch is not here");
  }

  private RecordingLatents latents(String name) throws IOException, MalformedInputException {
    return RecordingLatents.read(Files.readAllBytes(folder.resolve(name)));
  }

  @Tag("e2e")
  @Test
  void soundGoesToLatentsAndBack() throws Exception {
    assumeEngine();
    Path model = model("rave_tiny_det_z8.ts");
    Path z = folder.resolve("z.npz");
    Path again = folder.resolve("again.wav");

    PartitaRun encoded = PartitaRun.of("encode", "--model", model, clip, "--out", z).exits(0);
    PartitaRun decoded = PartitaRun.of("decode", "--model", model, z, "--out", again).exits(0);

    RecordingLatents latents = latents("z.npz");
    assertThat(latents.values()).hasDimensions(8, 5);
    assertThat(latents.origin().samples()).isEqualTo(10_000);
    assertThat(latents.origin().modelSha256())
        .isEqualTo("776305a30f51fb1d64e540f5b699fc0d5bf72971dbd744530a25c1cca68206d1");
    assertThat(encoded.out()).isEqualTo(z + "\n" + folder.resolve("z.png") + "\n");
    encoded.warns(8, 5, "2,048", "44,100 Hz", "776305a30f51…");
    assertThat(ImageIO.read(folder.resolve("z.png").toFile()).getWidth()).isEqualTo(1200);
    decoded.warns("again.wav", "10,000", "44,100 Hz", "0.227 s", 0);
    assertThat(Files.size(again)).isEqualTo(44 + 2 * 10_000);
  }

  @Tag("e2e")
  @Test
  void anotherRateIsToldAndBroughtToTheModels() throws Exception {
    assumeEngine();
    Path slow = folder.resolve("slow.wav");
    try (WavWriter wav = WavWriter.create(slow, SampleType.INT16, 22_050, 2)) {
      wav.write(new float[2][4096], 4096);
    }

    PartitaRun run =
        PartitaRun.line(
                "encode --model {} {} -o {}",
                model("rave_tiny_det_z8.ts"),
                slow,
                folder.resolve("z.npz"))
            .exits(0);

    run.warns("22,050 Hz", 2, "44,100 Hz");
    assertThat(latents("z.npz").origin().samples()).isEqualTo(8192);
  }

  @InTurn
  @Test
  void noiseIsTheSameOnLatentsAndOnTheirSound() throws Exception {
    assumeEngine();
    Path model = model("rave_tiny_det_z8.ts");
    Path z = folder.resolve("z.npz");
    Object[] noise = {"decode", "--model", model, "--noise", 0.5, "--dims", "0,1", "--seed", 3};
    PartitaRun.of("encode", "--model", model, clip, "--out", z).exits(0);

    PartitaRun.of(with(noise, z, "--out", folder.resolve("a.npz"))).exits(0);
    PartitaRun.of(with(noise, clip, "--out", folder.resolve("b.npz"))).exits(0);
    PartitaRun.of(with(noise, z, "--out", folder.resolve("a.wav"))).exits(0);
    PartitaRun.line(
            "decode --model {} {} --out {}",
            model,
            folder.resolve("a.npz"),
            folder.resolve("b.wav"))
        .exits(0);

    assertThat(latents("a.npz").values()).isDeepEqualTo(latents("b.npz").values());
    assertThat(latents("a.npz").values()[2]).containsExactly(latents("z.npz").values()[2]);
    assertThat(latents("a.npz").values()[0]).isNotEqualTo(latents("z.npz").values()[0]);
    assertThat(folder.resolve("a.wav")).hasSameBinaryContentAs(folder.resolve("b.wav"));
  }

  @Tag("e2e")
  @Test
  void aPageHasSoundAndLatentsBeforeAndAfterTheNoise() throws Exception {
    assumeEngine();
    Path model = model("rave_tiny_det_z8.ts");
    Path z = folder.resolve("z.npz");
    Object[] noise = {"decode", "--model", model, "--noise", 0.5, "--dims", "1", z, "--out"};
    PartitaRun.of("encode", "--model", model, clip, "--out", z).exits(0);
    PartitaRun.of("decode", "--model", model, z, "--out", folder.resolve("z.wav")).exits(0);
    PartitaRun.of(with(noise, folder.resolve("noisy.wav"))).exits(0);

    PartitaRun.of(with(noise, folder.resolve("a & b.html"))).exits(0);

    assertThat(folder.resolve("a & b-before.wav")).hasSameBinaryContentAs(folder.resolve("z.wav"));
    assertThat(folder.resolve("a & b-after.wav"))
        .hasSameBinaryContentAs(folder.resolve("noisy.wav"));
    assertThat(ImageIO.read(folder.resolve("a & b-after.png").toFile()).getWidth()).isEqualTo(1200);
    assertThat(folder.resolve("a & b.html"))
        .content()
        .contains("src=\"a%20&amp;%20b-before.wav\"", "src=\"a%20&amp;%20b-after.png\"")
        .is(naming("noise", 0.5, 1, "[1]", "rave_tiny_det_z8.ts"));
  }

  @Test
  void aPagesFilesDoNotReplaceWhatIsRead() throws Exception {
    Path before = Files.copy(clip, folder.resolve("x-before.wav"));
    Object page = folder.resolve("x.html");

    PartitaRun run =
        PartitaRun.of(
            "decode", before, "--model", model("rave_tiny_det_z8.ts"), "--noise", 1, "-o", page);

    run.mistake(Mistake.SAME_FILE).names("x-before.wav");
    assertThat(before).hasSameBinaryContentAs(clip);
  }

  private static Object[] with(Object[] command, Object... more) {
    Object[] all = Arrays.copyOf(command, command.length + more.length);
    System.arraycopy(more, 0, all, command.length, more.length);
    return all;
  }

  @InTurn
  @Test
  void drawsAreAsLongAsIsAskedAndTheSameOfASeed() throws Exception {
    assumeEngine();
    Path model = model("rave_tiny_stochastic_z8_v1.ts");

    for (String name : new String[] {"a.wav", "b.wav"}) {
      PartitaRun.of(
              "generate", "--model", model, "--like", clip, "--seed", 5, "-o", folder.resolve(name))
          .exits(0);
    }
    PartitaRun.of("generate", "--model", model, "--seconds", 1, "-o", folder.resolve("c.npz"))
        .exits(0);

    assertThat(folder.resolve("a.wav")).hasSameBinaryContentAs(folder.resolve("b.wav"));
    assertThat(Files.size(folder.resolve("a.wav"))).isEqualTo(44 + 2 * 10_000);
    assertThat(latents("c.npz").values()).hasDimensions(8, 22);
    assertThat(latents("c.npz").origin().seed()).isEqualTo(1);
  }

  @Tag("e2e")
  @Test
  void whatDoesNotFitIsToldInOneLine() throws Exception {
    assumeEngine();
    Path z = folder.resolve("z.npz");
    PartitaRun.of("encode", "--model", model("rave_tiny_det_z8.ts"), clip, "-o", z).exits(0);
    Path y = folder.resolve("y.wav");

    PartitaRun.of("decode", "--model", model("rave_tiny_det_z16.ts"), z, "-o", y)
        .mistake(Mistake.MISMATCH)
        .names(z, "rave_tiny_det_z8.ts", "776305a30f51…", "rave_tiny_det_z16.ts", "7394a0cb6d65…");
    PartitaRun.of("decode", "--model", model("hifigan_tiny_22k.ts"), z, "-o", y)
        .mistake(Mistake.WRONG_MODEL)
        .names("hifigan_tiny_22k.ts", "decode", "latent model");
    PartitaRun.of("decode", "--model", clip, z, "-o", y)
        .mistake(Mistake.MALFORMED_FILE)
        .names("--model", clip, "not_a_model");
    PartitaRun.line(
            "decode --model {} {} --noise 1 --dims 8 -o {}", model("rave_tiny_det_z8.ts"), z, y)
        .mistake(Mistake.BAD_OPTION)
        .names("--dims", 8, 8, 0, 7);
    assertThat(y).doesNotExist();
  }

  @Test
  void aPointerOfGitLfsIsNoModel() throws IOException {
    Path pointer =
        Files.writeString(
            folder.resolve("rave.ts"),
            "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");

    PartitaRun.of("encode", "--model", pointer, clip, "-o", folder.resolve("z.npz"))
        .mistake(Mistake.MALFORMED_FILE)
        .names("--model", pointer, "lfs_pointer");
  }

  @Tag("e2e")
  @Test
  void theEngineIsListed() throws Exception {
    JsonNode answer = PartitaRun.of("engines", "--json").json();
    JsonNode hosts = answer.path("hosts");

    assertThat(answer.path("sandbox").path("is_here").asBoolean())
        .isEqualTo(Sandbox.missing().isEmpty());
    assertThat(answer.path("sandbox").path("missing").isNull())
        .isEqualTo(Sandbox.missing().isEmpty());
    assertThat(answer.path("sandbox").path("call_seconds").asLong()).isPositive();
    JsonNode gpu = answer.path("gpu");
    assertThat(gpu.path("missing").isNull())
        .as("%s", gpu)
        .isEqualTo(!gpu.path("products").isNull());
    assertThat(hosts.findValuesAsText("name")).containsExactly("pytorch");
    assertThat(hosts.get(0).path("is_here").asBoolean())
        .isEqualTo(HostEngine.provider().isPresent());
    PartitaRun.of("engines", "add", "jax").mistake(Mistake.BAD_OPTION).names("jax", "pytorch");
  }

  @Tag("e2e")
  @Test
  void aVocoderSpeaks() throws Exception {
    assumeEngine();
    Npz golden =
        Npz.read(Files.readAllBytes(SharedData.file("data/models/golden_hifigan_tiny.npz")));
    float[] mel = golden.floats("mel").values();
    Path npy = folder.resolve("m.npy");
    Files.write(npy, io.partita.numpy.Npy.of(mel, 80, 258).toFloat32());
    Path wav = folder.resolve("v.wav");

    PartitaRun run =
        PartitaRun.of("convert", npy, wav, "--model", model("hifigan_tiny_22k.ts")).exits(0);

    assertThat(run.errLines()).last().asString().is(naming("log-mel", "0.510"));
    assertThat(Files.size(wav)).isEqualTo(44 + 2 * 258 * 256);
    Files.write(npy, io.partita.numpy.Npy.of(new float[64 * 9], 64, 9).toFloat32());
    PartitaRun.of("convert", npy, wav, "--model", model("hifigan_tiny_22k.ts"))
        .mistake(Mistake.MALFORMED_FILE)
        .names("another_shape", 0, 64, 80);
  }
}
