import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Prints which libraries were built more than two years ago, by the newest entry of each jar:
 * {@code ./mvnw -Paudit compile}. Nothing is asked of a registry. Builds that can be repeated give
 * all entries one date of long ago; those jars are listed as without a date.
 */
final class OldLibraries {
  private static final int OLD_YEARS = 2;

  /** Before there was a Maven. */
  private static final LocalDate NO_DATE = LocalDate.of(2001, 1, 1);

  /**
   * @param arguments class paths, and folders of jars
   */
  public static void main(String[] arguments) throws IOException {
    LocalDate old = LocalDate.now(ZoneOffset.UTC).minusYears(OLD_YEARS);
    List<String> undated = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    Map<String, Path> jars = jars(arguments);
    for (Map.Entry<String, Path> jar : jars.entrySet()) {
      LocalDate built = built(jar.getValue());
      if (built.isBefore(NO_DATE)) {
        undated.add(jar.getKey());
      } else if (built.isBefore(old)) {
        lines.add(built + "  " + jar.getKey());
      }
    }
    lines.stream().sorted().forEach(System.out::println);
    System.out.println(
        lines.size()
            + " of "
            + jars.size()
            + " libraries were built before "
            + old
            + ". Without a date: "
            + String.join(", ", undated));
  }

  /** By their names. */
  private static Map<String, Path> jars(String[] arguments) throws IOException {
    Map<String, Path> jars = new TreeMap<>();
    for (String argument : arguments) {
      for (String part : argument.split(":")) {
        Path path = Path.of(part);
        if (part.endsWith(".jar")) {
          jars.put(name(path), path);
        } else if (Files.isDirectory(path)) {
          try (var files = Files.newDirectoryStream(path, "*.jar")) {
            files.forEach(file -> jars.put(name(file), file));
          }
        }
      }
    }
    return jars;
  }

  private static String name(Path jar) {
    return jar.getFileName().toString().replaceFirst("\\.jar$", "");
  }

  private static LocalDate built(Path jar) throws IOException {
    try (ZipFile file = new ZipFile(jar.toFile())) {
      return file.stream()
          .map(ZipEntry::getTimeLocal)
          .map(time -> time == null ? LocalDate.EPOCH : time.toLocalDate())
          .max(LocalDate::compareTo)
          .orElse(LocalDate.EPOCH);
    }
  }
}
