package io.partita.ingest.audio;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.FMA_TRACKS;
import static io.partita.lake.table.LakeTable.MEL;
import static io.partita.lake.table.LakeTable.QUARANTINE;

import io.partita.audio.file.AudioLimits;
import io.partita.catalog.CatalogFault;
import io.partita.fma.FmaSubset;
import io.partita.fma.FmaTable;
import io.partita.ingest.FinishedPartitions;
import io.partita.ingest.QuarantineFile;
import io.partita.ingest.RunReport;
import io.partita.ingest.StagedPartition;
import io.partita.ingest.Summary;
import io.partita.input.InputPlan;
import io.partita.lake.Publication;
import io.partita.lake.table.FmaColumns;
import io.partita.lake.table.LakeTable;
import io.partita.run.Progress;
import io.partita.run.RunIdentity;
import io.partita.run.Spark;
import io.partita.run.StageSeconds;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The Free Music Archive's audio and metadata to Parquet. Input: fma_small.zip or a larger one, and
 * fma_metadata.zip, or their folders; output: the tables audio_tracks, mel, fma_tracks and
 * quarantine, and fma_genres, fma_features and fma_echonest where their files are there.
 */
@Command(
    name = "ingest-fma",
    description = "Ingest Free Music Archive audio, as mel spectrograms, and its metadata.",
    footer = {
      "",
      "Tracks without audio and audio without a row are counted, and listed in the quarantine as",
      "MISSING_AUDIO and NO_METADATA; neither counts as rejected.",
      "",
      "Examples:",
      "  partita ingest-fma --input fma_small.zip --metadata fma_metadata.zip --lake lake",
      "  partita ingest-fma --input fma_full.zip --metadata fma_metadata.zip --subset medium \\",
      "      --lake hdfs://namenode/lake --dataset fma_medium --resume"
    })
public final class IngestFma implements Callable<Integer> {
  /** Partitions below this number are the metadata's. */
  private static final int FIRST_SLICE = FmaTable.values().length + 1;

  private static final int MISSING = FmaTable.values().length;

  @Mixin private FmaOptions options;

  @Override
  public Integer call() throws IOException {
    return new Summary(run()).print(options.json);
  }

  public RunReport run() throws IOException {
    Instant started = Instant.now();
    StageSeconds stages = new StageSeconds();
    Configuration conf = Spark.hadoopConfiguration();
    options.check();
    InputPlan audio = InputPlan.of("--input", options.audio, AudioStage::sliceBytes, conf);
    FmaMetadata metadata = FmaMetadata.of(options.metadata, conf);
    List<InputPlan.Source> sideFiles = List.of(metadata.source());
    RunIdentity identity =
        RunIdentity.of("ingest-fma", options.decisive(), audio.sources(), sideFiles);
    try (Publication publication = options.begin(identity, conf);
        SparkSession spark = Spark.session("ingest-fma " + options.dataset);
        Progress progress = new Progress(spark)) {

      stages.ended("check and start");
      AudioStage stage = new AudioStage(spark, publication.stage(), identity);
      progress.say("Reading metadata");
      readMetadata(spark, stage, audio, metadata);
      Map<Integer, FmaCatalog.Track> tracks = tracks(spark, stage.finished());
      stages.ended("metadata");

      stage.decode("--input", audio, task(spark, tracks), FIRST_SLICE, progress);
      stages.ended("decode");

      progress.say("Looking for missing audio");
      listMissing(spark, stage, audio, metadata, tracks);
      FinishedPartitions finished = stage.finished();
      List<LakeTable> tables = tables(metadata);
      for (LakeTable table : tables) {
        finished.tidy(table, identity);
      }
      stages.ended("missing audio");

      progress.say("Publishing");
      RunReport report =
          RunReport.of(
              identity,
              options,
              Map.of(),
              started,
              stages,
              audio,
              sideFiles,
              finished.sum(),
              splits(spark, finished));
      publication.publish(tables, without(tables), report);
      publication.report(report);
      return report;
    }
  }

