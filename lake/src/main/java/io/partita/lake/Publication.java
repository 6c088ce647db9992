package io.partita.lake;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.LakeVersion.DataFile;
import io.partita.lake.file.ExclusiveFile;
import io.partita.lake.file.Json;
import io.partita.lake.file.PlainFiles;
import io.partita.lake.table.LakeTable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * A new version of one data set, or of tables that are made from it, from its first file to its
 * number.
 *
 * <p>Files are written below {@link #stage()} under names of their run, and stay there: no reader
 * looks at them until {@link #publish} creates the version that names them, and those of tables
 * that the run leaves alone. If another run has created that version meanwhile nothing changes.
 */
public final class Publication implements AutoCloseable {
  private static final String LOCKED = "this data set";

  /** Each command of a night makes one. */
  private static final int VERSIONS_LOOKED_AT = 32;

  /** Made from a published version, and gone with it. */
  private static final List<LakeTable> DERIVED =
      Arrays.stream(LakeTable.values())
          .filter(table -> table.spec().origin().isDerived())
          .filter(table -> table.spec().origin().isPublished())
          .toList();

  private final Lake lake;
  private final String dataset;
  private final String runId;
  private final String attempt;
  private final String owner;
  private final List<LakeTable> outdated;
  private final WriterLock lock;
  private final Path stage;
  private final Optional<LakeVersion> parent;
  private boolean isStageOnly;
  private final Map<LakeTable, List<DataFile>> kept = new EnumMap<>(LakeTable.class);
  private final Map<LakeTable, List<String>> written = new EnumMap<>(LakeTable.class);
  private final Map<LakeTable, Set<String>> gone = new EnumMap<>(LakeTable.class);
  private final Set<Path> copies = new HashSet<>();
  private final List<String> targets = new ArrayList<>();
  private String state;
  private String recipe;

  private Publication(
      Lake lake,
      String dataset,
      String runId,
      String attempt,
      String owner,
      List<LakeTable> outdated,
      WriterLock lock)
      throws IOException {
    this.lake = lake;
    this.dataset = dataset;
    this.runId = runId;
    this.attempt = attempt;
    this.owner = owner;
    this.outdated = outdated;
    this.lock = lock;
    this.parent = LiftedVersion.lift(lake, dataset);
    this.stage = lake.stage(dataset, runId, attempt);
  }

  /**
   * Takes the data set's lock, and clears what other runs staged that were never published. The new
   * version drops the tables that were made from the one before.
   *
   * @param runId names the run by its input and options; with {@code resume} what an interrupted
   *     run with the same id staged is kept
   * @param attempt unique to this process
   * @param command the command whose tables these are; a data set belongs to one kind of command
   * @throws IOException when another run is writing this data set
   * @throws UserException when the data set was made by another kind of command, or the lake's file
   *     system lacks what publishing needs
   */
  public static Publication begin(
      Lake lake, String dataset, String runId, String attempt, String command, boolean resume)
      throws IOException {
    WriterLock lock = lock(lake, dataset, attempt, command);
    try {
      Publication publication =
          new Publication(lake, dataset, runId, attempt, command, DERIVED, lock);
      String owner = publication.parent.map(LakeVersion::command).orElse(command);
      if (!owner.equals(command)) {
        throw new UserException(
            Mistake.OTHER_COMMAND,
            "Data set %s was made by %s; %s needs another one."
                .formatted(dataset, CommandName.of(owner), CommandName.of(command)));
      }
      publication.requireExclusiveFiles();
      publication.clearStaged(resume);
      publication.makeStage();
      return publication;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** The same as below of a run that begins again. */
  public static Publication beside(
      Lake lake, String dataset, String runId, String attempt, String command) throws IOException {
    return beside(lake, dataset, runId, attempt, command, false);
  }

  /**
   * The same for tables that are made from the published ones of a data set, which stays as it is
   * and belongs to the command that made it. What an interrupted run of that command staged is
   * kept. As long as this is open the data set's tables do not change.
   *
   * @param resume whether what an interrupted run with the same id staged is kept
   * @throws UserException when there is no such data set
   */
  public static Publication beside(
      Lake lake, String dataset, String runId, String attempt, String command, boolean resume)
      throws IOException {
    lake.requireDataset(dataset);
    WriterLock lock = lock(lake, dataset, attempt, command);
    try {
      String owner = lake.requireDataset(dataset).command();
      Publication publication =
          new Publication(lake, dataset, runId, attempt, owner, List.of(), lock);
      if (!resume) {
        lake.fs().delete(publication.stage, true);
      }
      publication.makeStage();
      return publication;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private void makeStage() throws IOException {
    if (!PlainFiles.areStored(lake.fs())) { // which have no folders
      lake.fs().mkdirs(stage);
    }
  }

  /**
   * Waits for the run that is writing a data set, if there is one: to be called before what it
   * changes is looked at. Nothing is taken, so a third run may come first after all.
   *
   * @param atMost longest time to wait, which {@link #begin} and {@link #beside} then say
   * @param say listener that is told once who is waited for
   */
  public static void await(Lake lake, String dataset, Duration atMost, Consumer<String> say)
      throws IOException {
    WriterLock.await(lake.fs(), lockFile(lake, dataset), LOCKED, atMost, say);
  }

  /** Whether a run is writing a data set. */
  public static boolean isUnderWay(Lake lake, String dataset) throws IOException {
    return WriterLock.isHeld(lake.fs(), lockFile(lake, dataset));
  }

  /** Asked once, of a data set without a version. */
  private void requireExclusiveFiles() throws IOException {
    if (parent.isEmpty() && !ExclusiveFile.areOn(lake.fs(), lake.bookkeeping(dataset))) {
      throw new UserException(
          Mistake.UNSUITABLE_STORE,
          ("The lake is on %s, where two runs can create the same file: publishing needs a store"
                  + " that lets one of them. Use a lake on HDFS, S3 or a disk.")
              .formatted(lake.fs().getUri()));
    }
  }

  static WriterLock lock(Lake lake, String dataset, String attempt, String command)
      throws IOException {
    return WriterLock.acquire(lake.fs(), lockFile(lake, dataset), LOCKED, attempt, command);
  }

  /** The lock of a run that only deletes, which a full disk does not keep out. */
  static WriterLock lockToDelete(Lake lake, String dataset, String attempt, String command)
      throws IOException {
    return WriterLock.acquireOnFullDisk(
        lake.fs(), lockFile(lake, dataset), LOCKED, attempt, command);
  }

  private static Path lockFile(Lake lake, String dataset) {
    return new Path(lake.bookkeeping(dataset), "lock");
  }

  /** What is published from now on is only kept for {@link NextVersion#ofStaged}. */
  public void stageOnly() {
    isStageOnly = true;
  }

  /**
   * Says what decides the run's rows, so that the same run again can end before it begins.
   *
   * @param made names of what the run replaces, see {@link LakeVersion.Made}
   */
  public void decidedBy(List<String> made, String by, String itsRecipe) {
    targets.addAll(made);
    state = by;
    recipe = itsRecipe;
  }

  /**
   * The newest of the last versions that has what an earlier run of this recipe made, whatever its
   * inputs were.
   *
   * @see #decidedBy
   */
  Optional<LakeVersion> newestOfSameRecipe() throws IOException {
    LakeVersions versions = LakeVersions.of(lake, dataset);
    List<Integer> numbers = parent.isEmpty() ? List.of() : versions.numbers();
    for (int number : numbers.subList(0, Math.min(numbers.size(), VERSIONS_LOOKED_AT))) {
      Optional<LakeVersion> version = versions.find(number).filter(this::hasSameRecipe);
      if (version.isPresent()) {
        return version;
      }
    }
    return Optional.empty();
  }

  private boolean hasSameRecipe(LakeVersion version) {
    return targets.stream()
        .map(version.made()::get)
        .allMatch(made -> made != null && recipe.equals(made.recipe()));
  }

  /**
   * The attempt that made what this run is to make, in a version of {@link #newestOfSameRecipe}.
   */
  String maker(LakeVersion version) {
    return version.made().get(targets.get(0)).attempt();
  }

  String dataset() {
    return dataset;
  }

  /** The folder for everything this run writes before it is published. */
  public Path stage() {
    return stage;
  }

  /** The staged version of one table. */
  public Path staged(LakeTable table) {
    return new Path(stage, table.tableName());
  }

  /** Removes what is staged of one table. */
  public void clear(LakeTable table) throws IOException {
    lake.fs().delete(staged(table), true);
    written.remove(table);
  }

  /**
   * Notes the files that tasks have written of a table: no others below its folder are published.
   */
  public void wrote(LakeTable table, Collection<String> files) {
    written.computeIfAbsent(table, each -> new ArrayList<>()).addAll(files);
  }

  /** Notes a file of {@link EarlierRows}; no other with a name of these counts. */
  void copied(String file) {
    copies.add(lake.fs().makeQualified(new Path(file)));
  }

  /** All files that were {@link #wrote} of a table. */
  public List<String> written(LakeTable table) {
    return written.getOrDefault(table, List.of());
  }

  /**
   * Names files of a table's newest version once more, so that they are part of the next.
   *
   * @param isKept test of the files' names
   */
  public void keep(LakeTable table, Predicate<String> isKept) {
    keepFiles(table, files(table, file -> isKept.test(file.name())));
  }

  /** The same for files of any version. */
  void keepFiles(LakeTable table, List<DataFile> files) {
    kept.computeIfAbsent(table, each -> new ArrayList<>()).addAll(files);
  }

  /**
   * The same for whole partitions of a table.
   *
   * @param isKept test of their folders' names, as {@code scheme=seed}
   */
  public void keepPartitions(LakeTable table, Predicate<String> isKept) {
    keepFiles(table, files(table, file -> isKept.test(LakeVersion.Table.partition(file))));
  }

  /**
   * Leaves a partition out of the next version of a table that this run does not write.
   *
   * @param partition its folder, as {@code of_table=drum_slices}
   */
  public void drop(LakeTable table, String partition) {
    gone.computeIfAbsent(table, each -> new HashSet<>()).add(partition);
  }

  /**
   * Files that the next version has so far of a table: those that are kept, and those that were
   * {@link #wrote}.
   *
   * @param isWanted test of their names
   */
  List<String> soFar(LakeTable table, Predicate<String> isWanted) {
    return Stream.of(
            kept.getOrDefault(table, List.of()).stream()
                .map(file -> new Path(lake.root(), file.path())),
            written(table).stream().map(Path::new),
            copies.stream()
                .filter(
                    file ->
                        file.toString().startsWith(lake.fs().makeQualified(staged(table)) + "/")))
        .flatMap(files -> files)
        .filter(file -> isWanted.test(file.getName()))
        .map(Path::toString)
        .toList();
  }

  /** Files of a table's newest version. */
  List<DataFile> files(LakeTable table, Predicate<DataFile> isKept) {
    return parent.map(LakeVersion::tables).map(tables -> tables.get(table)).stream()
        .flatMap(content -> content.files().stream())
        .filter(isKept)
        .toList();
  }

  /**
   * Makes the staged tables the data set's live version.
   *
   * @param tables those with a staged folder
   * @param dropped those that the new version does not have
   * @param report of how the version came about, kept as {@code _run.json} beside each table's
   *     files
   */
  public void publish(List<LakeTable> tables, List<LakeTable> dropped, Object report)
      throws IOException {
    Map<LakeTable, Object> reports = new LinkedHashMap<>();
    tables.forEach(table -> reports.put(table, report));
    publish(reports, dropped, tables);
  }

  /**
   * The same where each table has a report of its own.
   *
   * @param reports of those with a staged folder
   * @param made those whose rows are the run's own; the others' are still those of the run before
   */
  public void publish(
      Map<LakeTable, ?> reports, List<LakeTable> dropped, Collection<LakeTable> made)
      throws IOException {
    List<FileStatus> staged = staged();
    Map<LakeTable, LakeVersion.Table> tables = new TreeMap<>();
    parent.ifPresent(version -> tables.putAll(version.tables()));
    tables.keySet().removeAll(outdated);
    dropped.forEach(tables::remove);
    gone.forEach(
        (table, partitions) ->
            partitions.forEach(
                partition ->
                    tables.computeIfPresent(
                        table, (any, content) -> content.without(partition).orNone())));
    List<FileStatus> replaced = new ArrayList<>();
    for (Map.Entry<LakeTable, ?> report : reports.entrySet()) {
      LakeTable table = report.getKey();
      List<DataFile> files = new ArrayList<>(kept.getOrDefault(table, List.of()));
      SmallFiles small = new SmallFiles(lake, table);
      for (FileStatus file : small.together(made(table, staged))) {
        files.add(DataFile.of(lake, file));
      }
      replaced.addAll(small.replaced());
      if (files.isEmpty() && !lake.fs().exists(staged(table))) {
        throw new IllegalStateException("Table " + table.tableName() + " was not staged");
      }
      JsonNode told = Json.MAPPER.valueToTree(report.getValue());
      tables.put(table, new LakeVersion.Table(told, files));
    }
    lock.requireHeld();
    int number = parent.map(LakeVersion::number).orElse(0) + 1;
    LakeVersion version =
        new LakeVersion(
            number,
            number - 1,
            attempt,
            owner,
            Instant.now().toString(),
            Map.copyOf(tables),
            made(made, dropped));
    LakeVersions versions = LakeVersions.of(lake, dataset);
    if (isStageOnly) {
      versions.stage(version, runId);
    } else {
      versions.create(version);
    }
    for (String name : new TreeSet<>(staged.stream().map(this::topFolder).toList())) {
      if (LakeTable.named(name).filter(reports::containsKey).isEmpty()) {
        lake.fs().delete(new Path(stage, name), true);
      }
    }
    for (FileStatus file : replaced) {
      lake.fs().delete(file.getPath(), false);
    }
    if (!isStageOnly) {
      GlobMirror.renew(lake, dataset, version);
    }
  }

  /** Of the version before, what this run left as it was, and what it made. */
  private Map<String, LakeVersion.Made> made(
      Collection<LakeTable> tables, List<LakeTable> dropped) {
    Map<String, LakeVersion.Made> made = new TreeMap<>();
    if (outdated.isEmpty()) { // else nothing is left
      parent.map(LakeVersion::made).ifPresent(made::putAll);
    }
    Set<LakeTable> replaced = new HashSet<>(tables);
    replaced.removeAll(kept.keySet());
    replaced.addAll(dropped);
    replaced.addAll(gone.keySet());
    made.values().removeIf(before -> before.isOfAny(replaced));
    for (String target : targets) {
      made.put(target, new LakeVersion.Made(state, recipe, attempt, Set.copyOf(tables)));
    }
    return made;
  }

  /** The files of a table that count: those that tasks told of, or all in its folder. */
  private List<FileStatus> made(LakeTable table, List<FileStatus> staged) {
    Set<Path> told = new HashSet<>();
    written(table).forEach(file -> told.add(lake.fs().makeQualified(new Path(file))));
    List<FileStatus> files =
        staged.stream()
            .filter(file -> topFolder(file).equals(table.tableName()))
            .filter(
                file -> {
                  if (EarlierRows.isCopy(file.getPath())) {
                    return copies.contains(file.getPath());
                  }
                  return written.containsKey(table)
                      ? told.remove(file.getPath())
                      : LiftedVersion.isData(file, staged(table));
                })
            .toList();
    if (!told.isEmpty()) {
      throw new IllegalStateException("Files of " + table.tableName() + " are gone: " + told);
    }
    return files;
  }

  /** All files below the stage, of a store by one request. */
  private List<FileStatus> staged() throws IOException {
    List<FileStatus> staged = new ArrayList<>();
    if (!PlainFiles.areStored(lake.fs())) {
      addBelow(stage, staged);
      return staged;
    }
    try {
      RemoteIterator<LocatedFileStatus> files = lake.fs().listFiles(stage, true);
      while (files.hasNext()) {
        staged.add(files.next());
      }
    } catch (FileNotFoundException e) {
      // None was made.
    }
    return staged;
  }

  private void addBelow(Path folder, List<FileStatus> files) throws IOException {
    for (FileStatus entry : lake.list(folder)) {
      if (entry.isDirectory()) {
        addBelow(entry.getPath(), files);
      } else {
        files.add(entry);
      }
    }
  }

  /** The folder of the stage that a file is in. */
  private String topFolder(FileStatus file) {
    String below = file.getPath().toUri().getPath().substring(stage.toUri().getPath().length() + 1);
    return below.split("/", 2)[0];
  }

  /** Keeps a report of a run, whatever became of it. */
  public void report(Object report) throws IOException {
    lake.write(lake.reportFile(dataset, attempt), report);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private void clearStaged(boolean resume) throws IOException {
    LakeVersions.of(lake, dataset).unstage();
    if (PlainFiles.areStored(lake.fs())) { // where others may be at work: vacuum deletes them
      return;
    }
    for (Path other : lake.interrupted(dataset)) {
      if (!resume || !other.equals(stage)) {
        lake.fs().delete(other, true);
      }
    }
  }
}
