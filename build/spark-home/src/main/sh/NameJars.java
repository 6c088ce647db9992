import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Writes a jar that only names those of {@code jars/} beside it: {@code java NameJars.java
 * HOME/jars OUT}. Its index (JAR file specification) says which packages each has, so that Java 17
 * opens those alone that may have what it looks for; what DuckDB looks for first is in none. {@code
 * jar -i} ends at jars that name others which are not there. Of several resources of one name Java
 * finds only the first by it.
 */
final class NameJars {
  private NameJars() {}

  public static void main(String[] arguments) throws IOException {
    List<Path> jars;
    try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            jars.stream().map(NameJars::name).collect(Collectors.joining(" ")));
    StringBuilder index = new StringBuilder("JarIndex-Version: 1.0\n\n");
    for (Path jar : jars) {
      index.append(name(jar)).append('\n');
      packages(jar).forEach(found -> index.append(found).append('\n'));
      index.append('\n');
    }
    try (OutputStream out = Files.newOutputStream(Path.of(arguments[1]));
        JarOutputStream written = new JarOutputStream(out, manifest)) {
      written.putNextEntry(new ZipEntry("META-INF/INDEX.LIST"));
      written.write(index.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String name(Path jar) {
    return "jars/" + jar.getFileName();
  }

  /** Folders of its files; a file in none of them by its name. */
  private static Set<String> packages(Path jar) throws IOException {
    Set<String> packages = new LinkedHashSet<>();
    try (JarFile open = new JarFile(jar.toFile())) {
      open.stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .filter(file -> !file.equals(JarFile.MANIFEST_NAME))
          .map(file -> file.replaceFirst("/[^/]*$", ""))
          .forEach(packages::add);
    }
    return packages;
  }
}
