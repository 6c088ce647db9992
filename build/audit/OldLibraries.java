import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Prints which libraries were built more than two years ago: {@code ./mvnw -q -N -Paudit validate}.
 * The dates are those of the newest file in each jar or, where a jar holds several libraries, of
 * their {@code pom.properties}; no registry is asked. Builds that can be repeated often have one
 * date of long ago for all files; those libraries are listed as without a date.
 */
final class OldLibraries {
  private static final int OLD_YEARS = 2;

  /** Before there was a Maven. */
  private static final LocalDate NO_DATE = LocalDate.of(2001, 1, 1);

  /** By name and version. */
  private final Map<String, LocalDate> built = new TreeMap<>();

  /**
   * @param arguments jars, and folders of jars
   */
  public static void main(String[] arguments) throws IOException {
    OldLibraries libraries = new OldLibraries();
    for (String argument : arguments) {
      Path path = Path.of(argument);
      if (Files.isDirectory(path)) {
        try (var files = Files.newDirectoryStream(path, "*.jar")) {
          for (Path file : files) {
            libraries.add(file);
          }
        }
      } else {
        libraries.add(path);
      }
    }
    libraries.print();
  }

  private void add(Path path) throws IOException {
    try (ZipFile jar = new ZipFile(path.toFile())) {
      List<? extends ZipEntry> poms =
          jar.stream().filter(entry -> entry.getName().endsWith("/pom.properties")).toList();
      if (poms.size() > 1) {
        for (ZipEntry pom : poms) {
          Properties values = new Properties();
          values.load(jar.getInputStream(pom));
          built.put(values.get("artifactId") + " " + values.get("version"), date(pom));
        }
      } else {
        LocalDate newest =
            jar.stream()
                .map(OldLibraries::date)
                .max(LocalDate::compareTo)
                .orElse(LocalDate.EPOCH);
        String name = path.getFileName().toString().replaceFirst("\\.jar$", "");
        built.put(name.replaceFirst("-(?=\\d+\\.)", " "), newest);
      }
    }
  }

  private static LocalDate date(ZipEntry entry) {
    return entry.getTimeLocal() == null ? LocalDate.EPOCH : entry.getTimeLocal().toLocalDate();
  }

  private void print() {
    LocalDate old = LocalDate.now(ZoneOffset.UTC).minusYears(OLD_YEARS);
    List<String> undated =
        built.keySet().stream().filter(name -> built.get(name).isBefore(NO_DATE)).toList();
    List<String> lines =
        built.keySet().stream()
            .filter(name -> !undated.contains(name) && built.get(name).isBefore(old))
            .map(name -> built.get(name) + "  " + name)
            .sorted()
            .toList();
    lines.forEach(System.out::println);
    System.out.println(
        lines.size() + " of " + built.size() + " libraries were built before " + old + ".");
    System.out.println(
        undated.size() + " of them have no date: " + String.join(", ", undated) + ".");
  }
}
