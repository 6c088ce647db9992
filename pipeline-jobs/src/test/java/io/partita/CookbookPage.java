package io.partita;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.commons.lang3.math.NumberUtils;

/** The questions of {@code docs/cookbook.md} with the answers that stand there, and its lake. */
public final class CookbookPage {
  public static final Path PAGE =
      Path.of(System.getProperty("partita.home", "..")).resolve("docs/cookbook.md");

  /** A note on DuckDB or nothing, a query, and its answer as a table. */
  public static final Pattern QUESTION =
      Pattern.compile("(\\*DuckDB too\\.\\*\n\n)?```sql\n([^`]*)\n```\n\n```text\n([^`]*)```");

  /** What the page tells everyone to run, and the README's demo by its defaults. */
  public static final String DEMO = "demo --out demo --tracks 200 --seed 1";

  public static final String SLICES = "slice drums --lake demo/lake --dataset lmd_matched --bars 2";
  public static final String DUPLICATES = "find duplicates --lake demo/lake --dataset lmd_matched";

  /**
   * @param answer a printed table
   */
  public record Question(boolean duckDbToo, String query, String answer) {}

  private CookbookPage() {}

  public static String text() {
    try {
      return Files.readString(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<Question> questions() {
    return QUESTION
        .matcher(text())
        .results()
        .map(found -> new Question(found.group(1) != null, found.group(2), found.group(3)))
        .toList();
  }

  /** The lake that the page's commands make: made once for all tests, who must not change it. */
  public static Path lake() {
    return SharedFolders.get(
            "cookbook",
            folder -> {
              for (String command : List.of(DEMO, SLICES, DUPLICATES)) {
                run(command, folder);
              }
              return "";
            })
        .folder()
        .resolve("demo/lake");
  }

  private static void run(String command, Path folder) {
    String[] words = command.replace("demo/lake", folder + "/demo/lake").split(" ", -1);
    for (int i = 1; i < words.length; i++) {
      words[i] = words[i].equals("demo") ? folder.resolve("demo").toString() : words[i];
    }
    PartitaRun.of((Object[]) words).exits(0);
  }

  /** The cells of a printed table, below its header. */
  public static List<List<String>> cells(String table) {
    List<String> lines = table.lines().toList();
    List<MatchResult> columns = Pattern.compile("-+").matcher(lines.get(1)).results().toList();
    List<List<String>> rows = new ArrayList<>();
    for (String line : lines.subList(2, lines.size())) {
      List<String> row = new ArrayList<>();
      for (MatchResult column : columns) {
        int end = Math.min(column.end(), line.length());
        row.add(cell(column.start() >= end ? "" : line.substring(column.start(), end).strip()));
      }
      rows.add(row);
    }
    assertThat(columns).isNotEmpty();
    return rows;
  }

  /** Numbers without their types: DuckDB rounds down to 1.0 where Spark says 1. */
  public static String cell(Object value) {
    String text = value == null ? "NULL" : value.toString();
    return NumberUtils.isParsable(text)
        ? new BigDecimal(text).stripTrailingZeros().toPlainString()
        : text;
  }
}
