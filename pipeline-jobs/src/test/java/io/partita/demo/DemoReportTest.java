package io.partita.demo;

import static io.partita.Naming.assertEach;
import static io.partita.Naming.naming;
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

    assertThat(lines).startsWith("").element(2).isEqualTo("  ./partita tables --lake demo/lake");
    assertThat(lines.get(1)).is(naming("demo/data", "demo/lake"));
    assertThat(lines.stream().map(line -> line.replaceFirst(" +# .*", "")))
        .as("commands and files without the remarks behind them")
        .contains(
            "  ./partita report --lake demo/lake --out demo/report",
            "       FROM audio_tracks JOIN mel USING (track_id, dataset) GROUP BY label\"",
            "  demo/clip.png",
            "  ./partita generate --model builtin:drums --count 4 --out demo/music",
            "  ./partita generate --model demo/beats --count 4 --out demo/music",
            "  ./partita ingest-lmd --help");
    assertEach(
        lines.subList(lines.size() - 3, lines.size()),
        naming(),
        naming("demo/song.wav", "40 s", 1),
        naming("demo/loop/drums-s1-01.wav", "builtin:drums"));
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
