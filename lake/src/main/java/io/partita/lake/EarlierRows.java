package io.partita.lake;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.lake.LakeVersion.DataFile;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.ParquetFooter;
import io.partita.lake.table.ParquetRows;
import io.partita.lake.table.TableFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * What an earlier version of a data set has of contents that a run finds again. The rows of a
 * content follow from its bytes and the run's recipe, so the files with them are named once more,
 * and new ones are written beside them: a generation of a table's files for each run that found
 * something new. A content is a MIDI file's or an audio file's: its key is the first of {@code
 * midi_md5} and {@code track_id} that a table has.
 */
public final class EarlierRows {
  /** With as many runs' files in a table, all of it is made again, as one generation. */
  private static final int MOST_GENERATIONS = 8;

  /** A larger share of rows takes as long to copy as their contents to be parsed again. */
  private static final double MOST_COPIED = 0.2;

  /** So many are copied in a moment. */
  private static final long FEW_ROWS = 200_000;

  private static final String KEPT = "kept-";
  private static final Pattern COPY = Pattern.compile("part-(.*-)?" + KEPT + "[0-9]{5}-.*");

  private final Lake lake;
  private final Publication publication;
  private final LakeVersion version;
  private final JsonNode report;
  private final Part part;

  /**
   * The part of its tables that a run makes.
   *
   * @param share how the names of its files begin, see {@link TableShare}
   * @param partitions those of tables that have any, as {@code scheme=remi}
   */
  public record Part(String share, Set<String> partitions) {
    /** All of tables without partitions. */
    public static final Part ALL = of(Set.of());

    /** Some partitions of tables that have any. */
    public static Part of(Set<String> partitions) {
      return new Part("part-", partitions);
    }

    /** The files of a {@link TableShare}. */
    public static Part ofShare(String share) {
      return new Part(TableShare.begin(share), Set.of());
    }

    boolean has(DataFile file) {
      String partition = LakeVersion.Table.partition(file);
      return file.name().startsWith(share)
          && (partition.isEmpty() || partitions.contains(partition));
    }
  }

  /** MIDI files whose rows of a table are not the same as in the earlier version. */
  public record Changes(Set<String> added, Set<String> gone) {
    /** The rows of those that are to be added. */
    public Dataset<Row> added(Dataset<Row> rows) {
      List<Row> keys =
          added.stream().map(key -> RowFactory.create(key.isEmpty() ? null : key)).toList();
      StructType schema = new StructType().add("key", DataTypes.StringType);
      Dataset<Row> wanted = functions.broadcast(rows.sparkSession().createDataFrame(keys, schema));
      String key = ParquetFooter.key(List.of(rows.columns())::contains).orElseThrow();
      Column isOne = rows.col(key).eqNullSafe(wanted.col("key"));
      return rows.join(wanted, isOne, "left_semi");
    }

    /** Both of these and others. */
    public Changes and(Changes more) {
      return new Changes(union(added, more.added), union(gone, more.gone));
    }
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> both = new TreeSet<>(one);
    both.addAll(other);
    return both;
  }

  private EarlierRows(
      Lake lake, Publication publication, LakeVersion version, JsonNode report, Part part) {
    this.lake = lake;
    this.publication = publication;
    this.version = version;
    this.report = report;
    this.part = part;
  }

