package io.partita.lake;

import io.partita.lake.LakeVersion.DataFile;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.ParquetRows;
import io.partita.lake.table.TableFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * What the newest version of a data set has of contents that a run finds again. The rows of a
 * content follow from its bytes and the run's recipe, so the files with them are named once more,
 * and new ones are written beside them: a generation of a table's files for each run that found
 * something new.
 */
public final class EarlierRows {
  /** With as many runs' files in a table, all of it is made again, as one generation. */
  private static final int MOST_GENERATIONS = 8;

  /** A larger share of rows takes as long to copy as their contents to be parsed again. */
  private static final double MOST_COPIED = 0.2;

  /** So many are copied in a moment. */
  private static final long FEW_ROWS = 200_000;

  private static final String KEY = "midi_md5";
  private static final String COPY = "part-kept-";

  private final Lake lake;
  private final Publication publication;
  private final LakeVersion version;
  private final Predicate<DataFile> isWanted;
  private final boolean areFew;

  private EarlierRows(
      Lake lake,
      Publication publication,
      LakeVersion version,
      Predicate<DataFile> isWanted,
      boolean areFew) {
    this.lake = lake;
    this.publication = publication;
    this.version = version;
    this.isWanted = isWanted;
    this.areFew = areFew;
  }

  /**
   * Looks at the version that a run's is to follow.
   *
   * @param tables that have rows of contents; of the first one all rows are by runs of its command
   * @param partitions those that the run makes, as {@code scheme=remi}, of tables that have any
   * @return empty where a run of another recipe made it, or another command some of the rows
   */
  public static Optional<EarlierRows> of(
      Lake lake, Publication publication, List<LakeTable> tables, Set<String> partitions)
      throws IOException {
    Optional<LakeVersion> version = publication.parentOfSameRecipe();
    if (version.isEmpty() || version.get().missing(lake).isPresent()) {
      return Optional.empty();
    }
    Predicate<DataFile> isWanted =
        file ->
            LakeVersion.Table.partition(file).isEmpty()
                || partitions.contains(LakeVersion.Table.partition(file));
    Set<Optional<String>> runs = new HashSet<>();
    for (LakeTable table : tables) {
      LakeVersion.Table found = version.get().tables().get(table);
      if (found == null) {
        return Optional.empty();
      }
      List<Optional<String>> its =
          found.files().stream()
              .filter(isWanted.and(file -> file.rows() > 0))
              .map(DataFile::runFolder)
              .toList();
      if (table == tables.get(0)) {
        runs.addAll(its);
      } else if (!runs.containsAll(its)) {
        return Optional.empty();
      }
    }
    boolean areFew = runs.size() < MOST_GENERATIONS;
    return runs.contains(Optional.<String>empty())
        ? Optional.empty()
        : Optional.of(new EarlierRows(lake, publication, version.get(), isWanted, areFew));
  }

  /**
   * Whether rows are worth keeping: not where so many runs made them that all are to be made again,
   * nor where so many are gone that most files would be copied.
   *
   * @param gone as of {@link #keep}
   */
  public boolean areWorthKeeping(LakeTable table, Collection<String> gone) {
    NavigableSet<String> left = new TreeSet<>(gone);
    long copied =
        version.tables().get(table).files().stream()
            .filter(file -> mayHave(file, left))
            .mapToLong(DataFile::rows)
            .sum();
    long most = Math.max(FEW_ROWS, Math.round(MOST_COPIED * version.tables().get(table).rows()));
    return areFew && copied <= most;
  }

  /** The version's number. */
  public int version() {
    return version.number();
  }

  /** How many bytes the input had of the run that made a table. */
  public long inputBytes(LakeTable table) {
    return version.tables().get(table).report().path("bytes_read").asLong();
  }

  /** The files of a table, those with the least keys first. */
  public List<Path> files(LakeTable table) {
    return version.tables().get(table).files().stream()
        .filter(file -> file.leastKey() != null)
        .sorted(Comparator.comparing(DataFile::leastKey))
        .map(file -> new Path(lake.root(), file.path()))
        .toList();
  }

