package io.partita.lake.duplicates;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.storage.StorageLevel.DISK_ONLY;

import io.partita.lake.run.Progress;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.RowBuilder;
import io.partita.similarity.ComparedFile;
import io.partita.similarity.MusicFeatures;
import io.partita.similarity.PairMatch;
import io.partita.similarity.PairMatcher;
import io.partita.similarity.ShingleFrequencies;
import io.partita.similarity.Tier;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;

/**
 * The pieces of a lake that hold the same music as a file: the file is compared with every content,
 * by the weights that {@code find-duplicates} gives shingles, so that nothing is lost to a choice
 * of candidates and the figures are those of dup_pairs.
 *
 * @param files how many contents it was compared with
 * @param best the surest matches, in their order
 */
public record PieceMatches(int files, List<PieceMatch> best) {
  static final String EQUAL = "is_equal";
  static final String LOWEST = "lowest";
  static final String LINES = "lines";

  private static final String ITSELF = "is_itself";
  private static final String RANK = "rank";
  private static final String COVERED = "cov_min";

  /** {@code lines} by {@link ComparedFile#toBytes}. */
  static final StructType SCHEMA =
      new StructType()
          .add(DATASET, StringType, false)
          .add("midi_md5", StringType, false)
          .add(ITSELF, BooleanType, false)
          .add(EQUAL, BooleanType, false)
          .add(RANK, IntegerType, false)
          .add(COVERED, DoubleType, false)
          .add(LOWEST, IntegerType, false)
          .add(LINES, BinaryType, false);

  /**
   * Looks for them.
   *
   * @param datasets to look in
   * @param top how many at most
   */
  public static PieceMatches of(
      SparkSession spark,
      Progress progress,
      Map<LakeTable, Dataset<Row>> tables,
      List<String> datasets,
      PieceQuery query,
      int top) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Dataset<Row> compared =
        ComparedContents.of(spark, progress, tables, datasets).persist(DISK_ONLY());
    Dataset<Row> noGroups = ComparedContents.groups(tables, datasets).limit(0);
    ListedFiles listed = ListedFiles.of(compared, noGroups, datasets);
    LongAccumulator counted = context.sc().longAccumulator("Counting shingles");
    progress.next("Counting shingles", listed::contents, "contents", 1, counted.name().get());
    Broadcast<ShingleFrequencies> frequencies =
        context.broadcast(
            ShingleCounts.of(
                compared, context.broadcast(listed.numbers()), listed.contents(), counted));

    progress.say("Comparing");
    String md5 = query.md5();
    byte[] features = query.features().toBytes();
    Dataset<Row> matches =
        spark.createDataFrame(
            compared
                .select(DATASET, "midi_md5", ComparedContents.FEATURES)
                .toJavaRDD()
                .mapPartitions(rows -> matches(rows, md5, features, frequencies.value())),
            SCHEMA);
    PairMatcher matcher = new PairMatcher(ComparedFile.of(query.features(), frequencies.value()));
    List<PieceMatch> best =
        named(tables, matches.sort(order()).limit(top)).collectAsList().stream()
            .map(row -> PieceMatch.of(row, matcher, query))
            .toList();
    compared.unpersist();
    return new PieceMatches(listed.files().size(), best);
  }

  private static Iterator<Row> matches(
      Iterator<Row> rows, String md5, byte[] made, ShingleFrequencies frequencies) {
    MusicFeatures query = MusicFeatures.of(made);
    PairMatcher matcher = new PairMatcher(ComparedFile.of(query, frequencies));
    List<Row> matches = new ArrayList<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      String candidate = row.getAs("midi_md5");
      MusicFeatures features = MusicFeatures.of(row.<byte[]>getAs(ComparedContents.FEATURES));
      ComparedFile file = ComparedFile.of(features, frequencies);
      PairMatch match = matcher.match(file);
      boolean isEqual = query.isEqualTo(features);
      if (isEqual || match.tier() != null) {
        matches.add(
            RowBuilder.of(SCHEMA)
                .set(DATASET, row.<String>getAs(DATASET))
                .set("midi_md5", candidate)
                .set(ITSELF, md5.equals(candidate))
                .set(EQUAL, isEqual)
                .set(RANK, (isEqual ? Tier.EXACT : match.tier()).rank())
                .set(COVERED, isEqual ? 1 : match.covMin())
                .set(LOWEST, features.lowest())
                .set(LINES, file.toBytes())
                .row());
      }
    }
    return matches.iterator();
  }

  /** The file itself, then the surest, and of these those that cover most. */
  private static Column[] order() {
    return new Column[] {
      col(ITSELF).desc(), col(RANK), col(COVERED).desc(), col(DATASET), col("midi_md5")
    };
  }

  /** With a path of each; the few matches go to where the paths are. */
  private static Dataset<Row> named(Map<LakeTable, Dataset<Row>> tables, Dataset<Row> matches) {
    return tables
        .get(MIDI_FILES)
        .select(DATASET, "midi_md5", "path")
        .join(broadcast(matches), new String[] {DATASET, "midi_md5"})
        .sort(order());
  }
}
