package io.partita.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.InTurn;
import io.partita.audio.file.SoundFormat;
import io.partita.audio.file.WavWriter.SampleType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audio that Partita ingested from a folder, a zip, a tar and single files plays in the page. */
@InTurn
class IngestedSoundsTest {
  private static final int MINUTES = 4;
  private static final int SOUNDS = 5;

  @TempDir private Path folder;

  @Test
  void everySourcePlays() throws Exception {
    Path home = Path.of(System.getProperty("partita.home"));
    assumeTrue(
        Files.exists(home.resolve("pipeline-jobs/target/partita.jar")), "Without partita.jar");
    sound("my music/rock/one.wav", 1);
    sound("zipped/two.wav", 2);
    sound("tarred/deep/three.wav", 3);
    sound("single four.wav", 4);
    sound("other/music/five.wav", 5);
    run(folder, "python3", "-m", "zipfile", "-c", "two.zip", "zipped");
    run(folder, "tar", "-cf", "three.tar", "tarred");
    List<String> ingest = new ArrayList<>(List.of(home.resolve("partita").toString()));
    ingest.addAll(List.of("ingest", "audio", "--lake", "lake", "--dataset", "all"));
    for (String input :
        List.of("my music", "two.zip", "three.tar", "single four.wav", "other/music")) {
      ingest.addAll(List.of("--input", input));
    }
    run(folder, ingest.toArray(String[]::new));

    try (StudioClient studio = new StudioClient(new SmallLake(folder.resolve("lake")))) {
      JsonNode items = studio.get("/datasets/all/items").path("items");
      assertThat(items).hasSize(SOUNDS);
      for (JsonNode item : items) {
        assertThat(studio.bytes("/items/" + item.path("id").asText() + "/audio"))
            .as("%s", item)
            .returns(200, answer -> answer.statusCode());
      }
      Path web = home.resolve("studio/web");
      if (Files.isDirectory(web.resolve("node_modules/puppeteer-core"))
          && Files.exists(Path.of("/usr/bin/chromium"))) {
        run(web, "node", "test/sounds.mjs", studio.server.address(), Integer.toString(SOUNDS));
      }
    }
  }

  private void sound(String name, int pitch) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    float[] samples = new float[44_100];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * 220 * pitch * i / samples.length));
    }
    SoundFormat.WAV.write(file, SampleType.INT16, 22_050, samples);
  }

  private void run(Path where, String... words) throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(words)
            .directory(where.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    process.destroyForcibly();
    String text = Files.readString(log, StandardCharsets.UTF_8);
    assertThat(ended).as(text).isTrue();
    assertThat(process.exitValue()).as(text).isZero();
  }
}