  /**
   * Makes the rows of a table a part of the next version.
   *
   * @param gone contents whose rows are not: files that have any are copied without them
   * @return how many rows it has so far; empty where it has no file yet
   */
  public OptionalLong keep(
      JavaSparkContext spark,
      LakeTable table,
      Collection<String> gone,
      Map<String, String> provenance)
      throws IOException {
    NavigableSet<String> left = new TreeSet<>(gone);
    List<Tuple2<String, String>> copied = new ArrayList<>();
    Set<String> kept = new HashSet<>();
    long rows = 0;
    for (DataFile file : version.tables().get(table).files()) {
      if (!isWanted.test(file)) {
        continue;
      }
      if (mayHave(file, left)) {
        String partition = LakeVersion.Table.partition(file);
        Path to = publication.staged(table);
        copied.add(
            new Tuple2<>(
                new Path(lake.root(), file.path()).toString(),
                (partition.isEmpty() ? to : new Path(to, partition)).toString()));
      } else {
        kept.add(file.path());
        rows += file.rows();
      }
    }
    publication.keepFiles(table, kept);
    if (copied.isEmpty()) {
      return kept.isEmpty() ? OptionalLong.empty() : OptionalLong.of(rows);
    }
    return OptionalLong.of(rows + copy(spark, table, copied, left, provenance));
  }

  /** Whether a file is one of {@link #keep}, perhaps of a task that failed. */
  static boolean isCopy(Path file) {
    return file.getName().startsWith(COPY);
  }

  /**
   * Sums a column of a partition.
   *
   * @param gone contents whose rows do not count
   */
  public long sum(LakeTable table, String partition, String column, Set<String> gone)
      throws IOException {
    long sum = 0;
    for (DataFile file : version.tables().get(table).files()) {
      if (LakeVersion.Table.partition(file).equals(partition)) {
        Path path = new Path(lake.root(), file.path());
        try (ParquetRows rows = new ParquetRows(path, lake.fs().getConf(), Set.of(KEY, column))) {
          for (Optional<Group> row = rows.next(); row.isPresent(); row = rows.next()) {
            sum += gone.contains(row.get().getString(KEY, 0)) ? 0 : row.get().getInteger(column, 0);
          }
        }
      }
    }
    return sum;
  }

  private static boolean mayHave(DataFile file, NavigableSet<String> keys) {
    return !keys.isEmpty()
        && file.rows() > 0
        && (file.leastKey() == null
            || !keys.subSet(file.leastKey(), true, file.greatestKey(), true).isEmpty());
  }

  private long copy(
      JavaSparkContext spark,
      LakeTable table,
      List<Tuple2<String, String>> files,
      Set<String> gone,
      Map<String, String> provenance)
      throws IOException {
    Broadcast<SerializableConfiguration> conf =
        spark.broadcast(new SerializableConfiguration(lake.fs().getConf()));
    Broadcast<Set<String>> left = spark.broadcast(new HashSet<>(gone));
    List<Tuple2<String, Long>> copies =
        spark
            .parallelize(files, files.size())
            .map(
                file ->
                    copy(file, table, left.value(), Map.copyOf(provenance), conf.value().value()))
            .collect();
    copies.forEach(copy -> publication.copied(copy._1()));
    return copies.stream().mapToLong(Tuple2::_2).sum();
  }

  private static Tuple2<String, Long> copy(
      Tuple2<String, String> file,
      LakeTable table,
      Set<String> gone,
      Map<String, String> provenance,
      Configuration conf)
      throws IOException {
    Path to =
        new Path(
            file._2(),
            String.format(Locale.ROOT, "%s00000-%s.zstd.parquet", COPY, UUID.randomUUID()));
    try (ParquetRows rows = new ParquetRows(new Path(file._1()), conf);
        TableFile<Group> copy = TableFile.ofCopies(to, table, provenance, conf)) {
      for (Optional<Group> row = rows.next(); row.isPresent(); row = rows.next()) {
        if (!gone.contains(row.get().getString(KEY, 0))) {
          copy.write(row.get());
        }
      }
      return new Tuple2<>(to.toString(), copy.rows());
    }
  }
}
