package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.model.archive.BuiltinModel;
import io.partita.model.archive.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/**
 * Figures of the models that come with Partita are those that {@code model evaluate --json} gave of
 * the very files, which {@code models/figures} keeps: in each table of a document whose head begins
 * with such a model's name, and options of the evaluation if it had some. Its other columns are
 * {@code test}, {@code training} or a baseline's name, its rows figures, of a baseline behind its
 * name.
 */
class DocumentedFiguresTest {
  private static final Pattern NAME = Pattern.compile("`builtin:([a-z]+)( --[a-z0-9 -]+)?`");
  private static final Pattern ROW =
      Pattern.compile("(?:`(?<baseline>[a-z0-9_]+)` )?`(?<figure>[a-z0-9_.]+)`");
  private static final Pattern CELL =
      Pattern.compile(
          "\\**(?<value>-?[0-9]*\\.?[0-9]+)(?<percent> %)?\\**"
              + "(?: \\[(?<low>-?[0-9]*\\.?[0-9]+), (?<high>-?[0-9]*\\.?[0-9]+)])?");

  /**
   * A table of a page.
   *
   * @param evaluation name of the file that has it
   * @param rows cells, the head first
   */
  private record Table(String page, String model, String evaluation, List<List<String>> rows) {}

  private static JsonNode evaluation(String name) throws IOException {
    Path file = DocumentedLine.HOME.resolve("models/figures/" + name + ".json");
    return new ObjectMapper().readTree(file.toFile());
  }

  private static List<Table> tables() throws IOException {
    List<Table> tables = new ArrayList<>();
    for (Path page : DocumentedLine.pages()) {
      tables.addAll(tables(page));
    }
    return tables;
  }

  @Test
  void eachModelHasFiguresOfTheFileThatIsShipped() throws IOException {
    Set<String> told = new TreeSet<>();
    for (Table table : tables()) {
      JsonNode evaluation = evaluation(table.evaluation());
      told.add(table.model());
      assertThat(evaluation.path("network_sha256").asText())
          .as(table.evaluation())
          .isEqualTo(
              ModelFolder.at("builtin:" + table.model(), new Configuration())
                  .card()
                  .used()
                  .sha256());
      assertThat(evaluation.path("split").asText()).isEqualTo("test");
      assertThat(evaluation.path("leaky").asBoolean()).isFalse();
    }
    assertThat(told).containsExactlyInAnyOrderElementsOf(BuiltinModel.NAMES);
  }

  @Test
  void theyAreAsWrittenButForDigits() throws IOException {
    for (Table table : tables()) {
      JsonNode evaluation = evaluation(table.evaluation());
      List<String> head = table.rows().get(0);
      for (List<String> row : table.rows().subList(2, table.rows().size())) {
        String place = table.page() + ": " + row.get(0);
        Matcher named = ROW.matcher(row.get(0));
        assertThat(named.matches()).as(place).isTrue();
        for (int column = 1; column < row.size(); column++) {
          JsonNode of = column(evaluation, head.get(column));
          if (named.group("baseline") != null) {
            of = of.path("baselines").path(named.group("baseline"));
          }
          if (!row.get(column).isEmpty()) {
            check(place, row.get(column), of, named.group("figure"));
          }
        }
      }
    }
  }

  private static JsonNode column(JsonNode evaluation, String head) {
    return switch (head) {
      case "test" -> evaluation;
      case "training" -> evaluation.path(head);
      default -> evaluation.path("baselines").path(head.replace("`", ""));
    };
  }

  private static void check(String place, String cell, JsonNode figures, String figure) {
    Matcher written = CELL.matcher(cell);
    assertThat(written.matches()).as("%s: %s", place, cell).isTrue();
    double scale = written.group("percent") == null ? 1 : 100;
    check(place, written.group("value"), scale, figures.at("/" + figure.replace('.', '/')));
    if (written.group("low") != null) {
      JsonNode interval = figures.path("intervals").path(figure);
      JsonNode ends = interval.isArray() ? interval : figures.path(figure + "_interval");
      check(place, written.group("low"), scale, ends.path(0));
      check(place, written.group("high"), scale, ends.path(1));
    }
  }

  /** As many digits as are written. */
  private static void check(String place, String written, double scale, JsonNode value) {
    assertThat(value.isNumber()).as("%s: %s", place, value).isTrue();
    int digits = written.contains(".") ? written.length() - written.indexOf('.') - 1 : 0;
    assertThat(Double.parseDouble(written))
        .as(place)
        .isCloseTo(value.asDouble() * scale, within(0.5 * Math.pow(10, -digits) + 1e-9));
  }

  private static List<Table> tables(Path page) throws IOException {
    List<Table> tables = new ArrayList<>();
    List<List<String>> rows = null;
    for (String line : Files.readAllLines(page)) {
      if (!line.startsWith("|")) {
        rows = null;
        continue;
      }
      List<String> cells = new ArrayList<>();
      for (String cell : line.substring(1, line.lastIndexOf('|')).split("\\|", -1)) {
        cells.add(cell.strip());
      }
      if (rows == null) {
        rows = new ArrayList<>();
        Matcher name = NAME.matcher(cells.get(0));
        if (name.matches()) {
          String evaluation = name.group(0).replaceAll("`|builtin:", "").replaceAll("[ -]+", "-");
          tables.add(
              new Table(
                  DocumentedLine.HOME.relativize(page).toString(),
                  name.group(1),
                  evaluation,
                  rows));
        }
      }
      rows.add(cells);
    }
    return tables;
  }
}
