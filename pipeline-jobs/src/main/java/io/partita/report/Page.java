package io.partita.report;

import static j2html.TagCreator.a;
import static j2html.TagCreator.attrs;
import static j2html.TagCreator.body;
import static j2html.TagCreator.button;
import static j2html.TagCreator.code;
import static j2html.TagCreator.details;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.footer;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.html;
import static j2html.TagCreator.li;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.nav;
import static j2html.TagCreator.p;
import static j2html.TagCreator.script;
import static j2html.TagCreator.span;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import j2html.TagCreator;
import j2html.tags.DomContent;
import j2html.tags.specialized.ATag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;

/**
 * What surrounds the contents of every page: its head, navigation, and where the data come from.
 */
record Page(ReportContent content, String file, String title) {

  static String fileOf(DatasetContent dataset) {
    return "dataset-" + dataset.name() + ".html";
  }

  String render(DomContent... parts) {
    return document(
        html(
                head(
                    meta().withCharset("utf-8"),
                    meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                    TagCreator.title(title + " – Partita report"),
                    TagCreator.link().withRel("icon").withHref("assets/icon.svg"),
                    TagCreator.link().withRel("stylesheet").withHref("assets/report.css"),
                    script().withSrc("assets/report.js"),
                    script().withSrc("assets/list.js"),
                    script().withSrc("assets/echarts.common.min.js").attr("defer")),
                body(
                    a("To the contents").withHref("#contents").withClass("skip"),
                    top(),
                    main(h1(title), each(List.of(parts).stream())).withId("contents"),
                    bottom()))
            .withLang("en"));
  }

  private DomContent top() {
    return header(
        p(
            attrs(".brand"),
            a("Partita report").withHref(HtmlReport.INDEX),
            button(
                    span("Dark theme").withClass("to-dark"),
                    span("Light theme").withClass("to-light"))
                .withType("button")
                .withClass("theme")),
        nav(ul(each(links(), link -> li(link)))).attr("aria-label", "Pages"));
  }

  private List<ATag> links() {
    List<ATag> links = new ArrayList<>();
    links.add(link("Overview", HtmlReport.INDEX));
    content.datasets().forEach(dataset -> links.add(link(dataset.name(), fileOf(dataset))));
    links.add(link("Tracks", HtmlReport.TRACKS));
    links.add(link("Rejected", HtmlReport.REJECTED));
    links.add(link("Quality", HtmlReport.QUALITY));
    links.add(link("Near-duplicates", HtmlReport.ALIKE));
    links.add(link("Training", HtmlReport.TRAINING));
    return links;
  }

  private ATag link(String name, String to) {
    ATag link = a(name).withHref(to);
    return to.equals(file) ? link.attr("aria-current", "page") : link;
  }

  private DomContent bottom() {
    return footer(
        p(text("Lake "), code(content.lake()), text(", Partita " + content.version() + ".")),
        details(
            summary("Runs that made these data"),
            Panel.scrolling(
                "Runs",
                tr(
                    each(
                        List.of("Data set", "Command", "Run", "Version", "Started", "Tables"),
                        name -> th(name).attr("scope", "col"))),
                content.datasets().stream().flatMap(dataset -> rows(dataset).stream()))),
        p(
            text("Plots by Apache ECharts: "),
            a("licence").withHref("assets/echarts-LICENSE.txt"),
            text(", "),
            a("notice").withHref("assets/echarts-NOTICE.txt"),
            text(".")));
  }

  private static List<TrTag> rows(DatasetContent dataset) {
    return dataset.runs().stream().map(run -> row(dataset.name(), run)).toList();
  }

  private static TrTag row(String dataset, ReportRun run) {
    return tr(
        td(dataset),
        td(run.command()),
        td(code(run.runId())),
        td(run.version()),
        td(run.started()),
        td(String.join(", ", run.tables())));
  }
}
