package io.partita.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.midi.GeneralMidi;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlReportTest {
  private static final String HOSTILE =
      "\u2028</script><script>alert(1)</script>\" onload='x' <!-- ]]> &amp;";
  private static final String HARMLESS = "&lt;/script&gt;&lt;script&gt;alert(1)";

  @Test
  void everyTextIsEscapedWhereverItStands() {
    Plot plot =
        new Plot(
            null, HOSTILE, HOSTILE, HOSTILE, Plot.Shape.BARS, HOSTILE, HOSTILE, Labels.NONE, "");
    DrawnPlot drawn =
        new DrawnPlot(
            plot, HOSTILE, new Rows(List.of(HOSTILE, "n"), List.of(List.of(HOSTILE, "1"))));
    List<Figure> figures = List.of(new Figure(HOSTILE, HOSTILE));
    Clip clip =
        new Clip(
            HOSTILE, figures, HOSTILE, "a.mp3", "a.png", HOSTILE, List.of(new Link(HOSTILE, "a")));
    TrainingContent training =
        new TrainingContent(HOSTILE, HOSTILE, figures, List.of(drawn), List.of(clip), HOSTILE);
    ReportRun run = new ReportRun(HOSTILE, HOSTILE, HOSTILE, HOSTILE, List.of(HOSTILE));
    DatasetContent dataset =
        new DatasetContent(
            "songs",
            figures,
            List.of(HOSTILE),
            List.of(run),
            List.of(drawn),
            List.of(drawn),
            List.of(drawn),
            List.of(training));

    Map<String, String> pages =
        HtmlReport.pages(new ReportContent(HOSTILE, HOSTILE, List.of(dataset), List.of(clip)));

    assertThat(pages).hasSize(6);
    pages.forEach(
        (name, page) -> {
          assertThat(page).as(name).contains(HARMLESS);
          assertThat(page)
              .as(name)
              .doesNotContain("<script>", "script>alert", "onload='x'", "<!--");
        });
  }

  @Test
  void rowsThatAreNotKnownAreMarkedAndNamedOnesKeepTheirValue() {
    Plot plot =
        new Plot(null, "Notes", "Keys", "", Plot.Shape.INTEGERS, "Key", "Tracks", Labels.KEY, "");
    Rows rows =
        new Rows(
            List.of("bin_low", "bin_high", "tracks"),
            List.of(Arrays.asList(null, "0", "0"), List.of("1", "2", "12.3456789")));
    DrawnPlot drawn = new DrawnPlot(plot, "", rows);

    assertThat(Panel.plot(drawn).render())
        .contains("<td class=\"null\"></td>")
        .contains("<td data-value=\"1\" class=\"number\">C#</td>")
        .contains("<td data-value=\"12.3456789\" class=\"number\">12.3457</td>")
        .contains("aria-label=\"Keys: the largest of 2, with 12.3457 (Tracks), is C#.\"");
  }

  @ParameterizedTest
  @CsvSource({
    "KEY, 11, B",
    "KEY, 12, 12",
    "PITCH, 60, C4",
    "PITCH, 0, C-1",
    "PITCH, 127, G9",
    "PROGRAM, 42, Cello",
    "MODE, 0, minor",
    "NONE, 60, 60",
    "KEY, other, other"
  })
  void numbersHaveTheirNames(Labels labels, String value, String name) {
    assertThat(labels.of(value)).isEqualTo(name);
  }

  @Test
  void everyProgramHasAName() {
    assertThat(GeneralMidi.program(0)).contains("Acoustic Grand Piano");
    assertThat(GeneralMidi.program(127)).contains("Gunshot");
  }

  @Test
  void plotsWithNothingToSeeAreBlank() {
    Plot bars = new Plot(null, "", "", "", Plot.Shape.BARS, "", "", Labels.NONE, "");
    Plot table = Plot.table("", "", "", "");
    Rows zeros = new Rows(List.of("a", "n"), List.of(List.of("x", "0"), Arrays.asList("y", null)));
    assertThat(new DrawnPlot(bars, "", zeros).isBlank()).isTrue();
    assertThat(new DrawnPlot(table, "", zeros).isBlank()).isFalse();
    assertThat(new DrawnPlot(table, "", new Rows(List.of("a"), List.of())).isBlank()).isTrue();
  }

  @Test
  void namesOfDataSetsAndModelsAreLiteralsInQueries() {
    Plot losses = Listings.losses("run", "it's\\mine");
    assertThat(losses.sqlFor("o'songs"))
        .contains("dataset = 'o\\'songs'", "model = 'it\\'s\\\\mine'");
  }
}
