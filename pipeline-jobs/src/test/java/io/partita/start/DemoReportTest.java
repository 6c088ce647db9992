package io.partita.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoReportTest {
  private static DemoReport report(String spectrogram) {
    return new DemoReport(
        1,
        "demo/data",
        "demo/lake",
        spectrogram,
        "demo/song.wav",
        "demo/loop/drums-s1-01.wav",
        List.of());
  }

  @Test
  void saysWhatToLookAt() {
    List<String> lines = report("demo/clip.png").text(Path.of("demo")).lines().toList();

    assertThat(lines)
        .startsWith(
            "",
            "The data is in demo/data, the lake in demo/lake. Next:",
            "  ./partita tables --lake demo/lake")
        .contains(
            "  ./partita report --lake demo/lake --out demo/report    # pages with plots and"
                + " players",
            "       FROM audio_tracks JOIN mel USING (track_id, dataset) GROUP BY label\"",
            "  demo/clip.png    # a picture: the spectrogram of a clip",
            "  ./partita generate --model builtin:drums --count 4 --out demo/music    # drum loops,"
                + " at once",
            "  ./partita generate --model demo/beats --count 4 --out demo/music    # drum loops",
            "  ./partita ingest-lmd --help    # then the real archive")
        .endsWith(
            "",
            "To listen to: demo/song.wav    # 40 s of one of the songs that seed 1 invented",
            "and demo/loop/drums-s1-01.wav    # a drum loop of builtin:drums, a model that comes"
                + " with Partita; MIDI and a picture lie beside it");
    assertThat(lines.subList(2, lines.size() - 3))
        .allMatch(line -> line.startsWith("  "))
        .noneMatch(line -> line.contains("%"));
  }

  @Test
  void withoutAudioThereIsNoPicture() throws JsonProcessingException {
    assertThat(report(null).text(Path.of("demo"))).doesNotContain("audio_tracks", "null");
    assertThat(new ObjectMapper().writeValueAsString(report(null)))
        .isEqualTo(
            """
            {"seed":1,"data":"demo/data","lake":"demo/lake","song":"demo/song.wav",\
            "loop":"demo/loop/drums-s1-01.wav","runs":[]}\
            """);
    assertThat(new ObjectMapper().valueToTree(report("clip.png")).fieldNames())
        .toIterable()
        .containsExactly("seed", "data", "lake", "spectrogram", "song", "loop", "runs");
  }
}