  /**
   * Looks for the newest version that has all rows of an earlier run of the same recipe.
   *
   * @param tables that have rows of contents; of the first one all rows are by runs of its command
   * @param read other tables of that version that are looked at
   * @return empty where there is none, files of it are gone, another command made some of the rows,
   *     or so many runs did that all are to be made again
   */
  public static Optional<EarlierRows> of(
      Lake lake, Publication publication, List<LakeTable> tables, List<LakeTable> read, Part part)
      throws IOException {
    Optional<LakeVersion> version = publication.newestOfSameRecipe();
    if (version.isEmpty()) {
      return Optional.empty();
    }
    Map<LakeTable, LakeVersion.Table> there = version.get().tables();
    if (!there.keySet().containsAll(tables) || !there.keySet().containsAll(read)) {
      return Optional.empty();
    }
    List<DataFile> needed = new ArrayList<>();
    read.forEach(table -> needed.addAll(there.get(table).files()));
    Set<Optional<String>> all = new HashSet<>();
    for (LakeTable table : tables) {
      List<DataFile> its = there.get(table).files().stream().filter(part::has).toList();
      needed.addAll(its);
      its.stream().filter(file -> file.rows() > 0).map(DataFile::runFolder).forEach(all::add);
    }
    Set<Optional<String>> runs =
        there.get(tables.get(0)).files().stream()
            .filter(file -> part.has(file) && file.rows() > 0)
            .map(DataFile::runFolder)
            .collect(toSet());
    if (!runs.containsAll(all)
        || runs.contains(Optional.<String>empty())
        || runs.size() >= MOST_GENERATIONS
        || LakeVersion.missing(lake, needed).isPresent()) {
      return Optional.empty();
    }
    return RunReports.ofAttempt(lake, publication.dataset(), publication.maker(version.get()))
        .map(report -> new EarlierRows(lake, publication, version.get(), report, part));
  }

  /**
   * Whether rows are worth keeping: not where so many are gone that most files would be copied.
   *
   * @param gone as of {@link #keep}
   */
  public boolean areWorthKeeping(LakeTable table, Collection<String> gone) {
    NavigableSet<String> left = new TreeSet<>(gone);
    long copied =
        version.tables().get(table).files().stream()
            .filter(file -> mayHave(table, file, left))
            .mapToLong(DataFile::rows)
            .sum();
    long most = Math.max(FEW_ROWS, Math.round(MOST_COPIED * version.tables().get(table).rows()));
    return copied <= most;
  }

  /** The version's number. */
  public int version() {
    return version.number();
  }

  /** What the earlier run told, as JSON. */
  public JsonNode report() {
    return report;
  }

  /** The files of a table, those with the least keys first. */
  public List<Path> files(LakeTable table) {
    return version.tables().get(table).files().stream()
        .sorted(
            Comparator.comparing(
                DataFile::leastKey, Comparator.nullsFirst(Comparator.naturalOrder())))
        .map(file -> new Path(lake.root(), file.path()))
        .toList();
  }

  /**
   * Compares a table of contents with the version that the run reads. An empty key stands for rows
   * without one.
   *
   * @param columns that count besides the key; without any each key is there once
   */
  public Changes changes(LakeTable table, String... columns) throws IOException {
    List<DataFile> before = version.tables().get(table).files();
    List<DataFile> now = publication.files(table, file -> true);
    Set<DataFile> same = new HashSet<>(before);
    same.retainAll(now);
    if (columns.length > 0) { // a key may have rows in several files
      same.clear();
    }
    Map<String, Set<List<String>>> was = contents(table, before, same, columns);
    Map<String, Set<List<String>>> is = contents(table, now, same, columns);
    Set<String> added = new TreeSet<>(is.keySet());
    added.removeIf(key -> is.get(key).equals(was.get(key)));
    Set<String> gone = new TreeSet<>(was.keySet());
    gone.removeIf(key -> was.get(key).equals(is.get(key)));
    return new Changes(added, gone);
  }

  private Map<String, Set<List<String>>> contents(
      LakeTable table, List<DataFile> files, Set<DataFile> same, String... columns)
      throws IOException {
    Map<String, Set<List<String>>> contents = new HashMap<>();
    String key = key(table);
    Set<String> read = new HashSet<>(List.of(columns));
    read.add(key);
    for (DataFile file : files) {
      if (!same.contains(file)) {
        forEach(
            file,
            read,
            row ->
                contents
                    .computeIfAbsent(content(row, key), each -> new HashSet<>())
                    .add(Stream.of(columns).map(column -> text(row, column)).toList()));
      }
    }
    return contents;
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
    List<DataFile> kept = new ArrayList<>();
    for (DataFile file : version.tables().get(table).files()) {
      if (!part.has(file)) {
        continue;
      }
      if (mayHave(table, file, left)) {
        String partition = LakeVersion.Table.partition(file);
        Path to = publication.staged(table);
        copied.add(
            new Tuple2<>(
                new Path(lake.root(), file.path()).toString(),
                (partition.isEmpty() ? to : new Path(to, partition)).toString()));
      } else {
        kept.add(file);
      }
    }
    publication.keepFiles(table, kept);
    long rows = kept.stream().mapToLong(DataFile::rows).sum();
    if (copied.isEmpty()) {
      return kept.isEmpty() ? OptionalLong.empty() : OptionalLong.of(rows);
    }
    return OptionalLong.of(rows + copy(spark, table, copied, left, provenance));
  }

