package io.partita.model.slices;

import static io.partita.lake.table.LakeTable.DATASET;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.form.Form;
import io.partita.form.SliceCut;
import io.partita.lake.Lake;
import io.partita.lake.run.Suspects;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.ContentHashes;
import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import io.partita.model.run.Duplicates;
import io.partita.model.run.FileChoice;
import io.partita.model.run.FoldOption;
import io.partita.model.run.TrainingRun;
import io.partita.model.train.OneOfEachCluster;
import io.partita.split.Fold;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.storage.StorageLevel;

/**
 * What a model of slices learns from: a data set's slices of one form and length, in the order of
 * the table whatever the number of cores. They are read once and then kept on the workers' disks.
 */
public final class SliceExamples<E> {
  /** The columns that tell files apart. */
  public static final List<String> FILE = List.of("source", "path");

  private final Fold fold;
  private final JavaRDD<Slice<E>> slices;
  private final Map<String, Long> countBySplit = new TreeMap<>();
  private final Dataset<Row> filesWithout;
  private final Map<String, Long> suspectsBySplit;
  private final Map<String, Long> duplicatesBySplit;
  private final Map<String, String> clusters;
  private final Map<String, Examples<E>> numbered = new HashMap<>();

  private record Slice<E>(String split, String source, String path, String md5, E example)
      implements Serializable {}

  private SliceExamples(
      Fold fold,
      JavaRDD<Slice<E>> slices,
      Dataset<Row> filesWithout,
      Map<String, Long> suspectsBySplit,
      Map<String, Long> duplicatesBySplit,
      Map<String, String> clusters) {
    this.fold = fold;
    this.slices = slices;
    this.filesWithout = filesWithout;
    this.suspectsBySplit = suspectsBySplit;
    this.duplicatesBySplit = duplicatesBySplit;
    this.clusters = clusters;
    slices
        .mapToPair(slice -> new scala.Tuple2<>(slice.split(), 1L))
        .reduceByKey(Long::sum)
        .collectAsMap()
        .forEach(countBySplit::put);
  }

  /**
   * Fails where a data set was never sliced, which needs no Spark to be told.
   *
   * @throws UserException when there is no such data set, or it has no slices
   */
  public static void require(Lake lake, String dataset, Form<?> form, int bars) throws IOException {
    lake.requireDataset(dataset);
    if (!lake.snapshot().get(dataset).containsKey(form.slices())) {
      throw noSlices(dataset, form, bars);
    }
  }

  /**
   * @param cut which slices
   * @param cap slices of a file at most, chosen by the seed; null for all
   * @param choice of its files
   * @throws UserException when the data set has no slices of that length, or cut by another map
   */
  public static <E> SliceExamples<E> of(
      Map<LakeTable, Dataset<Row>> all,
      String dataset,
      SliceCut<E> cut,
      Integer cap,
      long seed,
      FileChoice choice) {
    Map<LakeTable, Dataset<Row>> tables = choice.where().on(all, dataset);
    Form<E> form = cut.form();
    int bars = cut.bars();
    SliceMap.require(tables, dataset, cut);
    Column wanted = col(DATASET).equalTo(dataset).and(col("bars").equalTo(bars));
    Suspects suspects = Suspects.toLeaveOut(tables, dataset, choice.withSuspects());
    Dataset<Row> sound =
        suspects.without(
            FoldOption.deal(
                tables.get(form.slices()).where(wanted).where(col("split").isNotNull()),
                choice.fold(),
                tables,
                dataset));
    Duplicates duplicates = Duplicates.of(tables, dataset, sound, choice);
    Dataset<Row> rows = duplicates.without(sound);
    if (cap != null) {
      Column[] place = Form.columns(form.placeColumns());
      Column drawn =
          xxhash64(
              Stream.of(Stream.of(lit(seed), col("source"), col("path")), Arrays.stream(place))
                  .flatMap(columns -> columns)
                  .toArray(Column[]::new));
      Column[] drawOrder =
          Stream.concat(Stream.of(drawn), Arrays.stream(place)).toArray(Column[]::new);
      rows =
          rows.withColumn(
                  "place",
                  row_number().over(Window.partitionBy("source", "path").orderBy(drawOrder)))
              .where(col("place").leq(cap));
    }
    List<String> order = new ArrayList<>(FILE);
    order.addAll(form.placeColumns());
    List<String> columns = new ArrayList<>(List.of("split", "source", "path", "midi_md5"));
    columns.addAll(form.columns());
    JavaRDD<Slice<E>> slices =
        // All slices of a file come to one partition, and the partitions are in order.
        rows.repartitionByRange(col("source"), col("path"))
            .sortWithinPartitions(Form.columns(order))
            .select(Form.columns(columns))
            .toJavaRDD()
            .map(row -> slice(form, row))
            .persist(StorageLevel.DISK_ONLY());
    Dataset<Row> files =
        FoldOption.deal(tables.get(form.files()).where(wanted), choice.fold(), tables, dataset);
    SliceExamples<E> examples =
        new SliceExamples<>(
            choice.fold(),
            slices,
            suspects.without(files).where(col("reason").isNotNull()),
            suspects.countBySplit(files),
            duplicates.countBySplit(suspects.without(files)),
            duplicates.clusters());
    if (examples.countBySplit.isEmpty()) {
      throw noSlices(dataset, form, bars);
    }
    return examples;
  }

