package io.partita.report;

import static j2html.TagCreator.a;
import static j2html.TagCreator.article;
import static j2html.TagCreator.attrs;
import static j2html.TagCreator.code;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.h4;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.li;
import static j2html.TagCreator.nav;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.text;
import static j2html.TagCreator.ul;

import io.partita.report.plot.DrawnPlot;
import io.partita.report.plot.Listings;
import j2html.tags.DomContent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A report's pages. They hold their data as tables, which the script that goes with them draws, and
 * name no address outside of their folder. Every text is escaped.
 */
final class HtmlReport {
  /** The page to open first. */
  public static final String INDEX = "index.html";

  static final String TRACKS = "tracks.html";
  static final String REJECTED = "rejected.html";
  static final String QUALITY = "quality.html";
  static final String ALIKE = "alike.html";
  static final String TRAINING = "training.html";

  /** Characters of a figure from which on it takes a line. */
  private static final int WIDE_FROM = 20;

  private final ReportContent content;

  private HtmlReport(ReportContent content) {
    this.content = content;
  }

  /** All pages by their file names; equal contents, equal pages. */
  public static Map<String, String> pages(ReportContent content) {
    HtmlReport report = new HtmlReport(content);
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put(INDEX, report.overview());
    for (DatasetContent dataset : content.datasets()) {
      pages.put(Page.fileOf(dataset), report.dataset(dataset));
    }
    pages.put(TRACKS, report.tracks());
    pages.put(REJECTED, report.rejected());
    pages.put(QUALITY, report.quality());
    pages.put(ALIKE, report.alike());
    pages.put(TRAINING, report.training());
    return pages;
  }

  private String overview() {
    return page(
        INDEX,
        "Overview",
        p(
            "What is in the lake, one card for each data set. Under each plot are its rows and its"
                + " query."),
        div(attrs(".cards"), each(content.datasets(), HtmlReport::card)));
  }

  private static DomContent card(DatasetContent dataset) {
    return article(
        attrs(".card"),
        h2(a(dataset.name()).withHref(Page.fileOf(dataset))),
        notes(dataset),
        figures(dataset.card()),
        ul(
            attrs(".links"),
            li(a("Plots").withHref(Page.fileOf(dataset))),
            iff(
                !dataset.lists().isEmpty(),
                li(a("Tracks").withHref(TRACKS + "#" + dataset.name()))),
            iff(
                !dataset.rejected().isEmpty(),
                li(a("Rejected").withHref(REJECTED + "#" + dataset.name()))),
            iff(
                !dataset.quality().isEmpty(),
                li(a("Quality").withHref(QUALITY + "#" + dataset.name()))),
            iff(
                !dataset.alike().isEmpty(),
                li(a("Near-duplicates").withHref(ALIKE + "#" + dataset.name()))),
            iff(
                !dataset.trainings().isEmpty(),
                li(a("Training").withHref(TRAINING + "#" + dataset.name())))));
  }

  private static DomContent notes(DatasetContent dataset) {
    return each(dataset.notes(), note -> p(attrs(".note"), note));
  }

  static DomContent figures(List<Figure> figures) {
    return dl(
        attrs(".figures"),
        each(
            figures,
            figure ->
                div(dt(figure.label()), dd(figure.value()))
                    .withCondClass(figure.value().length() > WIDE_FROM, "long")));
  }

  private String dataset(DatasetContent dataset) {
    Map<String, List<DrawnPlot>> sections =
        dataset.plots().stream()
            .collect(
                Collectors.groupingBy(
                    drawn -> drawn.plot().section(), LinkedHashMap::new, Collectors.toList()));
    return page(
        Page.fileOf(dataset),
        dataset.name(),
        notes(dataset),
        figures(dataset.card()),
        contents(sections),
        each(
            sections.entrySet(),
            entry ->
                section(
                    h2(entry.getKey()).withId(anchor(entry.getKey())),
                    div(
                        attrs(
                            entry.getKey().equals(Listings.NUMBERS.section())
                                ? ".plots.wide"
                                : ".plots"),
                        each(entry.getValue(), drawn -> Panel.plot(drawn))))));
  }

