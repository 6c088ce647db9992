package io.partita.ingest.audio;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.MEL;
import static io.partita.lake.table.LakeTable.QUARANTINE;
import static org.apache.spark.sql.functions.col;

import io.partita.audio.file.AudioLimits;
import io.partita.ingest.FinishedPartitions;
import io.partita.ingest.RunReport;
import io.partita.ingest.Summary;
import io.partita.input.InputPlan;
import io.partita.lake.Publication;
import io.partita.lake.table.TableFile;
import io.partita.run.Progress;
import io.partita.run.RunIdentity;
import io.partita.run.Spark;
import io.partita.run.StageSeconds;
import io.partita.split.Split;
import io.partita.split.StratifiedSplit;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Audio in a folder for each label to Parquet, as GTZAN lies. Input: folders or archives of {@code
 * genres/blues/blues.00000.wav}; output: the tables audio_tracks, mel and quarantine.
 */
@Command(
    name = "ingest-audio",
    description = "Ingest audio, in a folder for each label, as mel spectrograms into the lake.",
    footer = {
      "",
      "The folder that a file lies in is its label. Files of equal content, and files that differ"
          + " in",
      "the ending of their names only, share a split.",
      "",
      "Examples:",
      "  partita ingest-audio --input genres.tar.gz --lake lake --dataset gtzan",
      "  partita ingest-audio --input recordings --lake lake --recipe mel-16k-64 --dtype float32"
    })
public final class IngestAudio implements Callable<Integer> {
  @Mixin private AudioOptions options;

  @Override
  public Integer call() throws IOException {
    return new Summary(run()).print(options.json);
  }

  private RunReport run() throws IOException {
    Instant started = Instant.now();
    StageSeconds stages = new StageSeconds();
    Configuration conf = Spark.hadoopConfiguration();
    options.check();
    InputPlan input = InputPlan.of("--input", options.inputs, AudioStage::sliceBytes, conf);
    RunIdentity identity =
        RunIdentity.of("ingest-audio", options.decisive(), input.sources(), List.of());
    try (Publication publication = options.begin(identity, conf);
        SparkSession spark = Spark.session("ingest-audio " + options.dataset);
        Progress progress = new Progress(spark)) {

      stages.ended("check and start");
      AudioStage stage = new AudioStage(spark, publication.stage(), identity);
      stage.decode("--input", input, task(input), 0, progress);
      FinishedPartitions finished = stage.finished();
      finished.tidy(MEL, identity);
      finished.tidy(QUARANTINE, identity);
      stages.ended("decode");

      progress.say("Adding splits");
      Map<String, Long> splits = writeTracks(spark, finished, publication, identity);
      stages.ended("splits");

      progress.say("Publishing");
      RunReport report =
          RunReport.of(
              identity,
              options,
              Map.of(),
              started,
              stages,
              input,
              List.of(),
              finished.sum(),
              splits);
      publication.publish(List.of(AUDIO_TRACKS, MEL, QUARANTINE), List.of(), report);
      publication.report(report);
      return report;
    }
  }

  private AudioPartition.Task task(InputPlan input) {
    return new AudioPartition.Task(
        options.mel.plan(),
        AudioLimits.defaults(),
        options.limits(),
        new LabelFolders(input.sources().size() > 1),
        AudioPartition.RAW_TRACKS);
  }

  /**
   * Completes the table audio_tracks.
   *
   * @return files in each split
   */
  private Map<String, Long> writeTracks(
      SparkSession spark,
      FinishedPartitions finished,
      Publication publication,
      RunIdentity identity)
      throws IOException {
    String[] files = finished.files(AudioPartition.RAW_TRACKS).toArray(String[]::new);
    Dataset<Row> raw =
        files.length == 0
            ? spark.createDataFrame(List.of(), AUDIO_TRACKS.schema())
            : spark.read().schema(AUDIO_TRACKS.schema()).parquet(files);
    StratifiedSplit drawing = new StratifiedSplit(options.ratios(), options.seed);
    raw.select("label", "sha256", "path")
        .toLocalIterator()
        .forEachRemaining(
            row ->
                drawing.add(
                    row.isNullAt(0) ? "" : row.getString(0),
                    row.getString(1),
                    withoutEnding(row.getString(2))));
    Map<String, Split> splits = drawing.assign();
    Map<String, Long> counts = new TreeMap<>();
    Path file =
        new Path(
            publication.staged(AUDIO_TRACKS), "part-00000-" + identity.attempt() + ".zstd.parquet");
    int sha256 = AUDIO_TRACKS.schema().fieldIndex("sha256");
    int last = AUDIO_TRACKS.schema().fieldIndex("split");
    try (TableFile<Row> tracks =
        TableFile.ofRows(
            file,
            AUDIO_TRACKS,
            identity.provenance(),
            spark.sparkContext().hadoopConfiguration())) {
      Iterator<Row> rows = raw.sort(col("source"), col("path")).toLocalIterator();
      while (rows.hasNext()) {
        Row row = rows.next();
        Object[] values = new Object[row.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = row.get(i);
        }
        String split = splits.get(row.getString(sha256)).label();
        values[last] = split;
        counts.merge(split, 1L, Long::sum);
        tracks.write(RowFactory.create(values));
      }
    }
    return counts;
  }

  private static String withoutEnding(String path) {
    return path.substring(0, path.lastIndexOf('.'));
  }
}