  /** One task for each CSV file. */
  private static void readMetadata(
      SparkSession spark, AudioStage stage, InputPlan audio, FmaMetadata metadata)
      throws IOException {
    Set<Integer> done = stage.finished().partitions();
    List<FmaTable> left =
        metadata.files().keySet().stream()
            .filter(table -> !done.contains(partition(table)))
            .toList();
    if (left.isEmpty()) {
      return;
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    StagedPartition.Settings settings = stage.settings(audio);
    Broadcast<SerializableConfiguration> conf =
        context.broadcast(
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    context
        .parallelize(left, left.size())
        .foreach(
            table -> {
              Configuration own = conf.value().value();
              StagedPartition staged =
                  new StagedPartition(
                      settings, partition(table), TaskContext.get().taskAttemptId(), own);
              new FmaPartition(metadata, staged, own).write(table);
            });
  }

  private static int partition(FmaTable table) {
    return List.of(FmaTable.values()).indexOf(table);
  }

  /** What the metadata say that decoding needs. */
  private static Map<Integer, FmaCatalog.Track> tracks(
      SparkSession spark, FinishedPartitions finished) {
    Map<Integer, FmaCatalog.Track> tracks = new HashMap<>();
    for (Row row :
        read(
            spark,
            finished.files(FMA_TRACKS.tableName()),
            FMA_TRACKS.schema(),
            "track_id",
            "genre_top",
            "split",
            "subset")) {
      FmaSubset subset = row.isNullAt(3) ? null : FmaSubset.labelled(row.getString(3)).orElse(null);
      tracks.put(row.getInt(0), new FmaCatalog.Track(row.getString(1), row.getString(2), subset));
    }
    return tracks;
  }

  private AudioPartition.Task task(SparkSession spark, Map<Integer, FmaCatalog.Track> tracks) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return new AudioPartition.Task(
        options.mel.plan(),
        AudioLimits.defaults(),
        options.limits(),
        new FmaCatalog(context.broadcast(tracks), options.subset()),
        AUDIO_TRACKS.tableName());
  }

  /** Tracks of the subset whose audio is not there, neither sound nor broken. */
  private void listMissing(
      SparkSession spark,
      AudioStage stage,
      InputPlan audio,
      FmaMetadata metadata,
      Map<Integer, FmaCatalog.Track> tracks)
      throws IOException {
    FinishedPartitions finished = stage.finished();
    if (finished.partitions().contains(MISSING)) {
      return;
    }
    Set<Integer> there = new HashSet<>();
    for (LakeTable table : List.of(AUDIO_TRACKS, QUARANTINE)) {
      for (Row row : read(spark, finished.files(table.tableName()), table.schema(), "path")) {
        FmaCatalog.trackNumber(row.getString(0)).ifPresent(there::add);
      }
    }
    try (StagedPartition staged = stage.partition(audio, MISSING)) {
      QuarantineFile quarantine = new QuarantineFile(staged);
      for (int track : new TreeSet<>(tracks.keySet())) {
        FmaSubset subset = tracks.get(track).subset();
        if (options.subset().includes(subset) && !there.contains(track)) {
          staged.report().count("missing_audio", 1);
          quarantine.note(
              metadata.source().name(),
              FmaCatalog.path(track),
              CatalogFault.MISSING_AUDIO,
              0,
              "Track "
                  + track
                  + " of tracks.csv"
                  + (subset == null ? "" : ", subset " + subset.label() + ",")
                  + " has no audio in the input");
        }
      }
      staged.finish();
    }
  }

  private static Map<String, Long> splits(SparkSession spark, FinishedPartitions finished) {
    Map<String, Long> splits = new TreeMap<>();
    for (Row row :
        read(spark, finished.files(AUDIO_TRACKS.tableName()), AUDIO_TRACKS.schema(), "split")) {
      if (!row.isNullAt(0)) {
        splits.merge(row.getString(0), 1L, Long::sum);
      }
    }
    return splits;
  }

  private static List<Row> read(
      SparkSession spark, List<String> files, StructType schema, String first, String... more) {
    return files.isEmpty()
        ? List.of()
        : spark
            .read()
            .schema(schema)
            .parquet(files.toArray(String[]::new))
            .select(first, more)
            .collectAsList();
  }

  private static List<LakeTable> tables(FmaMetadata metadata) {
    List<LakeTable> tables = new ArrayList<>(List.of(AUDIO_TRACKS, MEL, QUARANTINE));
    metadata.files().keySet().forEach(table -> tables.add(FmaColumns.table(table)));
    return tables;
  }

  private static List<LakeTable> without(List<LakeTable> tables) {
    List<LakeTable> dropped = new ArrayList<>();
    for (FmaTable table : FmaTable.values()) {
      if (!tables.contains(FmaColumns.table(table))) {
        dropped.add(FmaColumns.table(table));
      }
    }
    return dropped;
  }
}
