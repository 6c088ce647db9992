package io.partita.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.partita.LatentSample;
import io.partita.PartitaRun;
import io.partita.SharedData;
import io.partita.kind.hosted.HostEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report shows of latents of models trained elsewhere. */
@Tag("full")
class LatentReportTest {
  private static final String HEADING = "id=\"latents\"";

  @TempDir private Path folder;

  private String report(Path lake, Object... more) throws IOException {
    Object[] report = {
      "report", "--no-stats", "--lake", lake, "--out", folder.resolve("report"), "--clip-s", 1
    };
    PartitaRun.of(Stream.concat(Stream.of(report), Stream.of(more)).toArray()).exits(0);
    return Files.readString(folder.resolve("report/listen.html"));
  }

  @Test
  void latentsAreSeenAndItIsSaidWhyTheyAreNotHeard() throws IOException {
    Path lake = LatentSample.ingest(folder, 2);
    Path gone = folder.resolve("gone.ts");
    LatentSample.publish(lake, "other.ts", "cd".repeat(32), "input/clip0.wav");
    LatentSample.publish(
        lake, gone.toString(), "ab".repeat(32), "input/clip0.wav", "input/clip1.wav");

    String page = report(lake, "--tracks", 1);

    assertThat(page)
        .containsOnlyOnce(HEADING)
        .contains("<h3>clip0.wav by gone.ts</h3>", "<h3>clip1.wav by gone.ts</h3>")
        .contains("<h3>clip0.wav by other.ts</h3>")
        .containsPattern("4 dimensions\\W+50 frames\\D+512 ")
        .as("the model that would be heard")
        .contains(gone.toString())
        .containsPattern("Latents\\D+1\\.0 s")
        .containsPattern("\"Play clip0\\.wav\\b[^\"]*\\bgone\\.ts\\b[^\"]*\\bOriginal\"")
        .doesNotContain("-decoded.mp3");
    for (String name : new String[] {"latents-01", "latents-02", "latents-03"}) {
      Path clips = folder.resolve("report/clips");
      assertThat(ImageIO.read(clips.resolve(name + ".png").toFile()).getWidth()).isEqualTo(1200);
      assertThat(clips.resolve(name + "-original.mp3")).isNotEmptyFile();
    }
    assertThat(report(lake, "--tracks", 0)).doesNotContain(HEADING);
  }

  @Test
  void theModelIsHeardBesideTheOriginalAsLongAsItIsTheSame() throws IOException {
    assumeTrue(HostEngine.provider().isPresent(), "PyTorch is not here");
    Path lake = LatentSample.ingest(folder, 1);
    Path model = folder.resolve("rave.ts");
    Files.copy(SharedData.file("data/models/rave_tiny_det_z8.ts"), model);
    PartitaRun.of("encode", "--model", model, "--lake", lake, "--dataset", LatentSample.DATASET)
        .exits(0);

    assertThat(report(lake, "--tracks", 1))
        .containsPattern("\"Play clip0\\.wav\\b[^\"]*\\brave\\.ts\\b[^\"]*\\bOriginal\"")
        .containsPattern("\"Play clip0\\.wav\\b[^\"]*\\brave\\.ts\\b[^\"]*\\bDecoded\\b")
        .contains("latents-01-decoded.mp3")
        .as("the name of a model that cannot be heard")
        .doesNotContain(model.toString());
    assertThat(folder.resolve("report/clips/latents-01-decoded.mp3")).isNotEmptyFile();
    assertThat(folder.resolve("report/clips/latents-01-decoded.wav")).doesNotExist();

    Files.write(model, Files.readAllBytes(SharedData.file("data/models/rave_tiny_det_z16.ts")));
    assertThat(report(lake, "--tracks", 1))
        .contains(model.toString())
        .doesNotContain("latents-01-decoded.mp3");
  }
}
