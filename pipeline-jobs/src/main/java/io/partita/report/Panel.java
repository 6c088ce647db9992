package io.partita.report;

import static j2html.TagCreator.article;
import static j2html.TagCreator.attrs;
import static j2html.TagCreator.button;
import static j2html.TagCreator.code;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tag;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import io.partita.lake.table.Labels;
import io.partita.lake.table.Plot;
import io.partita.report.plot.DrawnPlot;
import io.partita.report.plot.Rows;
import j2html.tags.DomContent;
import j2html.tags.specialized.TdTag;
import j2html.tags.specialized.TrTag;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A plot with its rows and query. */
final class Panel {
  private Panel() {}

  /** A plot: what the script draws it from is the table of its rows. */
  static DomContent plot(DrawnPlot drawn) {
    return plot(drawn, "h3");
  }

  /**
   * The same under another heading.
   *
   * @param heading its tag, as h4
   */
  static DomContent plot(DrawnPlot drawn, String heading) {
    Plot plot = drawn.plot();
    boolean isTable = plot.shape() == Plot.Shape.TABLE;
    DomContent rows = rows(drawn);
    return article(
        attrs(".panel"),
        tag(heading).withText(plot.title()),
        p(plot.tells()),
        isTable
            ? rows
            : div()
                .withClass("chart")
                .attr("role", "img")
                .attr("aria-label", drawn.sentence())
                .attr("data-shape", plot.shape().name().toLowerCase(Locale.ROOT))
                .attr("data-x", plot.x())
                .attr("data-y", plot.y()),
        iff(!isTable, details(summary("Rows (" + drawn.rows().cells().size() + ")"), rows)),
        details(
            summary("SQL"),
            button("Copy").withType("button").withClass("copy"),
            pre(code(drawn.sql())).attr("tabindex", "0")));
  }

  private static DomContent rows(DrawnPlot drawn) {
    Rows rows = drawn.rows();
    return scrolling(
        drawn.plot().title(),
        tr(each(rows.columns(), name -> th(name).attr("scope", "col"))),
        rows.cells().stream().map(row -> row(drawn.plot(), row)));
  }

  private static TrTag row(Plot plot, List<String> row) {
    return tr(
        each(
            IntStream.range(0, row.size())
                .mapToObj(i -> cell(row.get(i), i == 0 ? plot.labels() : Labels.NONE))));
  }

  /** What a person reads; the value itself goes along where that is something else. */
  private static TdTag cell(String value, Labels labels) {
    if (value == null) {
      return td().withClass("null");
    }
    String shown = DrawnPlot.shown(labels.of(value));
    TdTag cell = td(shown);
    if (!shown.equals(value)) {
      cell.attr("data-value", value);
    }
    return value.matches("-?\\d+(\\.\\d+)?") ? cell.withClass("number") : cell;
  }

  /** A table that scrolls on its own, by keyboard too. */
  static DomContent scrolling(String name, TrTag head, Stream<TrTag> rows) {
    return div(attrs(".scroll"), table(thead(head), tbody(each(rows.map(row -> row)))))
        .attr("role", "region")
        .attr("aria-label", name)
        .attr("tabindex", "0");
  }
}
