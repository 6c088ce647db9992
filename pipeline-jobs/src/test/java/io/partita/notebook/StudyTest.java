package io.partita.notebook;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioReader;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Score;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cells of a notebook call: commands, queries, plots, sounds. */
@Tag("spark")
class StudyTest {
  @TempDir private static Path folder;
  private static Study study;

  @BeforeAll
  static void makeALake() throws IOException {
    Path files = Files.createDirectories(folder.resolve("files"));
    Score score = Score.builder(Division.ppq(480)).note(0, 0, 0, 60, 100, 0, 480).build();
    Files.write(files.resolve("one.mid"), MidiWriter.write(score));
    study = Study.of(folder.resolve("lake").toString(), folder.resolve("study"));
    study.quietly("ingest-midi", "--input", files.toString(), "--lake", study.lake());
  }

  @AfterAll
  static void stop() {
    SparkSession.getActiveSession().foreach(session -> stopped(session));
  }

  private static Object stopped(SparkSession session) {
    session.stop();
    return null;
  }

  @Test
  void asksTheLakeBeforeAndAfterACommand() throws IOException {
    String query = "SELECT count(*) FROM midi_files";
    assertThat(study.sql(query).first().getLong(0)).isEqualTo(1);
    study.quietly("tables", "--lake", study.lake());
    assertThat(study.sql(query).first().getLong(0))
        .as("the command's session was another one")
        .isEqualTo(1);
  }

  @Test
  void saysWhyACommandFailed() {
    assertThatThrownBy(() -> study.quietly("tables", "--lake", study.lake(), "nonsense"))
        .isInstanceOf(IllegalStateException.class)
        .message()
        .is(naming("tables", 2, "nonsense"));
  }

  @Test
  void clearsWhatAnEarlierExecutionMade() throws IOException {
    Path made = Path.of(study.fresh("some/model"));
    Files.createDirectories(made);
    Files.writeString(made.resolve("model.json"), "{}");
    assertThat(Path.of(study.fresh("some/model"))).isEqualTo(made).doesNotExist();
    assertThat(made.getParent()).isDirectory();
  }

  @Test
  void showsTheFirstRowsAsATable() throws IOException {
    assertThat(Show.table(study.sql("SELECT id AS `a<b`, id / 8 AS part FROM range(3)")).source())
        .contains("a&lt;b</th>", ">2</td>", ">0.2500</td>")
        .doesNotContain("The first 20 rows.");
    assertThat(Show.table(study.sql("SELECT id FROM range(30)")).source())
        .contains(">19</td>", "The first 20 rows.")
        .doesNotContain(">20</td>");
  }

  @Test
  void drawsBarsAndLines() throws IOException {
    String bars =
        svg(Chart.bars("Bars", "n", study.sql("SELECT id, id * 2 AS n FROM range(5)")).source());
    assertThat(bars).startsWith("<?xml").contains("<svg");
    double[] x = {1, 10, 100};
    String lines =
        svg(Chart.of("Lines", "x", "y").logarithmicX().line("up", x, x).points("too", x, x) + "");
    assertThat(lines).contains("<svg");
  }

  private static String svg(String html) {
    String data = html.replaceAll("(?s).*data:image/svg\\+xml;base64,([^\"]*)\".*", "$1");
    return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
  }

  @Test
  void playsTheBeginningOfAScoreAndFadesOut() throws Exception {
    Score score = Score.builder(Division.ppq(480)).note(0, 0, 19, 60, 100, 0, 480 * 60).build();
    String html = Show.player("an <organ>", score, 2).source();
    assertThat(html).contains("<audio controls", "an &lt;organ&gt;");
    byte[] mp3 =
        Base64.getDecoder()
            .decode(html.replaceAll("(?s).*data:audio/mpeg;base64,([^\"]*)\".*", "$1"));
    float[] samples = new float[3 * 44_100];
    int count = 0;
    try (AudioReader audio =
        AudioReader.open(new SeekableInMemoryByteChannel(mp3), AudioLimits.defaults())) {
      float[] block = new float[4096];
      for (int n = audio.readMono(block); n > 0; n = audio.readMono(block)) {
        System.arraycopy(block, 0, samples, count, n);
        count += n;
      }
    }
    assertThat(count).as("two seconds").isEqualTo(2 * 44_100);
    assertThat(peak(samples, 44_100, 45_100)).isGreaterThan(0.02f);
    assertThat(peak(samples, count - 400, count)).as("at the end").isLessThan(0.01f);
  }

  @Test
  void aScoreWithoutNotesIsALineOfText() throws IOException {
    assertThat(Show.player("silence", Score.builder(Division.ppq(480)).build(), 2).source())
        .startsWith("<p>silence: ")
        .endsWith("</p>");
    assertThat(Show.table(List.of("a"), List.of(Arrays.asList((Object) null))).source())
        .contains("<td style=\"text-align:left\"></td>");
  }

  private static float peak(float[] samples, int from, int to) {
    float peak = 0;
    for (int i = from; i < to; i++) {
      peak = Math.max(peak, Math.abs(samples[i]));
    }
    return peak;
  }
}
