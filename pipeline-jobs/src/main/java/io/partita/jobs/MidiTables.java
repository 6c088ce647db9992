package io.partita.jobs;

import static io.partita.lake.LakeTable.MIDI_BYTES;
import static io.partita.lake.LakeTable.MIDI_FILES;
import static io.partita.lake.LakeTable.MIDI_SOURCES;
import static io.partita.lake.LakeTable.NOTES;
import static io.partita.lake.LakeTable.QUARANTINE;
import static io.partita.lake.LakeTable.TOKENS;
import static io.partita.lake.LakeTable.TRACKS;
import static io.partita.lake.LakeTable.TRACK_MIDI;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import io.partita.lake.LakeTable;
import io.partita.lake.Publication;
import io.partita.lake.TableFile;
import io.partita.symbolic.TokenScheme;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The second half of an ingest: from the small staged tables it works out which tracks there are,
 * which files belong together and so to one split, and what the catalog says; then it completes the
 * tables that were waiting for that. Notes and bytes are not touched again.
 */
final class MidiTables {
  private static final String MD5 = "midi_md5";

  private final SparkSession spark;
  private final Publication publication;
  private final MidiStage stage;
  private final MidiOptions options;
  private final RunIdentity identity;

  MidiTables(
      SparkSession spark,
      Publication publication,
      MidiStage stage,
      MidiOptions options,
      RunIdentity identity) {
    this.spark = spark;
    this.publication = publication;
    this.stage = stage;
    this.options = options;
    this.identity = identity;
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
      String metadata, String matchScores, CatalogSource catalog, PartitionReport figures)
      throws IOException {
    Dataset<Row> files = staged(MidiPartition.RAW_FILES, MIDI_FILES.schema());
    Dataset<Row> sources = staged(MidiPartition.RAW_SOURCES, MIDI_SOURCES.schema());

    save(TRACK_MIDI, trackMidi(sources, matchScores), "track_id", "rank_in_track");
    Dataset<Row> trackMidi = saved(TRACK_MIDI);
    save(TRACKS, tracks(trackMidi, metadata), "track_id");
    Dataset<Row> tracks = saved(TRACKS);

    Dataset<Row> groups = splitGroups(files, trackMidi, tracks);
    CatalogRows rows = CatalogRows.of(spark, catalog, publication.stage(), sources);
    Dataset<Row> splits = rows.overrideSplits(groups).persist();
    save(MIDI_FILES, withSplits(files, splits), MD5);
    save(MIDI_SOURCES, rows.complete(sources, splits), "source", "path", MD5);
    for (TokenScheme scheme : options.schemes()) {
      saveTokens(scheme, splits);
    }
    rows.count(figures, splits);
    completeFolders();

    figures.count("tracks", tracks.count());
    figures.count("tracks_with_metadata", tracks.where(col("song_id").isNotNull()).count());
    Map<String, Long> bySplit = new TreeMap<>();
    splits
        .groupBy("split")
        .count()
        .collectAsList()
        .forEach(row -> bySplit.put(row.getString(0), row.getLong(1)));
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
      Dataset<Row> scores = MatchScores.read(spark, matchScores);
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
    Dataset<Row> counts =
        trackMidi.groupBy("track_id").agg(count(lit(1)).cast("int").as("n_midi"));
    Dataset<Row> songs =
        metadata == null
            ? spark.createDataFrame(List.of(), TRACKS.schema())
            : MsdSongs.read(spark, metadata, counts.select("track_id"));
    return counts.join(songs.drop("n_midi").dropDuplicates("track_id"), "track_id", "left");
  }

  /** Rows (midi_md5, content_hash, split_group, split), one for each content not rejected. */
  private Dataset<Row> splitGroups(Dataset<Row> files, Dataset<Row> trackMidi, Dataset<Row> tracks) {
    Dataset<Row> songs =
        trackMidi
            .join(tracks.select("track_id", "song_id"), "track_id")
            .groupBy(MD5)
            .agg(collect_set(coalesce(col("song_id"), col("track_id"))).as("songs"));
    Dataset<Row> contents =
        files
            .where(col("status").notEqual(ParsedContent.REJECTED))
            .select(MD5, "content_hash")
            .join(songs, new String[] {MD5}, "left");
    return SplitAssignment.of(spark, contents, options.ratios());
  }

  private Dataset<Row> withSplits(Dataset<Row> files, Dataset<Row> splits) {
    return files
        .drop("split_group", "split")
        .join(splits.select(MD5, "split_group", "split"), new String[] {MD5}, "left");
  }

  private void saveTokens(TokenScheme scheme, Dataset<Row> splits) {
    Dataset<Row> tokens = staged(MidiPartition.rawTokens(scheme), TOKENS.schema());
    Dataset<Row> complete =
        tokens
            .drop("split")
            .join(broadcast(splits.select(MD5, "split")), new String[] {MD5}, "left");
    // Each staged file becomes one file in the same order; nothing is shuffled.
    complete
        .select(declared(TOKENS))
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(new Path(publication.staged(TOKENS), "scheme=" + scheme.schemeName()).toString());
  }

  private void save(LakeTable table, Dataset<Row> rows, String... order) {
    String first = order[0];
    Column[] sort = Arrays.stream(order).map(org.apache.spark.sql.functions::col).toArray(Column[]::new);
    rows.select(declared(table))
        .repartition(1)
        .sortWithinPartitions(sort)
        .write()
        .mode(SaveMode.Overwrite)
        .options(parquetOptions(table))
        .parquet(publication.staged(table).toString());
  }
}
