package io.partita.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.AtomicFile;
import io.partita.lake.file.Json;
import io.partita.lake.file.PlainFiles;
import io.partita.lake.table.LakeTable;
import io.partita.terminal.DidYouMean;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A lake's folder: where each table, each data set's bookkeeping and each staged version lie.
 *
 * <pre>
 *   notes/dataset=lmd_matched/part-….parquet     the newest version for globs, on a disk
 *   _partita/lmd_matched/lock                    held by the one writer
 *   _partita/lmd_matched/versions/….json         each names all files of all tables
 *   _partita/lmd_matched/files/RUN-1/notes/…     files of versions, and of one in the making
 *   _partita/lmd_matched/runs/….json             a report of each run
 *   _partita/lmd_matched/checks/….json           the last check that was passed, by its limits
 *   _partita/_running/….json                     how far each run is; no data set has that name
 * </pre>
 *
 * <p>A Spark program reads a table of all data sets:
 *
 * <pre>{@code
 * Dataset<Row> notes = Lake.open("hdfs:///lake").table("notes");
 * notes.where("dataset = 'lmd_matched' AND NOT is_drum").groupBy("program").count().show();
 * }</pre>
 */
public final class Lake {
  private static final Pattern DATASET_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
  private static final String BOOKKEEPING = "_partita";
  private static final String RUNNING = "_running";

  /** Which run the live version of a data set is. */
  public record Current(String attempt, String command) {}

  private final Path root;
  private final FileSystem fs;

  /** By data set the version that is read in the newest one's place. */
  private final Map<String, LakeVersion> pinned;

  private Lake(Path root, FileSystem fs, Map<String, LakeVersion> pinned) {
    this.root = root;
    this.fs = fs;
    this.pinned = pinned;
  }

  /** A lake to write to; its folder need not exist yet. */
  public static Lake at(String folder, Configuration conf) throws IOException {
    return open(path(folder), conf);
  }

  /**
   * A lake to read in the active Spark session, with that session's settings of Hadoop.
   *
   * @throws UserException when there is no lake in that folder
   * @throws IllegalStateException where no session is active
   */
  public static Lake open(String folder) throws IOException {
    return existing(folder, SparkSession.active().sparkContext().hadoopConfiguration());
  }

  /**
   * A table over all data sets in the active Spark session. Its rows are those of one whole version
   * of each data set, the newest at this call, also while one is being published.
   *
   * <p>In SQL by {@link io.partita.lake.sql.LakeCatalog} each query reads the newest version.
   *
   * @param name as {@code notes}
   * @return with the columns of {@link LakeTable#readSchema()}, {@code dataset} among them; empty
   *     where no data set has the table
   * @throws UserException {@code NO_SUCH_TABLE} if there is no table of that name
   * @throws IllegalStateException where no session is active
   */
  public Dataset<Row> table(String name) throws IOException {
    LakeTable table = LakeTable.of(name);
    return LakeSnapshot.of(SparkSession.active(), this, List.of(table)).rows(table);
  }

  private static Lake open(Path path, Configuration conf) throws IOException {
    FileSystem fs = PlainFiles.of(path, conf);
    if (isFile(path, fs)) {
      throw new UserException(Mistake.BAD_PATH, path + " is a file: give the folder of a lake.");
    }
    return new Lake(fs.makeQualified(path), fs, Map.of());
  }

