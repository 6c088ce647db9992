package io.partita.kind.hosted.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.partita.InTurn;
import io.partita.LatentSample;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SharedData;
import io.partita.kind.hosted.HostEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on latents that a lake holds; profile hosts brings the engine. */
@Tag("spark")
class LatentTracksTest {
  @TempDir private Path folder;

  private static Path model(String name) {
    return SharedData.file("data/models/" + name);
  }

  @InTurn
  @Test
  void tracksOfALakeGiveWhatTheirFilesGive() throws Exception {
    assumeTrue(HostEngine.provider().isPresent(), "PyTorch is not here");
    Path lake = LatentSample.ingest(folder, 2);
    Path model = model("rave_tiny_det_z8.ts");
    Path clip = folder.resolve("input/clip1.wav");
    Object[] ofLake = {"--model", model, "--lake", lake, "--dataset", LatentSample.DATASET};
    Object[] ofTrack = with(ofLake, "--track", "input/clip1.wav");
    Object[] noise = {"decode", "--noise", 0.5, "--dims", "0,3", "--seed", 3};
    Path z = folder.resolve("z.npz");
    run(with(new Object[] {"encode"}, ofLake));
    run("encode", "--model", model, clip, "--out", z);

    run("decode", "--model", model, z, "--out", folder.resolve("file.wav"));
    run(with(new Object[] {"decode", "--out", folder.resolve("track.wav")}, ofTrack));
    PartitaRun all = run(with(new Object[] {"decode", "--out", out("all")}, ofLake));
    run(with(noise, "--model", model, z, "--out", folder.resolve("file.npz")));
    run(with(with(noise, "--out", folder.resolve("track.npz")), ofTrack));
    run(with(noise, "--model", model, z, "--out", folder.resolve("noisy.wav")));
    run(with(with(noise, "--out", out("noisy")), ofLake));

    assertThat(folder.resolve("track.wav")).hasSameBinaryContentAs(folder.resolve("file.wav"));
    assertThat(wav("all", 1)).hasSameBinaryContentAs(folder.resolve("file.wav"));
    assertThat(all.outLines()).containsExactly(wav("all", 0).toString(), wav("all", 1).toString());
    all.warns(out("all"), 2, 0);
    assertThat(latents("track.npz").values()).isDeepEqualTo(latents("file.npz").values());
    assertThat(latents("track.npz").origin().source()).isEqualTo("input/clip1.wav");
    assertThat(latents("track.npz").origin().sourceSha256())
        .isEqualTo(latents("file.npz").origin().sourceSha256());
    assertThat(wav("noisy", 1)).hasSameBinaryContentAs(folder.resolve("noisy.wav"));
  }

  @Test
  void whatTheTableLacksIsToldInOneLine() throws Exception {
    Path model = model("rave_tiny_det_z8.ts");
    String sha256 = "776305a30f51fb1d64e540f5b699fc0d5bf72971dbd744530a25c1cca68206d1";
    Path lake = LatentSample.ingest(folder, 1);
    Object[] decode = {
      "decode", "--model", model, "--lake", lake, "--dataset", LatentSample.DATASET
    };
    Object[] one = with(decode, "--track", "clip7.wav", "--out", folder.resolve("y.wav"));

    PartitaRun.of(one)
        .mistake(Mistake.NO_SUCH_TABLE)
        .names("clips", "model_latents", "ingest audio");
    LatentSample.publish(lake, "other.ts", "ab".repeat(32), "input/clip0.wav");
    for (Object[] command : List.of(one, with(decode, "--out", out("all")))) {
      PartitaRun.of(command)
          .mistake(Mistake.NOT_PREPARED)
          .names("clips", "rave_tiny_det_z8.ts", "776305a30f51", "--lake");
    }
    LatentSample.publish(lake, model.toString(), sha256, "input/clip0.wav");
    PartitaRun.of(one).mistake(Mistake.NO_SUCH_TRACK).names("clips", "clip7.wav");
    PartitaRun.of(with(decode, "--out", folder.resolve("y.wav")))
        .mistake(Mistake.BAD_PATH)
        .names("--out", folder.resolve("y.wav"), "--track");
    assertThat(folder.resolve("y.wav")).doesNotExist();
  }

  @Test
  void aFileOrADataSetIsGiven() {
    Path model = model("rave_tiny_det_z8.ts");
    for (Object[] given :
        List.of(
            new Object[] {}, new Object[] {"z.npz", "--lake", "l"}, new Object[] {"--lake", "l"})) {
      PartitaRun.of(with(new Object[] {"decode", "--model", model, "-o", "y.wav"}, given))
          .mistake(Mistake.MISSING_OPTION)
          .names("--lake", "--dataset");
    }
  }

  @Test
  void idsThatArePathsMakeNamesOfFiles() {
    assertThat(TrackNames.of("12345")).isEqualTo("12345");
    assertThat(TrackNames.of("low/tune.wav")).isEqualTo("low-tune.wav-d6f62b5e");
    assertThat(TrackNames.of("../é")).doesNotContain("/", "..").isNotEqualTo(TrackNames.of("../e"));
    assertThat(TrackNames.of("x".repeat(300))).hasSize(109);
  }

  private static PartitaRun run(Object... args) {
    return PartitaRun.of(args).exits(0);
  }

  private Path wav(String out, int clip) {
    return out(out).resolve(TrackNames.of("input/clip" + clip + ".wav") + ".wav");
  }

  private Path out(String name) {
    return folder.resolve(name);
  }

  private RecordingLatents latents(String name) throws Exception {
    return RecordingLatents.read(Files.readAllBytes(folder.resolve(name)));
  }

  private static Object[] with(Object[] command, Object... more) {
    List<Object> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(more));
    return all.toArray();
  }
}
