package io.partita.ingest.audio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.AudioSample;
import io.partita.PartitaRun;
import io.partita.SortedTables;
import io.partita.audio.file.WavWriter;
import io.partita.audio.file.WavWriter.SampleType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night whose audio is not that of the night before: what is known is not decoded again. */
@Tag("spark")
class KnownTracksTest {
  private static final int FILES = 8;

  @TempDir private Path folder;

  @Test
  void aNightOfChangesHasTheRowsOfAWholeRun() throws IOException {
    Path input = folder.resolve("in");
    for (int i = 0; i < FILES; i++) {
      tone(input.resolve("jazz/" + i + ".wav"), i);
    }
    byte[] clip = AudioSample.wholeClip().getValue();
    Files.write(input.resolve("jazz/clip.mp3"), clip);
    Files.write(input.resolve("jazz/cut.mp3"), Arrays.copyOf(clip, clip.length / 2 - 7));
    Files.writeString(input.resolve("jazz/broken.wav"), "RIFF");
    assertThat(ingest("lake", "").at("/counts").has("known_tracks")).isFalse();
    Set<String> before = spectrograms();

    tone(input.resolve("jazz/new.wav"), FILES);
    JsonNode second = ingest("lake", "");
    assertThat(second.at("/counts/known_tracks").asInt()).isEqualTo(FILES + 2);
    assertThat(spectrograms()).hasSize(before.size() + 1).containsAll(before);
    assertEqual(second, ingest("whole", ""));

    Files.delete(input.resolve("jazz/0.wav"));
    tone(input.resolve("jazz/1.wav"), FILES + 1); // of the same length
    Files.move(input.resolve("jazz/2.wav"), input.resolve("jazz/renamed.wav"));
    Files.copy(input.resolve("jazz/3.wav"), input.resolve("jazz/copy.wav"));
    JsonNode third = ingest("lake", "");
    assertThat(third.at("/counts/known_tracks").asInt()).isEqualTo(FILES);
    assertEqual(third, ingest("whole", " --again"));
    PartitaRun.line("check --lake {} --dataset set", folder.resolve("lake")).exits(0);

    before = spectrograms();
    assertThat(ingest("lake", " --again").at("/counts").has("known_tracks")).isFalse();
    assertThat(spectrograms()).doesNotContainAnyElementsOf(before);
    assertThat(ingest("lake", " --recipe mel-16k-64").at("/counts").has("known_tracks")).isFalse();
  }

  private void assertEqual(JsonNode night, JsonNode whole) {
    assertThat(night.path("members")).isEqualTo(whole.path("members"));
    assertThat(night.path("faults")).isEqualTo(whole.path("faults"));
    assertThat(night.path("splits")).isEqualTo(whole.path("splits"));
    whole
        .path("counts")
        .fields()
        .forEachRemaining(
            count ->
                assertThat(night.path("counts").path(count.getKey()))
                    .as(count.getKey())
                    .isEqualTo(count.getValue()));
    assertThat(SortedTables.without(folder.resolve("lake"), "set", "run_id"))
        .isEqualTo(SortedTables.without(folder.resolve("whole"), "set", "run_id"));
  }

  private JsonNode ingest(String lake, String more) {
    return PartitaRun.line(
            "ingest audio --input {} --lake {} --dataset set --max-rejected 1 --json" + more,
            folder.resolve("in"),
            folder.resolve(lake))
        .exits(0)
        .json();
  }

  private Set<String> spectrograms() throws IOException {
    Set<String> names = new HashSet<>();
    try (Stream<Path> files = Files.list(folder.resolve("lake/mel/dataset=set"))) {
      files.map(file -> file.getFileName().toString()).forEach(names::add);
    }
    names.removeIf(name -> !name.endsWith(".parquet"));
    return names;
  }

  private static void tone(Path file, int number) throws IOException {
    Files.createDirectories(file.getParent());
    float[] samples = new float[8_000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * (300 + 40 * number) * i / 22_050));
    }
    try (WavWriter wav = WavWriter.create(file, SampleType.INT16, 22_050, 1)) {
      wav.write(samples, samples.length);
    }
  }
}
