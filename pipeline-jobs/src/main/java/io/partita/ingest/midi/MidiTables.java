package io.partita.ingest.midi;

import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static io.partita.lake.table.LakeTable.MIDI_SOURCES;
import static io.partita.lake.table.LakeTable.TOKENS;
import static io.partita.lake.table.LakeTable.TRACKS;
import static io.partita.lake.table.LakeTable.TRACK_MIDI;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.udf;

import io.partita.catalog.CsvCatalog;
import io.partita.ingest.CatalogRows;
import io.partita.ingest.MemberStage;
import io.partita.ingest.PartitionReport;
import io.partita.ingest.msd.MsdSongs;
import io.partita.lake.table.ContentStatus;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.TableFile;
import io.partita.run.IngestRun;
import io.partita.split.LabelIndex;
import io.partita.split.SplitAssignment;
import io.partita.split.SplitGroups;
import io.partita.token.TokenScheme;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The second half of an ingest: from the small staged tables it works out which tracks there are,
 * which files belong together and so to one split, and what the catalog says; then it completes the
 * tables that were waiting for that. Notes and bytes are not touched again.
 */
final class MidiTables {
  private static final String MD5 = "midi_md5";
  private static final String MAX_PARTITION_BYTES = "spark.sql.files.maxPartitionBytes";

  private final IngestRun run;
  private final SparkSession spark;
  private final MemberStage stage;
  private final MidiOptions options;

  MidiTables(IngestRun run, MemberStage stage, MidiOptions options) {
    this.run = run;
    this.spark = run.spark();
    this.stage = stage;
    this.options = options;
  }

  /**
   * Stages every table that {@link MidiPartition} did not finish.
   *
   * @param metadata the Million Song summary, or null
   * @param matchScores Lakh's scores, or null
   * @param figures gets what is counted here
   * @return contents in each split
   */
  Map<String, Long> write(
      String metadata, String matchScores, CsvCatalog catalog, PartitionReport figures)
      throws IOException {
    Dataset<Row> files = staged(MidiPartition.RAW_FILES, MIDI_FILES.schema());
    Dataset<Row> sources = staged(MidiPartition.RAW_SOURCES, MIDI_SOURCES.schema());

    save(TRACK_MIDI, trackMidi(sources, matchScores), "track_id", "rank_in_track");
    Dataset<Row> trackMidi = saved(TRACK_MIDI);
    run.ended("matches");
    save(TRACKS, tracks(trackMidi, metadata), "track_id");
    Dataset<Row> tracks = saved(TRACKS);
    run.ended("metadata");

    CatalogRows rows = new CatalogRows(spark, catalog, sources);
    Dataset<Row> splits = rows.override(splits(files, trackMidi, tracks)).persist();
    save(MIDI_FILES, withSplits(files, splits), MD5);
    save(MIDI_SOURCES, rows.complete(splits), "source", "path", MD5);
    run.ended("splits and catalog");
    UserDefinedFunction splitOf = splitOf(splits);
    for (TokenScheme scheme : options.schemes()) {
      saveTokens(scheme, splitOf);
    }
    run.ended("tokens");

    rows.count(splits, figures);
    figures.count("tracks", tracks.count());
    figures.count("tracks_with_metadata", tracks.where(col("song_id").isNotNull()).count());
    Map<String, Long> bySplit = new TreeMap<>();
    for (Row row : splits.groupBy("split").count().collectAsList()) {
      bySplit.put(row.getString(0), row.getLong(1));
    }
    splits.unpersist();
    return bySplit;
  }

  /** Which contents belong to which track: by the members' paths, else by the match scores. */
  private Dataset<Row> trackMidi(Dataset<Row> sources, String matchScores) {
    Dataset<Row> contents = sources.where(col(MD5).isNotNull());
    Dataset<Row> pairs =
        contents.where(col("track_id").isNotNull()).select("track_id", MD5).distinct();
    if (matchScores == null) {
      pairs = pairs.withColumn("score", lit(null).cast("double"));
    } else {
      Dataset<Row> scores = MatchScoreRows.read(spark, matchScores);
      Dataset<Row> unnamed = contents.where(col("track_id").isNull()).select(MD5).distinct();
      pairs =
          pairs
              .union(unnamed.join(scores, MD5).select("track_id", MD5))
              .distinct()
              .join(scores, new String[] {"track_id", MD5}, "left");
    }
    Column rank =
        row_number()
            .over(
                Window.partitionBy("track_id")
                    .orderBy(col("score").desc_nulls_last(), col(MD5).asc()));
    return pairs.withColumn("rank_in_track", rank);
  }