  /** Whether a file is one of {@link #keep}, perhaps of a task that failed. */
  static boolean isCopy(Path file) {
    return COPY.matcher(file.getName()).matches();
  }

  /**
   * What the earlier run counted, without some contents.
   *
   * @param count name in its report, the sum of a column
   * @param partition that it is of; empty of a table without any
   */
  public long counted(
      String count, LakeTable table, String partition, String column, Collection<String> without)
      throws IOException {
    return report.path("counts").path(count).asLong()
        - values(table, partition, column, without).stream().mapToLong(Integer::longValue).sum();
  }

  /** The values of a column of a partition in the rows of some contents. */
  public List<Integer> values(
      LakeTable table, String partition, String column, Collection<String> contents)
      throws IOException {
    String key = key(table);
    NavigableSet<String> wanted = new TreeSet<>(contents);
    List<Integer> values = new ArrayList<>();
    for (DataFile file : version.tables().get(table).files()) {
      if (LakeVersion.Table.partition(file).equals(partition) && mayHave(table, file, wanted)) {
        forEach(
            file,
            Set.of(key, column),
            row -> {
              if (wanted.contains(content(row, key))) {
                values.add(row.getInteger(column, 0));
              }
            });
      }
    }
    return values;
  }

  private void forEach(DataFile file, Set<String> columns, ParquetRows.Visitor visitor)
      throws IOException {
    ParquetRows.forEach(new Path(lake.root(), file.path()), lake.fs().getConf(), columns, visitor);
  }

  private static String key(LakeTable table) {
    return ParquetFooter.key(List.of(table.schema().fieldNames())::contains).orElseThrow();
  }

  private static String content(Group row, String key) {
    String content = text(row, key);
    return content == null ? "" : content;
  }

  private static String text(Group row, String column) {
    return row.getFieldRepetitionCount(column) == 0 ? null : row.getString(column, 0);
  }

  private static boolean mayHave(LakeTable table, DataFile file, NavigableSet<String> keys) {
    return !keys.isEmpty()
        && file.rows() > 0
        && (file.leastKey() == null
            || (keys.contains("") && table.schema().apply(key(table)).nullable())
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
    Map<String, String> told = Map.copyOf(provenance);
    String begin = part.share() + KEPT;
    List<Tuple2<String, Long>> copies =
        spark
            .parallelize(files, files.size())
            .map(file -> copy(file, begin, table, left.value(), told, conf.value().value()))
            .collect();
    copies.forEach(copy -> publication.copied(copy._1()));
    return copies.stream().mapToLong(Tuple2::_2).sum();
  }

  private static Tuple2<String, Long> copy(
      Tuple2<String, String> file,
      String begin,
      LakeTable table,
      Set<String> gone,
      Map<String, String> provenance,
      Configuration conf)
      throws IOException {
    String name = String.format(Locale.ROOT, "%s00000-%s.zstd.parquet", begin, UUID.randomUUID());
    Path to = new Path(file._2(), name);
    String key = key(table);
    try (TableFile<Group> copy = TableFile.ofCopies(to, table, provenance, conf)) {
      ParquetRows.forEach(
          new Path(file._1()),
          conf,
          row -> {
            if (!gone.contains(content(row, key))) {
              copy.write(row);
            }
          });
      return new Tuple2<>(to.toString(), copy.rows());
    }
  }
}