  private static <E> Slice<E> slice(Form<E> form, Row row) {
    return new Slice<>(
        row.getString(0),
        row.getString(1),
        row.getString(2),
        row.getString(3),
        form.example(row, 4));
  }

  private static UserException noSlices(String dataset, Form<?> form, int bars) {
    return new UserException(
        Mistake.NOT_PREPARED,
        String.format(
            Locale.ROOT,
            "Data set %s has no %ss of %d bars in a split: run 'partita %s' first.",
            dataset,
            form.title(),
            bars,
            form.command(dataset, bars)));
  }

  /** Slices by split. */
  public Map<String, Long> countBySplit() {
    return countBySplit;
  }

  /** The slices of a split, each with its {@link #FILE}. */
  public JavaRDD<FileExample<E>> byFile(String name) {
    String split = fold.split(name);
    return slices
        .filter(slice -> slice.split().equals(split))
        .map(slice -> new FileExample<>(List.of(slice.source(), slice.path()), slice.example()));
  }

  /** The contents of a split that give a slice. */
  public ContentHashes contents(String name) {
    String split = fold.split(name);
    return ContentHashes.of(
        slices.filter(slice -> slice.split().equals(split)).map(Slice::md5).distinct().collect());
  }

  /**
   * The slices to train on; where files weigh as one, of one of them in each epoch.
   *
   * @param most slices of a file in an epoch, others in another one; 0 for all
   */
  public Examples<E> toTrain(int most) {
    String split = fold.split(TrainingRun.TRAIN);
    Examples<E> all = of(TrainingRun.TRAIN);
    return clusters.isEmpty() && most == 0
        ? all
        : OneOfEachCluster.of(
            all,
            slices
                .filter(slice -> slice.split().equals(split))
                .map(slice -> List.of(slice.source(), slice.path(), slice.md5())),
            clusters,
            most == 0 ? Integer.MAX_VALUE : most);
  }

  /** The slices of a split; none where there is no such split. */
  public Examples<E> of(String name) {
    return numbered.computeIfAbsent(fold.split(name), this::numbered);
  }

  private Examples<E> numbered(String split) {
    Map<String, Long> leftOut = new TreeMap<>();
    for (Row row :
        filesWithout.where(col("split").equalTo(split)).groupBy("reason").count().collectAsList()) {
      leftOut.put("files without a slice (" + row.getString(0) + ")", row.getLong(1));
    }
    if (suspectsBySplit.containsKey(split)) {
      leftOut.put(Suspects.FILES, suspectsBySplit.get(split));
    }
    if (duplicatesBySplit.containsKey(split)) {
      leftOut.put(Duplicates.FILES, duplicatesBySplit.get(split));
    }
    return Examples.of(
        byFile(split).map(FileExample::example), countBySplit.getOrDefault(split, 0L), leftOut);
  }
}