  private Dataset<Row> tracks(Dataset<Row> trackMidi, String metadata) throws IOException {
    Dataset<Row> counts = trackMidi.groupBy("track_id").agg(count(lit(1)).cast("int").as("n_midi"));
    Dataset<Row> songs =
        metadata == null
            ? spark.createDataFrame(List.of(), TRACKS.schema())
            : MsdSongs.read(spark, metadata, counts.select("track_id"));
    return counts.join(songs.drop("n_midi").dropDuplicates("track_id"), "track_id", "left");
  }

  /** Rows (midi_md5, content_hash, split_group, split), one for each content not rejected. */
  private Dataset<Row> splits(Dataset<Row> files, Dataset<Row> trackMidi, Dataset<Row> tracks) {
    Dataset<Row> songs =
        trackMidi
            .join(tracks.select("track_id", "song_id"), "track_id")
            .groupBy(MD5)
            .agg(collect_set(coalesce(col("song_id"), col("track_id"))).as("songs"));
    Dataset<Row> contents =
        files
            .where(col("status").notEqual(ContentStatus.REJECTED.word()))
            .select(MD5, "content_hash")
            .join(songs, new String[] {MD5}, "left")
            .persist();
    SplitGroups groups = new SplitGroups();
    contents
        .toLocalIterator()
        .forEachRemaining(
            row -> groups.add(row.getString(1), row.isNullAt(2) ? List.of() : row.getList(2)));
    Broadcast<SplitAssignment> assignment =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .broadcast(groups.assign(options.ratios()));
    UDF1<String, String> group = hash -> assignment.value().group(hash);
    UDF1<String, String> split = hash -> assignment.value().split(hash).label();
    Column hash = col("content_hash");
    return contents
        .select(col(MD5), hash)
        .withColumn("split_group", udf(group, DataTypes.StringType).apply(hash))
        .withColumn("split", udf(split, DataTypes.StringType).apply(hash));
  }

  private static Dataset<Row> withSplits(Dataset<Row> files, Dataset<Row> splits) {
    return files
        .drop("split_group", "split")
        .join(splits.select(MD5, "split_group", "split"), new String[] {MD5}, "left");
  }

  /**
   * From midi_md5 to its split, known to every task: a join would broadcast several times as much.
   */
  private UserDefinedFunction splitOf(Dataset<Row> splits) {
    LabelIndex labels = new LabelIndex();
    splits
        .select(MD5, "split")
        .toLocalIterator()
        .forEachRemaining(row -> labels.put(row.getString(0), row.getString(1)));
    Broadcast<LabelIndex> index =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(labels);
    UDF1<String, String> splitOf = md5 -> index.value().get(md5);
    return udf(splitOf, DataTypes.StringType);
  }

  /** Each staged file becomes one file in the same order; nothing is shuffled. */
  private void saveTokens(TokenScheme scheme, UserDefinedFunction splitOf) {
    String folder = MidiPartition.rawTokens(scheme);
    // Otherwise Spark packs small files into one task, in the order of their sizes.
    spark.conf().set("spark.sql.files.openCostInBytes", spark.conf().get(MAX_PARTITION_BYTES));
    // A row may have millions of tokens: no task holds a second one.
    spark.conf().set("spark.sql.parquet.columnarReaderBatchSize", "1");
    Dataset<Row> tokens =
        staged(folder, TOKENS.schema()).withColumn("split", splitOf.apply(col(MD5)));
    write(TOKENS, tokens, new Path(run.staged(TOKENS), "scheme=" + scheme.label()));
  }

  private void save(LakeTable table, Dataset<Row> rows, String... order) {
    Column[] columns = Arrays.stream(order).map(functions::col).toArray(Column[]::new);
    write(
        table,
        rows.select(declared(table)).repartition(1).sortWithinPartitions(columns),
        run.staged(table));
  }

  private static void write(LakeTable table, Dataset<Row> rows, Path folder) {
    rows.select(declared(table))
        .write()
        .mode(SaveMode.Overwrite)
        .options(TableFile.sparkOptions(table))
        .parquet(folder.toString());
  }

  /** Raw staged files; a folder that no partition wrote to has no rows. */
  private Dataset<Row> staged(String folder, StructType schema) {
    String[] files = stage.files(folder).toArray(String[]::new);
    return files.length == 0
        ? spark.createDataFrame(List.of(), schema)
        : spark.read().schema(schema).parquet(files);
  }

  private Dataset<Row> saved(LakeTable table) {
    return spark.read().schema(table.schema()).parquet(run.staged(table).toString());
  }

  private static Column[] declared(LakeTable table) {
    return Arrays.stream(table.schema().fieldNames()).map(functions::col).toArray(Column[]::new);
  }
}
