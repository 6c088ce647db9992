package io.partita.demo;

import static io.partita.Naming.assertEach;
import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DemoReportTest {
  private static DemoReport report(String spectrogram) {
    return new DemoReport(
        1,
        "demo/data",
        "demo/lake",
        spectrogram,
        "demo/song.wav",
        "demo/loop/loops-s17-01.wav",
        List.of());
  }

  @Test
  void saysWhatToLookAt() {
    String text = report("demo/clip.png").text(Path.of("demo"));
    List<String> lines = text.lines().toList();

    assertThat(lines).startsWith("", "Next:");
    assertThat(lines.stream().map(line -> line.replaceFirst(" +# .*", "")))
        .as("commands and files without the remarks behind them")
        .contains(
            "  ./partita generate builtin:loops --count 8 --out demo/loops",
            "  ./partita report --lake demo/lake --out demo/report",
            "  ./partita generate demo/drums --count 4 --out demo/own-loops",
            "  ./partita ingest lmd --help");
    assertEach(
        lines.subList(lines.size() - 3, lines.size()),
        naming("demo/loop/loops-s17-01.wav", "builtin:loops"),
        naming("demo/song.wav", "40 s", 1),
        naming("demo/clip.png"));
    assertThat(text).doesNotContain("%");
  }

  /** No command of the list writes where another one has written. */
  @Test
  void everyCommandHasAFolderOfItsOwn() {
    List<String> written =
        Pattern.compile("--(out|model) (\\S+)")
            .matcher(report(null).text(Path.of("demo")))
            .results()
            .map(found -> found.group(2))
            .toList();

    assertThat(written).hasSizeGreaterThan(3).doesNotHaveDuplicates();
  }

  @Test
  void withoutAudioThereIsNoPicture() throws JsonProcessingException {
    assertThat(report(null).text(Path.of("demo"))).doesNotContain("Look", "null");
    assertThat(new ObjectMapper().writeValueAsString(report(null)))
        .isEqualTo(
            """
            {"seed":1,"data":"demo/data","lake":"demo/lake","song":"demo/song.wav",\
            "loop":"demo/loop/loops-s17-01.wav","runs":[]}\
            """);
    assertThat(new ObjectMapper().valueToTree(report("clip.png")).fieldNames())
        .toIterable()
        .containsExactly("seed", "data", "lake", "spectrogram", "song", "loop", "runs");
  }
}
