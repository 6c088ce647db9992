package io.partita.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.FormerLatents;
import io.partita.lake.file.Json;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.ParquetFooter;
import io.partita.lake.table.Reported;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * One version of a data set: all files of all of its tables at one moment. Once it is written it
 * never changes.
 *
 * @param number from 1, without gaps
 * @param parent the version that it follows, 0 for none
 * @param attempt unique to the run that published it
 * @param command that owns the data set, as {@code ingest-lmd}
 * @param created time in ISO 8601, for people
 * @param made by {@linkplain Made what was made}, the runs whose rows the tables have
 */
public record LakeVersion(
    int number,
    int parent,
    String attempt,
    String command,
    String created,
    Map<LakeTable, Table> tables,
    Map<String, Made> made) {
  /** What a reader of this class understands; a file of another one is refused. */
  static final int FORMAT = 1;

  /** Place of a run in {@code _partita/DATASET/files/RUN/TABLE/…}. */
  private static final int RUN = 3;

  private static final Pattern PLAIN_PATH =
      Pattern.compile("(?!.*(^|/)\\.{1,2}(/|$))[^/\\\\:][^\\\\:]*");

  /**
   * What a run made that is still whole, by its command and, where that replaces parts of tables,
   * the part, as {@code tokenize remi}.
   *
   * @param state {@link io.partita.lake.run.RunIdentity#state} of the run
   * @param recipe {@link io.partita.lake.run.RunIdentity#recipe} of the run; null of an earlier
   *     version of Partita
   * @param attempt of the run, by which its report is kept
   * @param tables that a later run may not replace without making this void
   */
  public record Made(String state, String recipe, String attempt, Set<LakeTable> tables) {
    boolean isOfAny(Collection<LakeTable> others) {
      return !Collections.disjoint(tables, others);
    }
  }

  /**
   * A table of the version.
   *
   * @param report of the run that made it; null where it left none
   */
  public record Table(JsonNode report, List<DataFile> files) {
    /** Of a partition, as {@code scheme=remi}; empty of a file that is in none. */
    static String partition(DataFile file) {
      List<String> names = file.names();
      String folder = names.get(names.size() - 2);
      return folder.contains("=") && !folder.startsWith(LakeTable.DATASET + "=")
          ? folder
          : FormerLatents.partition(file.path());
    }

    /** The same table without the files of a partition, of which its report may have counts. */
    Table without(String partition) {
      List<DataFile> others =
          files.stream().filter(file -> !partition(file).equals(partition)).toList();
      return others.size() == files.size() ? this : new Table(Reported.partly(report), others);
    }

    /** Null where it has no file, as of a table that is not there. */
    Table orNone() {
      return files.isEmpty() ? null : this;
    }

    /** This table, and the files of another one. */
    Table and(Table other) {
      List<DataFile> both = new ArrayList<>(files);
      both.addAll(other.files);
      return new Table(report == null ? other.report : report, List.copyOf(both));
    }

    public long rows() {
      return files.stream().mapToLong(DataFile::rows).sum();
    }
  }

  /**
   * A Parquet file, which never changes either.
   *
   * @param path below the lake's folder, with {@code /} between names
   * @param leastKey least value of {@code midi_md5}, or else {@code track_id}; null where the file
   *     has neither, or does not say
   * @param greatestKey greatest one
   */
  public record DataFile(String path, long bytes, long rows, String leastKey, String greatestKey) {
    /** A file of the lake, with what its footer says. */
    static DataFile of(Lake lake, FileStatus file) throws IOException {
      ParquetFooter.Summary holds = ParquetFooter.summary(file.getPath(), lake.fs().getConf());
      return new DataFile(
          below(lake, file.getPath()),
          file.getLen(),
          holds.rows(),
          holds.leastKey(),
          holds.greatestKey());
    }

    /** A path as it is written here. */
    static String below(Lake lake, Path path) {
      return path.toUri().getPath().substring(lake.root().toUri().getPath().length() + 1);
    }

    /** The folder of {@code _partita/DATASET/files} that it is in; empty of an older lake. */
    Optional<String> runFolder() {
      List<String> names = names();
      return names.size() > RUN && names.get(RUN - 1).equals("files")
          ? Optional.of(names.get(RUN))
          : Optional.empty();
    }

    /** Its own name. */
    String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Of the folders that it is in, and its own. */
    List<String> names() {
      return List.of(path.split("/", -1));
    }
  }

  /** A file that is gone, or has another length; empty where all are there. */
  public Optional<DataFile> missing(Lake lake) throws IOException {
    return missing(
        lake, tables.values().stream().flatMap(table -> table.files().stream()).toList());
  }

  /** The same of some files. */
  static Optional<DataFile> missing(Lake lake, List<DataFile> files) throws IOException {
    for (DataFile file : files) {
      try {
        Path path = new Path(lake.root(), file.path());
        if (lake.fs().getFileStatus(path).getLen() != file.bytes()) {
          return Optional.of(file);
        }
      } catch (FileNotFoundException e) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** The folders of {@code _partita/DATASET/files} that its files are in. */
  Set<String> runFolders() {
    return tables.values().stream()
        .flatMap(table -> table.files().stream())
        .flatMap(file -> file.runFolder().stream())
        .collect(Collectors.toSet());
  }

  /** The content of its file: reports that several tables share are there once. */
  byte[] json() {
    ObjectNode version = Json.MAPPER.createObjectNode();
    version.put("format", FORMAT).put("number", number).put("parent", parent);
    version.put("attempt", attempt).put("command", command).put("created", created);
    List<JsonNode> reports = new ArrayList<>();
    ObjectNode byName = Json.MAPPER.createObjectNode();
    tables.forEach(
        (table, content) -> {
          ObjectNode told = byName.putObject(table.tableName());
          if (content.report() != null) {
            if (!reports.contains(content.report())) {
              reports.add(content.report());
            }
            told.put("report", reports.indexOf(content.report()));
          }
          ArrayNode files = told.putArray("files");
          for (DataFile file : content.files()) {
            ObjectNode one = files.addObject();
            one.put("path", file.path()).put("bytes", file.bytes()).put("rows", file.rows());
            if (file.leastKey() != null) {
              one.put("least_key", file.leastKey()).put("greatest_key", file.greatestKey());
            }
          }
        });
    version.putArray("reports").addAll(reports);
    version.set("tables", byName);
    ObjectNode runs = version.putObject("made");
    made.forEach(
        (what, run) -> {
          ObjectNode one = runs.putObject(what);
          one.put("state", run.state()).put("recipe", run.recipe()).put("attempt", run.attempt());
          ArrayNode its = one.putArray("tables");
          run.tables().stream().sorted().map(LakeTable::tableName).forEach(its::add);
        });
    return version.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  /**
   * The version that a file holds. Tables that this program does not know are left out.
   *
   * @throws IllegalArgumentException where something is missing or wrong; the message says what, as
   *     {@code it has no files of notes}
   */
  static LakeVersion of(JsonNode json) {
    if (json.path("format").asInt() != FORMAT) {
      throw new IllegalArgumentException("it has the format " + json.path("format"));
    }
    Map<LakeTable, Table> tables = new TreeMap<>();
    JsonNode reports = json.path("reports");
    json.path("tables")
        .fields()
        .forEachRemaining(
            table ->
                LakeTable.named(FormerLatents.today(table.getKey()))
                    .ifPresent(
                        known ->
                            tables.merge(
                                known, table(known, table.getValue(), reports), Table::and)));
    int number = json.path("number").asInt();
    int parent = json.path("parent").asInt(-1);
    if (number < 1 || parent != number - 1 || !json.path("tables").isObject()) {
      throw new IllegalArgumentException("it has no number, parent or tables");
    }
    return new LakeVersion(
        number,
        parent,
        text(json, "attempt"),
        text(json, "command"),
        text(json, "created"),
        tables,
        made(json.path("made")));
  }

  /** An earlier version of Partita noted none. */
  private static Map<String, Made> made(JsonNode json) {
    Map<String, Made> made = new TreeMap<>();
    json.fields()
        .forEachRemaining(
            run -> {
              Set<LakeTable> tables = EnumSet.noneOf(LakeTable.class);
              run.getValue()
                  .path("tables")
                  .forEach(
                      name ->
                          LakeTable.named(FormerLatents.today(name.asText()))
                              .ifPresent(tables::add));
              String state = text(run.getValue(), "state");
              String recipe = run.getValue().path("recipe").textValue();
              String attempt = text(run.getValue(), "attempt");
              made.put(run.getKey(), new Made(state, recipe, attempt, tables));
            });
    return made;
  }

  private static Table table(LakeTable table, JsonNode json, JsonNode reports) {
    if (!json.path("files").isArray()) {
      throw new IllegalArgumentException("it has no files of " + table.tableName());
    }
    List<DataFile> files = new ArrayList<>();
    for (JsonNode file : json.path("files")) {
      String path = text(file, "path");
      if (!PLAIN_PATH.matcher(path).matches()) {
        throw new IllegalArgumentException("its file " + path + " is outside of the lake");
      }
      files.add(
          new DataFile(
              path,
              count(file, "bytes"),
              count(file, "rows"),
              file.path("least_key").textValue(),
              file.path("greatest_key").textValue()));
    }
    JsonNode report = json.hasNonNull("report") ? reports.get(json.path("report").asInt()) : null;
    return new Table(report, List.copyOf(files));
  }

  private static String text(JsonNode json, String name) {
    if (!json.path(name).isTextual()) {
      throw new IllegalArgumentException("it has no " + name);
    }
    return json.path(name).asText();
  }

  private static long count(JsonNode json, String name) {
    long value = json.path(name).asLong(-1);
    if (value < 0) {
      throw new IllegalArgumentException("it has no number of " + name);
    }
    return value;
  }
}
