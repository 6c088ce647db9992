package io.partita.report;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.lake.table.Labels;
import io.partita.lake.table.Plot;
import io.partita.report.plot.DrawnPlot;
import io.partita.report.plot.Listings;
import io.partita.report.plot.Rows;
import io.partita.score.GeneralMidi;
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
    TrainingContent training =
        new TrainingContent(
            HOSTILE,
            figures,
            List.of(drawn),
            List.of(HOSTILE),
            List.of(new FigureGroup(HOSTILE, HOSTILE, figures)));
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
            List.of(drawn),
            List.of(drawn),
            List.of(training));

    Map<String, String> pages =
        HtmlReport.pages(new ReportContent(HOSTILE, HOSTILE, List.of(dataset)));

    assertThat(pages).hasSize(7);
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
        new Plot(
            null, "Notes", "Pitch", "", Plot.Shape.INTEGERS, "Pitch", "Notes", Labels.PITCH, "");
    Rows rows =
        new Rows(
            List.of("bin_low", "bin_high", "notes"),
            List.of(Arrays.asList(null, "0", "0"), List.of("61", "62", "12.3456789")));
    DrawnPlot drawn = new DrawnPlot(plot, "", rows);

    assertThat(Panel.plot(drawn).render())
        .contains("<td class=\"null\"></td>")
        .contains("<td data-value=\"61\" class=\"number\">C#4</td>")
        .contains("<td data-value=\"12.3456789\" class=\"number\">12.3457</td>")
        .containsPattern("aria-label=\"Pitch[^\"]* 2\\b[^\"]* 12\\.3457 [^\"]*C#4\\b");
  }

  @ParameterizedTest
  @CsvSource({
    "PITCH, 60, C4",
    "PITCH, 0, C-1",
    "PITCH, 127, G9",
    "PROGRAM, 42, Cello",
    "NONE, 60, 60",
    "PROGRAM, other, other"
  })
  void numbersHaveTheirNames(Labels labels, String value, String name) {
    assertThat(labels.of(value)).isEqualTo(name);
  }

  @Test
  void aListSaysHowManyOfHowManyItShows() {
    TrackList list = TrackList.ALL.get(0);
    assertThat(list.first(12_345, 500).tells()).is(naming(500, "12,345", "--list"));
    assertThat(list.first(500, 500).tells()).is(naming(500)).doesNotContain("--list");
    assertThat(list.first(12_345, 500).sqlFor("songs"))
        .contains("dataset = 'songs'")
        .endsWith("LIMIT 500");
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
    Plot losses = Listings.losses("run", "it's\\mine", "nats per note");
    assertThat(losses.sqlFor("o'songs"))
        .contains("dataset = 'o\\'songs'", "model = 'it\\'s\\\\mine'");
  }
}
