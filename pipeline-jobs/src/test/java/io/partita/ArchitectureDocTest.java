package io.partita;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The map in {@code docs/architecture.md} is what the sources say of themselves. */
class ArchitectureDocTest {
  private static final Path HOME = Path.of(System.getProperty("partita.home", ".."));
  private static final Path PAGE = HOME.resolve("docs/architecture.md");
  private static final String HEADING = "## Map: a line a class\n";
  private static final List<String> MODULES =
      List.of("feature-extraction", "sample-data", "training", "pipeline-jobs");

  /** What stands before the first type of a file, or before its package. */
  private static final Pattern JAVADOC =
      Pattern.compile(
          "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@(?:(?!/\\*\\*).)*?\\n)?"
              + "(?:(?:public|final|abstract|sealed|non-sealed)\\s+)*"
              + "(?:class|record|interface|enum|@interface|package)\\s",
          Pattern.DOTALL);

  private static final Pattern SENTENCE = Pattern.compile("^.*?[.](?=\\s|$)", Pattern.DOTALL);
  private static final Pattern TAG = Pattern.compile("\\{@(\\w+)\\s+([^}]*)\\}");

  @Test
  void theMapIsWhatTheSourcesSay() throws IOException {
    String page = Files.readString(PAGE);
    assertThat(page).as("where the map begins").contains(HEADING);
    String written = page.substring(0, page.indexOf(HEADING)) + HEADING + map();
    if (Boolean.getBoolean("partita.update.docs")) {
      Files.writeString(PAGE, written);
    }

    assertThat(Files.readString(PAGE))
        .as(
            "The map of docs/architecture.md is out of date. Write it again with: ./mvnw -pl"
                + " pipeline-jobs -am test -Dtest=ArchitectureDocTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dpartita.update.docs=true")
        .isEqualTo(written);
  }

  @Test
  void everyTypeSaysWhatItIs() throws IOException {
    List<String> silent = new ArrayList<>();
    for (String module : MODULES) {
      for (Map.Entry<String, List<Path>> room : packages(module).entrySet()) {
        for (Path file : room.getValue()) {
          if (sentence(file).isEmpty()) {
            silent.add(HOME.relativize(file).toString());
          }
        }
        assertThat(room.getValue())
            .as("%s has a package-info", room.getKey())
            .anyMatch(ArchitectureDocTest::isPackageInfo);
      }
    }

    assertThat(silent).as("types and packages without Javadoc").isEmpty();
  }

  private static String map() throws IOException {
    StringBuilder map = new StringBuilder();
    for (String module : MODULES) {
      map.append("\n### ").append(module).append("\n");
      for (Map.Entry<String, List<Path>> room : packages(module).entrySet()) {
        map.append("\n#### ").append(room.getKey()).append("\n\n");
        for (Path file : room.getValue()) {
          if (isPackageInfo(file)) {
            map.append(sentence(file)).append("\n\n");
          }
        }
        for (Path file : room.getValue()) {
          if (!isPackageInfo(file)) {
            String type = file.getFileName().toString().replace(".java", "");
            map.append("- `").append(type).append("` ").append(sentence(file)).append('\n');
          }
        }
      }
    }
    return map.toString();
  }

  private static boolean isPackageInfo(Path file) {
    return file.endsWith("package-info.java");
  }

  /** The files of each package. */
  private static Map<String, List<Path>> packages(String module) throws IOException {
    Path root = HOME.resolve(module).resolve("src/main/java");
    Map<String, List<Path>> packages = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .sorted()
          .forEach(
              file ->
                  packages
                      .computeIfAbsent(
                          root.relativize(file.getParent()).toString().replace('/', '.'),
                          name -> new ArrayList<>())
                      .add(file));
    }
    assertThat(packages).as("packages of %s", module).isNotEmpty();
    return packages;
  }

  /** The first sentence of a file's Javadoc in Markdown; empty where there is none. */
  private static String sentence(Path file) throws IOException {
    Matcher javadoc = JAVADOC.matcher(Files.readString(file));
    if (!javadoc.find()) {
      return "";
    }
    String text = javadoc.group(1).replaceAll("\\s*\\n\\s*\\*?\\s*", " ").strip();
    text = text.replaceAll("<p>.*", "").replaceAll("\\s@param.*", "").strip();
    Matcher tag = TAG.matcher(text);
    text = tag.replaceAll(found -> Matcher.quoteReplacement(code(found.group(1), found.group(2))));
    Matcher first = SENTENCE.matcher(text);
    return first.find() ? first.group() : text;
  }

  private static String code(String tag, String text) {
    if (tag.equals("linkplain")) {
      return text.substring(text.indexOf(' ') + 1);
    }
    return "`"
        + text.replaceFirst("^io\\.partita\\.(?:[a-z]\\w*\\.)*(?=[A-Z])", "").replace('#', '.')
        + "`";
  }
}