  private static DomContent contents(Map<String, List<DrawnPlot>> sections) {
    return nav(
            attrs(".contents"),
            ul(each(sections.keySet(), name -> li(a(name).withHref("#" + anchor(name))))))
        .attr("aria-label", "On this page");
  }

  private static String anchor(String section) {
    return section.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  private String tracks() {
    return page(
        TRACKS,
        "Tracks",
        p(
            content.datasets().stream().allMatch(dataset -> dataset.lists().isEmpty())
                ? "No list was asked for, or the data sets have no tracks."
                : "MIDI files, audio files and songs. Search for words of any column; sort by a"
                    + " column's name."),
        each(
            content.datasets(),
            dataset ->
                iff(
                    !dataset.lists().isEmpty(),
                    section(
                        h2(dataset.name()).withId(dataset.name()),
                        div(
                            attrs(".plots.wide.list"),
                            each(dataset.lists(), drawn -> Panel.plot(drawn)))))));
  }

  private String rejected() {
    return plots(
        REJECTED,
        "Rejected",
        "What could not be read, by kind of defect, with the place in the file where it was"
            + " noticed. The rest of each archive was kept.",
        DatasetContent::rejected,
        "Nothing was rejected.");
  }

  private String quality() {
    return plots(
        QUALITY,
        "Quality",
        "What to know before these data are trained on or compared.",
        DatasetContent::quality,
        "Nothing was counted.");
  }

  private String alike() {
    return plots(
        ALIKE,
        "Near-duplicates",
        "MIDI files that contain the same music, as found by partita find duplicates: by"
            + " confidence, across splits, and the largest clusters to hear.",
        DatasetContent::alike,
        "No duplicate search has been run: partita find duplicates --dataset NAME");
  }

  private String plots(
      String file,
      String title,
      String tells,
      Function<DatasetContent, List<DrawnPlot>> plots,
      String none) {
    return page(
        file,
        title,
        p(tells),
        perDataset(
            dataset ->
                plots.apply(dataset).isEmpty()
                    ? p(none)
                    : div(
                        attrs(".plots.wide"),
                        each(plots.apply(dataset), drawn -> Panel.plot(drawn)))));
  }

  private String training() {
    boolean isTrained =
        content.datasets().stream().anyMatch(dataset -> !dataset.trainings().isEmpty());
    return page(
        TRAINING,
        "Training",
        isTrained
            ? p(
                "How trainings on these data sets went, from the table training_runs, and what was"
                    + " measured of the models.")
            : p(
                text("No model has been trained on these data sets. To train one: "),
                code(
                    "partita train lstm --lake "
                        + content.lake()
                        + " --dataset NAME --model model --max-minutes 2"),
                text(". The next report shows how it went.")),
        each(
            content.datasets(),
            dataset ->
                iff(
                    !dataset.trainings().isEmpty(),
                    section(
                        h2(dataset.name()).withId(dataset.name()),
                        each(dataset.trainings(), HtmlReport::training)))));
  }

  private static DomContent training(TrainingContent training) {
    return section(
        h3(training.model()),
        iff(
            !training.remarks().isEmpty(),
            div(
                attrs(".remarks"),
                h4("What to know of this model"),
                each(training.remarks(), remark -> p(remark)))),
        figures(training.facts()),
        div(attrs(".plots"), each(training.plots(), drawn -> Panel.plot(drawn, "h4"))),
        each(training.measured(), HtmlReport::measured));
  }

  private static DomContent measured(FigureGroup group) {
    return article(
        attrs(".panel.measured"), h4(group.title()), p(group.tells()), figures(group.figures()));
  }

  private DomContent perDataset(Function<DatasetContent, DomContent> part) {
    return each(
        content.datasets(),
        dataset ->
            section(
                h2(dataset.name()).withId(dataset.name()), notes(dataset), part.apply(dataset)));
  }

  private String page(String file, String title, DomContent... parts) {
    return new Page(content, file, title).render(parts);
  }
}
