package io.partita.duckdb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.partita.FormerLatents;
import io.partita.Mistake;
import io.partita.UserException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a lake on a local disk at one moment: one whole version of each data set.
 *
 * <p>It reads what {@code partita-lake} publishes, which needs Hadoop for the same: {@code
 * _partita/NAME/versions/00000042.json}, of which the greatest number counts. A data set that only
 * earlier versions of Partita have published is what its folders {@code TABLE/dataset=NAME} hold.
 *
 * @param root the lake's folder
 * @param versions by data set the file that says which version it is
 * @param runs by data set the run whose version this is
 * @param tables by table, and there by data set, what there is; without a file nothing is
 */
public record LakeFiles(
    Path root,
    Map<String, Seen> versions,
    Map<String, String> runs,
    Map<String, Map<String, Content>> tables) {
  public static final String DATASET = "dataset";

  private static final String BOOKKEEPING = "_partita";

  /** The table that trainings write, which is in no version. */
  private static final String BESIDE = "training_runs";

  private static final Pattern VERSION = Pattern.compile("[0-9]{8}\\.json");
  private static final int FORMAT = 1;
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * A version by its file, which another one of the same name is not.
   *
   * @param changedMs when the file was written
   */
  public record Seen(Path file, long changedMs) {}

  /**
   * One data set's files of one table.
   *
   * @param files its Parquet files
   * @param rows of all of them; -1 where no version says so
   */
  public record Content(List<Path> files, long rows) {
    /** Whether its rows were not counted, as those of a version are. */
    public boolean isUncounted() {
      return rows < 0;
    }

    Content and(Content other) {
      List<Path> both = new ArrayList<>(files);
      both.addAll(other.files);
      return new Content(both, isUncounted() || other.isUncounted() ? -1 : rows + other.rows);
    }
  }

  /**
   * The newest version of each data set.
   *
   * @throws UserException where the folder holds no lake, or a version's file is damaged
   */
  public static LakeFiles of(Path root) throws IOException {
    return of(root, Map.of());
  }

  /**
   * The same, of some data sets an earlier version.
   *
   * @param asOf numbers by data set
   */
  public static LakeFiles of(Path root, Map<String, Integer> asOf) throws IOException {
    Map<String, Seen> versions = versions(root, asOf);
    if (versions.isEmpty()) {
      throw new UserException(
          Mistake.NO_SUCH_LAKE,
          "There is no lake in " + root + ". Make one with demo or an ingest command.");
    }
    LakeFiles files = new LakeFiles(root, versions, new TreeMap<>(), new TreeMap<>());
    for (Map.Entry<String, Seen> version : versions.entrySet()) {
      files.read(version.getKey(), version.getValue().file());
    }
    return files;
  }

  /** Every file of every table. */
  public List<Path> all() {
    return tables.values().stream()
        .flatMap(byDataset -> byDataset.values().stream())
        .flatMap(content -> content.files().stream())
        .toList();
  }

  /** A data set's files of a table; none where it does not have it. */
  List<Path> files(String table, String dataset) {
    Content content = tables.getOrDefault(table, Map.of()).get(dataset);
    return content == null ? List.of() : content.files();
  }

  /** By data set the file of the version that readers see now. */
  public static Map<String, Seen> versions(Path root, Map<String, Integer> asOf)
      throws IOException {
    Map<String, Seen> versions = new TreeMap<>();
    for (Path folder : children(root.resolve(BOOKKEEPING))) {
      String dataset = folder.getFileName().toString();
      Path file = version(folder, asOf.get(dataset));
      if (file != null) {
        versions.put(dataset, new Seen(file, Files.getLastModifiedTime(file).toMillis()));
      }
    }
    return versions;
  }

  /** Null of a data set that was never published. */
  private static Path version(Path folder, Integer number) throws IOException {
    if (number != null) {
      Path file =
          folder.resolve("versions").resolve(String.format(Locale.ROOT, "%08d.json", number));
      if (!Files.exists(file)) {
        throw new UserException(
            Mistake.NO_SUCH_DATASET,
            "Data set " + folder.getFileName() + " has no version " + number + ".");
      }
      return file;
    }
    Path newest =
        children(folder.resolve("versions")).stream()
            .filter(file -> VERSION.matcher(file.getFileName().toString()).matches())
            .max(Path::compareTo)
            .orElse(null);
    Path old = folder.resolve("current.json");
    return newest == null && Files.exists(old) ? old : newest;
  }

  /**
   * What the run that made a table reported, as JSON; null where it left nothing.
   *
   * @throws UserException where the version's file is damaged
   */
  public String report(String dataset, String table) throws IOException {
    Path file = versions.get(dataset).file();
    if (isOfFolders(file)) {
      Path report = live(table, dataset).resolve("_run.json");
      return Files.exists(report) ? Files.readString(report) : null;
    }
    Map<String, Integer> wanted = new TreeMap<>();
    List<String> reports = new ArrayList<>();
    parse(
        file,
        (field, json) -> {
          if (field.equals("tables")) {
            each(json, (name, of) -> each(of, (key, value) -> report(name, key, value, wanted)));
          } else if (field.equals("reports")) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
              reports.add(text(json));
            }
          } else {
            json.skipChildren();
          }
        });
    Integer number = wanted.get(table);
    return number == null || number >= reports.size() ? null : reports.get(number);
  }

  /** Whether splits that a data set's catalog gives members count, as the run of split was told. */
  boolean keepsOfficial(String dataset) throws IOException {
    String report = report(dataset, "midi_files");
    boolean[] keeps = {true};
    if (report != null) {
      parse(
          versions.get(dataset).file(),
          report.getBytes(StandardCharsets.UTF_8),
          (field, json) -> {
            if (field.equals("split") && json.currentToken() == JsonToken.START_OBJECT) {
              each(json, (of, value) -> keeps[0] &= !isDrawn(of, value));
            } else {
              json.skipChildren();
            }
          });
    }
    return keeps[0];
  }

  private static boolean isDrawn(String field, JsonParser value) throws IOException {
    value.skipChildren();
    return field.equals("official") && value.getText().equals("draw");
  }

  private static void report(
      String table, String field, JsonParser value, Map<String, Integer> wanted)
      throws IOException {
    if (field.equals("report")) {
      wanted.put(table, value.getIntValue());
    } else {
      value.skipChildren();
    }
  }

  private static String text(JsonParser json) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator copy = JSON.createGenerator(text)) {
      copy.copyCurrentStructure(json);
    }
    return text.toString();
  }

  private void read(String dataset, Path file) throws IOException {
    parse(
        file,
        (field, json) -> {
          switch (field) {
            case "format" -> requireFormat(file, json.getIntValue());
            case "attempt" -> runs.put(dataset, json.getText());
            case "tables" -> each(json, (table, content) -> read(dataset, file, table, content));
            default -> json.skipChildren();
          }
        });
    if (!runs.containsKey(dataset)) {
      throw damaged(file, "it names no attempt", null);
    }
    if (isOfFolders(file) && Files.exists(file.resolveSibling("journal.json"))) {
      throw new UserException(
          Mistake.OTHER_VERSION,
          "A publish of data set "
              + dataset
              + " by an earlier version of Partita was cut short: finish it with that version, or"
              + " drop the data set.");
    }
    if (!isOfFolders(file)) {
      add(dataset, BESIDE, parquet(live(BESIDE, dataset)), -1);
    } else {
      for (Path table : children(root)) {
        String name = table.getFileName().toString();
        if (!isHidden(name)) {
          add(dataset, name, parquet(live(name, dataset)), -1);
        }
      }
    }
  }

  private void read(String dataset, Path version, String table, JsonParser json)
      throws IOException {
    List<Path> files = new ArrayList<>();
    long[] rows = {0};
    each(
        json,
        (field, files0) -> {
          if (!field.equals("files")) {
            files0.skipChildren();
            return;
          }
          while (files0.nextToken() != JsonToken.END_ARRAY) {
            each(
                files0,
                (of, value) -> {
                  switch (of) {
                    case "path" -> files.add(inLake(version, value.getText()));
                    case "rows" -> rows[0] += value.getLongValue();
                    default -> value.skipChildren();
                  }
                });
          }
        });
    add(dataset, table, files, rows[0]);
  }

  private void add(String dataset, String table, List<Path> files, long rows) throws IOException {
    Path real = root.toRealPath();
    for (Path file : files) {
      requireInside(real, file, table);
    }
    if (!files.isEmpty()) {
      tables
          .computeIfAbsent(FormerLatents.today(table), name -> new TreeMap<>())
          .merge(dataset, new Content(files, rows), Content::and);
    }
  }

  private Path inLake(Path version, String path) {
    Path file = root.resolve(path).normalize();
    if (!file.startsWith(root.normalize())) {
      throw damaged(version, "its file " + path + " is outside of the lake", null);
    }
    return file;
  }

  /**
   * @throws UserException where it is missing, or a link leads out of the lake
   */
  private static void requireInside(Path lake, Path file, String table) throws IOException {
    Path real;
    try {
      real = file.toRealPath();
    } catch (NoSuchFileException e) {
      throw new UserException(
          Mistake.DAMAGED_LAKE,
          "Cannot read %s, a file of the table %s: it is missing. Ingest the data set again."
              .formatted(file, table),
          e);
    }
    if (!real.startsWith(lake)) {
      throw new UserException(
          Mistake.DAMAGED_LAKE,
          file
              + " leads out of the lake by a symbolic link, which is not followed. Replace the link"
              + " with a copy.");
    }
  }

  /** The files of an older lake's folder that Spark reads: neither hidden nor empty. */
  private List<Path> parquet(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path file : children(folder)) {
      String name = file.getFileName().toString();
      if (isHidden(name)) {
        continue;
      }
      if (Files.isDirectory(file)) {
        requireInside(root.toRealPath(), file, folder.getFileName().toString());
        files.addAll(parquet(file));
      } else if (name.endsWith(".parquet") && (!Files.exists(file) || Files.size(file) > 0)) {
        files.add(file);
      }
    }
    return files;
  }

  private Path live(String table, String dataset) {
    return root.resolve(table).resolve(DATASET + "=" + dataset);
  }

  private static boolean isOfFolders(Path version) {
    return version.endsWith("current.json");
  }

  private static boolean isHidden(String name) {
    return name.startsWith("_") || name.startsWith(".");
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  /** What is done with the value of a field, at which the parser is. */
  @FunctionalInterface
  private interface Field {
    void read(String name, JsonParser value) throws IOException;
  }

  /** By the parser alone: a mapper takes longer to start than a short query. */
  private static void parse(Path file, Field field) throws IOException {
    parse(file, Files.readAllBytes(file), field);
  }

  private static void parse(Path file, byte[] content, Field field) throws IOException {
    try (JsonParser json = JSON.createParser(content)) {
      json.nextToken();
      each(json, field);
    } catch (JsonProcessingException e) {
      throw damaged(file, "it is cut or was edited", e);
    }
  }

  private static void each(JsonParser json, Field field) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new com.fasterxml.jackson.core.JsonParseException(json, "No object");
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.getCurrentName();
      json.nextToken();
      field.read(name, json);
    }
  }

  private static void requireFormat(Path file, int format) {
    if (format != FORMAT) {
      throw damaged(file, "it has the format " + format, null);
    }
  }

  private static UserException damaged(Path file, String why, Exception cause) {
    return new UserException(
        Mistake.DAMAGED_LAKE,
        "Cannot read " + file + ": " + why + ". Put back a copy, or roll back to a version before.",
        cause);
  }
}