  private static boolean isFile(Path path, FileSystem fs) throws IOException {
    try {
      return fs.getFileStatus(path).isFile();
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /**
   * A lake to read.
   *
   * @throws UserException when there is no lake in that folder
   */
  public static Lake existing(String folder, Configuration conf) throws IOException {
    Lake lake = open(path(folder), conf);
    if (lake.datasets().isEmpty()) {
      for (FileStatus dataset : lake.list(new Path(lake.root, BOOKKEEPING))) {
        lake.requireFinished(dataset.getPath().getName());
      }
      throw new UserException(
          Mistake.NO_SUCH_LAKE,
          "There is no lake in " + folder + ". Make one with demo or an ingest command.");
    }
    return lake;
  }

  /**
   * A lake to delete from, which may have nothing but what interrupted runs staged.
   *
   * @throws UserException when there is no lake in that folder
   */
  public static Lake toDeleteFrom(String folder, Configuration conf) throws IOException {
    Lake lake = open(path(folder), conf);
    return lake.staged().isEmpty() ? existing(folder, conf) : lake;
  }

  /** The same lake as it is now: publishes that come later are not seen. */
  public Lake now() throws IOException {
    Map<String, LakeVersion> versions = new TreeMap<>();
    for (String dataset : datasets()) {
      version(dataset).ifPresent(version -> versions.put(dataset, version));
    }
    return new Lake(root, fs, versions);
  }

  /**
   * The same lake with an earlier version of a data set.
   *
   * @throws UserException where there is none of this number, or its file is damaged
   */
  public Lake asOf(String dataset, int number) throws IOException {
    return with(dataset, LakeVersions.of(this, dataset).read(number));
  }

  /**
   * The same lake with what an ingest has staged, as if it were published; where nothing is staged,
   * the lake itself.
   *
   * @param run that must have staged it; null for any
   * @throws UserException where another run has, or none at all
   */
  public Lake withStaged(String dataset, String run) throws IOException {
    LakeVersions versions = LakeVersions.of(this, dataset);
    NextVersion.requireRun(versions.stagedRun(), run);
    Optional<LakeVersion> staged = versions.stagedVersion();
    return staged.isEmpty() ? this : with(dataset, staged.get());
  }

  private Lake with(String dataset, LakeVersion version) {
    Map<String, LakeVersion> versions = new TreeMap<>(pinned);
    versions.put(dataset, version);
    return new Lake(root, fs, versions);
  }

  /** The run that has staged a version of a data set; empty where there is none. */
  public Optional<String> staged(String dataset) throws IOException {
    return LakeVersions.of(this, dataset).stagedRun();
  }

  /** By data set, the bytes that interrupted runs staged. */
  public Map<String, Long> staged() throws IOException {
    Map<String, Long> staged = new TreeMap<>();
    for (FileStatus folder : list(new Path(root, BOOKKEEPING))) {
      String dataset = folder.getPath().getName();
      List<Path> stages = interrupted(dataset);
      if (!stages.isEmpty() && !Publication.isUnderWay(this, dataset)) {
        long bytes = 0;
        for (Path stage : stages) {
          bytes += fs.getContentSummary(stage).getLength();
        }
        staged.put(dataset, bytes);
      }
    }
    return staged;
  }

  /** Refuses a data set of which there are only files that a first ingest left. */
  private void requireFinished(String dataset) throws IOException {
    if (current(dataset) == null && !interrupted(dataset).isEmpty()) {
      throw new UserException(
          Mistake.UNFINISHED,
          "Data set " + dataset + " was never published, as its ingest was cut short.");
    }
  }

  private static Path path(String folder) {
    try {
      return new Path(folder);
    } catch (IllegalArgumentException e) {
      throw new UserException(
          Mistake.BAD_PATH, "Lake '" + folder + "' is not a path: " + e.getMessage() + ".", e);
    }
  }

  /**
   * The name, if it can be a folder's name on every file system.
   *
   * @throws UserException if it cannot
   */
  public static String requireDatasetName(String name) {
    if (!DATASET_NAME.matcher(name).matches()) {
      throw new UserException(
          Mistake.BAD_OPTION,
          "Data set '"
              + name
              + "' has no usable name: letters, digits, '_', '-' and '.', not first '_' or '.'.");
    }
    return name;
  }

  public Path root() {
    return root;
  }

  /** The folder of what runs tell of themselves while they go on, there or not. */
  public Path running() {
    return new Path(root, BOOKKEEPING + "/" + RUNNING);
  }

  /** Where its files are, on a disk of this machine without Hadoop's checksums beside them. */
  public FileSystem fs() {
    return fs;
  }

  /** The folder of a data set's files of a table in the live version, there or not. */
  public Path live(LakeTable table, String dataset) {
    return new Path(root, table.tableName() + "/" + LakeTable.DATASET + "=" + dataset);
  }

  Path bookkeeping(String dataset) {
    return new Path(root, BOOKKEEPING + "/" + dataset);
  }

  /** Where files of versions are, and of those in the making. */
  Path files(String dataset) {
    return new Path(bookkeeping(dataset), "files");
  }

  /** What a run reported, there or not. */
  Path reportFile(String dataset, String attempt) {
    return new Path(bookkeeping(dataset), "runs/" + attempt + ".json");
  }

  /**
   * The folder of a version in the making: that of an interrupted run with the same id, or a new
   * one.
   */
  Path stage(String dataset, String runId, String attempt) throws IOException {
    if (PlainFiles.areStored(fs)) {
      // Nobody tells a run that was cut short from one that is at work.
      return new Path(files(dataset), runId + "-" + attempt);
    }
    for (Path folder : interrupted(dataset)) {
      if (folder.getName().startsWith(runId + "-")) {
        return folder;
      }
    }
    int next = LakeVersions.of(this, dataset).numbers().stream().findFirst().orElse(0) + 1;
    Path folder = new Path(files(dataset), runId + "-" + next);
    while (fs.exists(folder)) { // of a version that is staged only, or of one that was dropped
      next++;
      folder = new Path(files(dataset), runId + "-" + next);
    }
    return folder;
  }

  /** The folders of files that no version names, and none that is staged. */
  List<Path> interrupted(String dataset) throws IOException {
    FileStatus[] folders = list(files(dataset));
    if (folders.length == 0) {
      return List.of();
    }
    Set<String> named = new HashSet<>();
    for (LakeVersion version : LakeVersions.of(this, dataset).all()) {
      named.addAll(version.runFolders());
    }
    return Arrays.stream(folders)
        .map(FileStatus::getPath)
        .filter(folder -> !named.contains(folder.getName()))
        .toList();
  }

  /** What an earlier version of Partita points with to what its folders hold. */
  Path currentFile(String dataset) {
    return new Path(bookkeeping(dataset), "current.json");
  }

  /**
   * What tells a data set's newest version from any other: paths, lengths and times of its files,
   * and what the runs that made them reported.
   *
   * @param isOf test of tables whose files count
   * @return empty where one is missing
   */
  public Optional<String> stamp(String dataset, Predicate<LakeTable> isOf) throws IOException {
    StringBuilder stamp = new StringBuilder(dataset);
    for (Map.Entry<LakeTable, LakeVersion.Table> table : snapshot(dataset).entrySet()) {
      if (isOf.test(table.getKey())) {
        stamp.append("\n").append(table.getKey().tableName());
        stamp.append(' ').append(table.getValue().report());
        for (LakeVersion.DataFile file : table.getValue().files()) {
          try {
            FileStatus status = fs.getFileStatus(new Path(root, file.path()));
            stamp.append("\n").append(file.path()).append(' ').append(status.getLen());
            stamp.append(' ').append(status.getModificationTime());
          } catch (FileNotFoundException e) {
            return Optional.empty();
          }
        }
      }
    }
    return Optional.of(stamp.toString());
  }

  /** The verdict of the last check that a data set passed; null where there is none. */
  public JsonNode verdict(String dataset, String name) throws IOException {
    try {
      return read(verdictFile(dataset, name), JsonNode.class);
    } catch (JsonProcessingException e) {
      return null; // what it said cannot be known any more
    }
  }

  /**
   * Keeps a verdict in the place of the one before.
   *
   * @param name of the limits that it is of
   */
  public void keepVerdict(String dataset, String name, Object verdict) throws IOException {
    write(verdictFile(dataset, name), verdict);
  }

  private Path verdictFile(String dataset, String name) {
    return new Path(bookkeeping(dataset), "checks/" + name + ".json");
  }

  /** The data sets that have a published version, in name order. */
  public List<String> datasets() throws IOException {
    TreeSet<String> names = new TreeSet<>(pinned.keySet());
    for (FileStatus status : list(new Path(root, BOOKKEEPING))) {
      String dataset = status.getPath().getName();
      if (status.isDirectory()
          && (!LakeVersions.of(this, dataset).numbers().isEmpty()
              || fs.exists(currentFile(dataset)))) {
        names.add(dataset);
      }
    }
    return List.copyOf(names);
  }

  /** The newest version of a data set; empty before the first publish. */
  public Optional<LakeVersion> version(String dataset) throws IOException {
    if (pinned.containsKey(dataset)) {
      return Optional.of(pinned.get(dataset));
    }
    Optional<LakeVersion> newest = LakeVersions.of(this, dataset).newest();
    return newest.isPresent() ? newest : LiftedVersion.read(this, dataset);
  }

  /**
   * The tables of the newest version of each data set: all of one moment. What trainings write
   * beside versions is there, too.
   *
   * @return by data set, in name order
   */
  public Map<String, Map<LakeTable, LakeVersion.Table>> snapshot() throws IOException {
    Map<String, Map<LakeTable, LakeVersion.Table>> snapshot = new TreeMap<>();
    for (String dataset : datasets()) {
      Map<LakeTable, LakeVersion.Table> tables = snapshot(dataset);
      if (!tables.isEmpty()) {
        snapshot.put(dataset, tables);
      }
    }
    return snapshot;
  }

  /** The same of one data set; empty before the first publish. */
  private Map<LakeTable, LakeVersion.Table> snapshot(String dataset) throws IOException {
    Optional<LakeVersion> version = version(dataset);
    if (version.isEmpty()) {
      return Map.of();
    }
    Map<LakeTable, LakeVersion.Table> tables = new TreeMap<>(version.get().tables());
    RunReports.joinSplits(tables);
    LakeVersion.Table beside = LiftedVersion.table(this, live(LakeTable.TRAINING_RUNS, dataset));
    if (!beside.files().isEmpty()) {
      tables.put(LakeTable.TRAINING_RUNS, beside);
    }
    return tables;
  }

  /**
   * The run that made a table of a data set, which names its input, options and version.
   *
   * @throws UserException when there is no such data set, or it has no such table
   */
  public String runId(String dataset, LakeTable table) throws IOException {
    return run(dataset, table).runId();
  }

  /**
   * The run that made a table of a data set; another one each time that it was made again.
   *
   * @throws UserException when there is no such data set, or it has no such table
   */
  public TableRun run(String dataset, LakeTable table) throws IOException {
    return TableRun.of(runReport(dataset, table));
  }

  /**
   * What the run that made a table of a data set reported; null where it left nothing.
   *
   * @throws UserException when there is no such data set, or it has no such table
   */
  public JsonNode runReport(String dataset, LakeTable table) throws IOException {
    return RunReports.told(tables(dataset, table).get(table).report());
  }

  /** All tables of the newest version of a data set that has a table. */
  Map<LakeTable, LakeVersion.Table> tables(String dataset, LakeTable table) throws IOException {
    requireDataset(dataset);
    Map<LakeTable, LakeVersion.Table> tables = snapshot(dataset);
    if (!tables.containsKey(table)) {
      throw new UserException(
          Mistake.NO_SUCH_TABLE,
          "Data set %s has no table %s: it was made by %s."
              .formatted(
                  dataset, table.tableName(), CommandName.of(requireDataset(dataset).command())));
    }
    return tables;
  }

  /**
   * Which run the live version of a data set is.
   *
   * @throws UserException when there is no such data set, or no ingest of it came to its end
   */
  public Current requireDataset(String dataset) throws IOException {
    Current current = current(dataset);
    if (current == null) {
      requireFinished(dataset);
      throw new UserException(
          Mistake.NO_SUCH_DATASET,
          "There is no data set %s in the lake; there are %s.%s"
              .formatted(dataset, datasets(), DidYouMean.ask(dataset, datasets())));
    }
    return current;
  }

  /** What an earlier version of Partita points to; null where there is nothing. */
  Current pointer(String dataset) throws IOException {
    Path file = currentFile(dataset);
    try {
      return read(file, Current.class);
    } catch (JsonProcessingException e) {
      throw new UserException(
          Mistake.DAMAGED_LAKE,
          "The lake is damaged: "
              + file
              + " is cut or was edited. Put back a copy, or delete it and run the ingest again.",
          e);
    }
  }

  /** The newest version's run; null before the first publish. */
  public Current current(String dataset) throws IOException {
    Optional<LakeVersion> newest =
        pinned.containsKey(dataset) ? version(dataset) : LakeVersions.of(this, dataset).newest();
    return newest.isPresent()
        ? new Current(newest.get().attempt(), newest.get().command())
        : pointer(dataset);
  }

  /** Reads a small JSON file; null when it is not there. */
  <T> T read(Path file, Class<T> type) throws IOException {
    try (InputStream in = fs.open(file)) {
      return Json.MAPPER.readValue(in, type);
    } catch (FileNotFoundException e) {
      return null;
    }
  }

  /** Writes a small JSON file; a reader sees all of it, or the one before. */
  void write(Path file, Object value) throws IOException {
    new AtomicFile(fs, file).write(Json.INDENTED.writeValueAsBytes(value));
  }

  FileStatus[] list(Path folder) throws IOException {
    try {
      return fs.listStatus(folder);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }
}
