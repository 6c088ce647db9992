package io.partita.lake.iceberg;

import io.partita.Mistake;
import io.partita.UserException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A file of properties that says where a catalog is: Iceberg's own, and the catalog's {@code name}
 * and the {@code namespace} for the tables, both {@code partita} unless given.
 *
 * @param properties for Iceberg
 */
public record CatalogFile(String name, String namespace, Map<String, String> properties) {
  private static final String NAME = "name";
  private static final String NAMESPACE = "namespace";
  private static final List<String> TYPES = List.of("jdbc", "rest");

  /** None of them names a class to load. */
  private static final List<String> ALLOWED =
      List.of("type", "uri", "warehouse", "credential", "token", "scope", "oauth2-server-uri");

  /** The same for all that begin so. */
  private static final List<String> BEGIN = List.of("jdbc.", "header.", "s3.");

  /**
   * Reads the file.
   *
   * @throws UserException when it is not there, lacks {@code type}, {@code uri} or {@code
   *     warehouse}, or has a property that is not allowed; or when Iceberg is not on the class path
   */
  public static CatalogFile read(Path file) throws IOException {
    Properties read = new Properties();
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      read.load(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          Mistake.NO_SUCH_FILE, "Cannot read the catalog's properties from " + file + ".", e);
    }
    Map<String, String> given = new TreeMap<>();
    read.stringPropertyNames().forEach(key -> given.put(key, read.getProperty(key).strip()));
    String name = given.getOrDefault(NAME, "partita");
    String namespace = given.getOrDefault(NAMESPACE, "partita");
    given.keySet().removeAll(List.of(NAME, NAMESPACE));
    for (String key : given.keySet()) {
      if (!ALLOWED.contains(key) && BEGIN.stream().noneMatch(key::startsWith)) {
        throw new UserException(
            Mistake.BAD_OPTION,
            "%s has the property %s; allowed are name, namespace, %s and those that begin with %s."
                .formatted(file, key, String.join(", ", ALLOWED), String.join(", ", BEGIN)));
      }
    }
    if (!TYPES.contains(given.get("type"))) {
      throw new UserException(
          Mistake.BAD_OPTION, file + " needs the property type, which is jdbc or rest.");
    }
    for (String needed : List.of("uri", "warehouse")) {
      if (given.getOrDefault(needed, "").isEmpty()) {
        throw new UserException(Mistake.BAD_OPTION, file + " needs the property " + needed + ".");
      }
    }
    if (!namespace.matches("\\w+")) {
      throw new UserException(
          Mistake.BAD_OPTION,
          "%s names the namespace %s: letters, digits and '_' are allowed."
              .formatted(file, namespace));
    }
    requireIceberg();
    return new CatalogFile(name, namespace, given);
  }

  private static void requireIceberg() {
    try {
      Class.forName("org.apache.iceberg.CatalogUtil");
    } catch (ClassNotFoundException e) {
      throw new UserException(
          Mistake.MISSING_TOOL,
          "Iceberg is not among Spark's packages: add org.apache.iceberg:"
              + "iceberg-spark-runtime-3.5_2.12, and the driver of a jdbc: catalog, as"
              + " docs/cluster.md shows.",
          e);
    }
  }
}
