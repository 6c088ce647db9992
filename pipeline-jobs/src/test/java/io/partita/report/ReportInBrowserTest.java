package io.partita.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Chromium;
import io.partita.FontChoice;
import io.partita.InTurn;
import io.partita.ReportSample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages in a browser that opens them from disk and reaches no network. */
@Tag("e2e")
class ReportInBrowserTest {
  @TempDir private static Path folder;

  private static Chromium browser;

  @BeforeAll
  static void start() throws Exception {
    browser = Chromium.start(Files.createDirectory(folder.resolve("profile")));
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"1280, light", "1280, dark", "390, light", "390, dark"})
  void everyPageDrawsItsPlotsWithoutErrorAndFits(int width, String theme) throws Exception {
    browser.window(width, 900, theme);
    for (Path page : pages()) {
      browser.open(page);
      assertThat(browser.errors()).as("%s", page).isEmpty();
      assertThat(browser.requests())
          .as("%s", page)
          .allMatch(url -> url.startsWith("file:") || url.startsWith("data:"));
      assertLaidOut(browser, page);
      assertThat(browser.evaluate("document.documentElement.dataset.theme").asText())
          .isEqualTo(theme);
      assertThat(number(OUT_OF_ORDER)).as("headings of %s", page).isZero();
      assertThat(number(FAINT_TEXT)).as("faint text on %s", page).isZero();
      assertThat(number(SMALLEST_TEXT)).as("smallest text on %s", page).isGreaterThanOrEqualTo(14);
    }
  }

  /** Every plot is drawn, and every text has its room. */
  private static void assertLaidOut(Chromium in, Path page) throws Exception {
    assertThat(in.evaluate(UNDRAWN).asText()).as("not drawn on %s", page).isEmpty();
    assertThat(in.evaluate("document.scrollingElement.scrollWidth - innerWidth").asDouble())
        .as("overflow of %s", page)
        .isNotPositive();
    assertThat(in.evaluate(CUT_LABELS).asText()).as("cut on %s", page).isEmpty();
    assertThat(in.evaluate(OVERLAPS).asText()).as("overlapping on %s", page).isEmpty();
  }

  /** A page's font is the reader's: the narrow and wide, low and tall ones of this machine. */
  @Tag("full")
  @ParameterizedTest
  @MethodSource("io.partita.FontChoice#extremes")
  void plotsFitInAnyFont(FontChoice fonts) throws Exception {
    assertPlotsFit(fonts);
  }

  @InTurn
  @Test
  void plotsFitInTheWidestFont() throws Exception {
    assertPlotsFit(FontChoice.widest());
  }

  private static void assertPlotsFit(FontChoice fonts) throws Exception {
    Path own = Files.createTempDirectory(folder, "fonts");
    Path profile = Files.createDirectory(own.resolve("profile"));
    try (Chromium another = Chromium.start(profile, fonts.environment(own))) {
      for (int width : new int[] {1280, 390}) {
        another.window(width, 900, "light");
        for (Path page : pages()) {
          if (Files.readString(page).contains("class=\"chart\"")) {
            another.open(page);
            assertLaidOut(another, page);
          }
        }
      }
    }
  }

  private static final String UNDRAWN =
      """
      [...document.querySelectorAll('.chart')]
        .filter((chart) => chart.querySelectorAll('svg path').length <= 4)
        .map((chart) => chart.ariaLabel).join(', ')
      """;

  /** Headings that are more than one level below the heading before. */
  private static final String OUT_OF_ORDER =
      """
      (() => {
        const levels = [...document.querySelectorAll('h1,h2,h3,h4')].map((h) => +h.tagName[1]);
        return levels.filter((level, i) => level > (i ? levels[i - 1] : 0) + 1).length;
      })()
      """;

  /** Texts whose contrast with what lies behind them is below 4.5. */
  private static final String FAINT_TEXT =
      """
      (() => {
        const rgb = (color) => color.match(/[\\d.]+/g).map(Number);
        const light = (color) => {
          const [r, g, b] = rgb(color).slice(0, 3).map((c) => {
            const s = c / 255;
            return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const ground = (element) => {
          for (let e = element; e; e = e.parentElement) {
            const color = getComputedStyle(e).backgroundColor;
            if (rgb(color)[3] !== 0) return color;
          }
          return 'rgb(255, 255, 255)';
        };
        return [...document.querySelectorAll('p,a,h1,h2,h3,h4,dt,dd,td,th,summary,button,code')]
          .filter((e) => {
            const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
            return (a + 0.05) / (b + 0.05) < 4.5;
          }).length;
      })()
      """;

  /** Pixels of the smallest text, in plots too. */
  private static final String SMALLEST_TEXT =
      """
      Math.min(...[...document.querySelectorAll(
          'p,a,h1,h2,h3,h4,dt,dd,td,th,summary,button,input,output,code,.chart text')]
        .map((e) => parseFloat(getComputedStyle(e).fontSize)))
      """;

  /** Labels that reach out of their plot. */
  private static final String CUT_LABELS =
      """
      [...document.querySelectorAll('.chart')].flatMap((chart) => {
        const box = chart.getBoundingClientRect();
        return [...chart.querySelectorAll('text')].filter((label) => {
          const at = label.getBoundingClientRect();
          return at.left < box.left || at.right > box.right + 0.5
            || at.top < box.top || at.bottom > box.bottom + 0.5;
        }).map((label) => label.textContent);
      }).join(', ')
      """;

  /** Labels of a plot that lie over one another. */
  private static final String OVERLAPS =
      """
      [...document.querySelectorAll('.chart')].flatMap((chart) => {
        const labels = [...chart.querySelectorAll('text')].filter((label) => label.textContent);
        const boxes = labels.map((label) => label.getBoundingClientRect());
        return labels.filter((label, i) => boxes.some((b, j) => j > i
          && Math.min(boxes[i].right, b.right) - Math.max(boxes[i].left, b.left) > 1
          && Math.min(boxes[i].bottom, b.bottom) - Math.max(boxes[i].top, b.top) > 4))
          .map((label) => label.textContent);
      }).join(', ')
      """;

  @Test
  void aListIsSearchedAndSorted() throws Exception {
    open("tracks.html");
    browser.evaluate(
        "window.list ="
            + " document.querySelector('#lmd_matched').parentElement.querySelector('.panel')");
    String rows = "[...list.querySelectorAll('tbody tr')].filter((row) => !row.hidden)";
    double all = number(rows + ".length");
    assertThat(all).isGreaterThan(10);
    assertThat(browser.evaluate("list.querySelector('h3').textContent").asText())
        .isEqualTo("MIDI files");

    browser.evaluate("list.querySelectorAll('th button')[5].click()");
    String notes =
        rows + ".map((row) => row.cells[5].textContent).filter((n) => n !== '').map(Number)";
    assertThat(number(notes + ".filter((n, i, of) => i && n < of[i - 1]).length")).isZero();
    assertThat(browser.evaluate("list.querySelectorAll('th')[5].ariaSort").asText())
        .isEqualTo("ascending");
    browser.evaluate("list.querySelectorAll('th button')[5].click()");
    assertThat(number(notes + ".filter((n, i, of) => i && n > of[i - 1]).length")).isZero();

    browser.evaluate(
        "list.querySelector('input').value = 'REJECTED';"
            + "list.querySelector('input').dispatchEvent(new Event('input'))");
    double found = number(rows + ".length");
    assertThat(found).isPositive().isLessThan(all);
    assertThat(number(rows + ".filter((row) => row.cells[6].textContent !== 'rejected').length"))
        .isZero();
    assertThat(browser.evaluate("list.querySelector('output').textContent").asText())
        .isEqualTo("%d of %d rows".formatted((int) found, (int) all));
  }

  @Test
  void thePlotsHaveTheNumbersOfTheirTables() throws Exception {
    open("dataset-lmd_matched.html");
    String data = "echarts.getInstanceByDom(document.querySelector('.chart')).getOption()";
    double drawn = browser.evaluate(data + ".series[0].data.reduce((a, b) => a + b)").asDouble();
    double rows =
        browser
            .evaluate(
                "[...document.querySelector('.panel').querySelectorAll('tbody td:last-child')]"
                    + ".reduce((a, cell) => a + Number(cell.textContent), 0)")
            .asDouble();
    assertThat(drawn).isEqualTo(rows).isEqualTo(io.partita.Sample.TRACKS);
  }

  @InTurn
  @Test
  void theThemeCanBeChosenAndIsKept() throws Exception {
    open("dataset-lmd_matched.html");
    String color =
        "echarts.getInstanceByDom(document.querySelector('.chart')).getOption().color[0]";
    String before = browser.evaluate(color).asText();

    String button = "document.querySelector('.theme').innerText";
    assertThat(browser.evaluate(button).asText()).isEqualTo("Dark theme");

    browser.evaluate("document.querySelector('.theme').click()");

    assertThat(browser.evaluate(color).asText()).isNotEqualTo(before);
    assertThat(browser.evaluate(button).asText()).isEqualTo("Light theme");
    open("index.html");
    assertThat(browser.evaluate("document.documentElement.dataset.theme").asText())
        .isEqualTo("dark");
    assertThat(browser.evaluate(button).asText()).isEqualTo("Light theme");
    browser.evaluate("localStorage.clear()");
    browser.window(1280, 900, "dark");
    browser.open(ReportSample.get().report().resolve("index.html"));
    assertThat(browser.evaluate(button).asText()).isEqualTo("Light theme");
    browser.evaluate("document.querySelector('.theme').click()");
    assertThat(browser.evaluate(button).asText()).isEqualTo("Dark theme");
    browser.evaluate("localStorage.clear()");
  }

  @Test
  void theQueryIsCopiedOrSelected() throws Exception {
    open("dataset-lmd_matched.html");
    browser.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))");
    browser.evaluate("document.querySelector('.copy').click()");
    String label =
        "new Promise((done) => setTimeout(() =>"
            + " done(document.querySelector('.copy').textContent), 300))";
    assertThat(browser.evaluate(label).asText()).matches("Copied|.*\\bCtrl\\+C");
  }

  @Test
  void aPageIsUsableByKeyboard() throws Exception {
    open("quality.html");
    browser.press("Tab", 9);
    assertThat(browser.evaluate("document.activeElement.getAttribute('href')").asText())
        .isEqualTo("#contents");
    assertThat(number("document.activeElement.getBoundingClientRect().left")).isPositive();
  }

  private static void open(String page) throws Exception {
    browser.window(1280, 900, "light");
    browser.open(ReportSample.get().report().resolve(page));
    assertThat(browser.errors()).isEmpty();
  }

  private static double number(String expression) throws Exception {
    return browser.evaluate(expression).asDouble();
  }

  private static List<Path> pages() throws Exception {
    try (Stream<Path> files = Files.list(ReportSample.get().report())) {
      return files.filter(file -> file.toString().endsWith(".html")).sorted().toList();
    }
  }
}
