package io.partita.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command line of a document or of a help text, as a reader copies it into a shell.
 *
 * @param page the document, relative to the checkout
 * @param number of the line that it begins on, from 1
 * @param echoed text on its standard input; empty without one
 * @param text what follows {@code partita}, its continuation lines joined
 */
record DocumentedLine(String page, int number, String echoed, String text) {
  /** The checkout. */
  static final Path HOME = Path.of(System.getProperty("partita.home", ".."));

  private static final Pattern BEGINNING =
      Pattern.compile("^ +(?:echo \"([^\"]*)\" \\| )?(?:\\./)?partita ([a-z-].*)$");
  private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|'[^']*'|[^\\s\"'])+");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"|'([^']*)'");
  private static final String END = "[#|>&;].*|2>.*";

  /** Files that a query names. */
  private static final Pattern QUERIED = Pattern.compile("(?<=DIRECTORY '|\\w\\.`)(?=[\\w.]+['`])");

  private static final List<String> PATH_OPTIONS =
      List.of(
          "--lake",
          "--out",
          "--model",
          "--from",
          "--input",
          "--metadata",
          "--match-scores",
          "--nearest");

  /** The documents with command lines, but for the changelog. */
  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String folder : List.of("docs", "models", "benchmarks", "airflow-dags")) {
      try (Stream<Path> files = Files.walk(HOME.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
      }
    }
    pages.add(HOME.resolve("README.md"));
    pages.add(HOME.resolve("CONTRIBUTING.md"));
    return pages;
  }

  /** The command lines of a document, in order. */
  static List<DocumentedLine> of(Path page) throws IOException {
    return of(HOME.relativize(page).toString(), Files.readString(page));
  }

  /** The command lines of a text. */
  static List<DocumentedLine> of(String page, String text) {
    List<String> lines = text.lines().toList();
    List<DocumentedLine> found = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      int begin = i;
      StringBuilder line = new StringBuilder(lines.get(i));
      if (!BEGINNING.matcher(line).matches()) {
        continue;
      }
      while (i + 1 < lines.size() && (isContinued(line) || isOpen(line))) {
        if (isContinued(line)) {
          line.setLength(line.length() - 1);
        }
        line.append(' ').append(lines.get(++i).strip());
      }
      Matcher whole = BEGINNING.matcher(line);
      if (whole.matches()) {
        String echoed = whole.group(1) == null ? "" : whole.group(1);
        found.add(new DocumentedLine(page, begin + 1, echoed, whole.group(2)));
      }
    }
    return found;
  }

  /** A command that no document has. */
  static DocumentedLine ofCommand(String text) {
    return new DocumentedLine("", 0, "", text);
  }

  private static boolean isContinued(CharSequence line) {
    return line.toString().endsWith("\\");
  }

  private static boolean isOpen(CharSequence line) {
    return line.chars().filter(c -> c == '"').count() % 2 == 1;
  }

  /** Whether nothing is left out of it. */
  boolean isWhole() {
    return !QUOTED.matcher(text).replaceAll("").matches(".*(…|\\[).*") && !isOpen(text);
  }

  /** The words of the command, up to a comment, a pipe or a redirection. */
  String[] words() {
    return shellWords().stream().map(DocumentedLine::unquoted).toArray(String[]::new);
  }

  /** The same with each relative path, which the reader's shell resolves, as one of a folder. */
  List<String> words(Path folder) {
    List<String> words = new ArrayList<>();
    for (String word : shellWords()) {
      String text = unquoted(word).replace("$PWD", folder.toString());
      boolean isQuoted = word.startsWith("\"") || word.startsWith("'");
      if (isQuoted) {
        text = QUERIED.matcher(text).replaceAll(Matcher.quoteReplacement(folder + "/"));
      } else if (text.matches("(\\w+=[^=,]+\\.[a-z]+,?)+")) {
        text = text.replaceAll("=", Matcher.quoteReplacement("=" + folder + "/"));
      } else if (isPath(words, text)) {
        text = folder.resolve(text).toString();
      }
      words.add(text);
    }
    return words;
  }

  /** The file that standard output goes to. */
  Optional<String> redirection() {
    return after("> (\\S+)");
  }

  /** The archive that the line unpacks after the command. */
  Optional<String> unzipped() {
    return after("&& unzip (\\S+)");
  }

  private Optional<String> after(String pattern) {
    Matcher found = Pattern.compile(" " + pattern).matcher(QUOTED.matcher(text).replaceAll(""));
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  private List<String> shellWords() {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    while (word.find() && !word.group().matches(END)) {
      words.add(word.group());
    }
    return words;
  }

  private static String unquoted(String word) {
    return QUOTED
        .matcher(word)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(found.group(1) == null ? found.group(2) : found.group(1)));
  }

  private static boolean isPath(List<String> before, String word) {
    if (before.isEmpty()
        || word.matches("-.*|(builtin|hdfs|file|lake|spark):.*|[\\d/.]+")
        || before.get(before.size() - 1).equals("--catalog")) { // a member of the input
      return false;
    }
    boolean isOfOption = PATH_OPTIONS.contains(before.get(before.size() - 1));
    boolean isBare = before.stream().noneMatch(each -> each.startsWith("--"));
    boolean isModel =
        isBare
            && ((before.get(0).equals("model") && before.size() > 1)
                || before.equals(List.of("generate")));
    return isOfOption || word.contains("/") || word.matches(".*\\.[a-z][a-z0-9]*") || isModel;
  }

  /** The page, the line and the command, for a failure to name. */
  @Override
  public String toString() {
    return page + ":" + number + ": partita " + text;
  }
}
