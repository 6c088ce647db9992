package io.partita.ingest.msd;

import static io.partita.lake.table.LakeTable.MSD_TRACKS;
import static io.partita.lake.table.LakeTable.QUARANTINE;

import io.partita.ingest.IngestOptions;
import io.partita.ingest.MemberStage;
import io.partita.ingest.PartitionReport;
import io.partita.ingest.RunReport;
import io.partita.ingest.Summary;
import io.partita.input.InputPlan;
import io.partita.lake.Publication;
import io.partita.run.Progress;
import io.partita.run.RunIdentity;
import io.partita.run.Spark;
import io.partita.run.StageSeconds;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The Million Song Dataset's track files to Parquet. Input: folders or archives of {@code
 * data/A/B/C/TR….h5}; output: the tables msd_tracks and quarantine.
 */
@Command(
    name = "ingest-msd",
    description = "Ingest Million Song track files (HDF5), every array of them, into the lake.",
    footer = {
      "",
      "Example:",
      "  partita ingest-msd --input MillionSongSubset.tar.gz --lake lake --dataset msd"
    })
public final class IngestMsd implements Callable<Integer> {
  @Mixin private IngestOptions options;

  @Override
  public Integer call() throws IOException {
    return new Summary(run()).print(options.json);
  }

  public RunReport run() throws IOException {
    Instant started = Instant.now();
    StageSeconds stages = new StageSeconds();
    Configuration conf = Spark.hadoopConfiguration();
    options.check();
    InputPlan input = InputPlan.of(options.inputs, conf);
    RunIdentity identity =
        RunIdentity.of("ingest-msd", options.decisive(), input.sources(), List.of());
    try (Publication publication = options.begin(identity, conf);
        SparkSession spark = Spark.session("ingest-msd " + options.dataset);
        Progress progress = new Progress(spark)) {

      stages.ended("check and start");
      MemberStage stage = new MemberStage(spark, publication.stage(), identity, options.limits());
      PartitionReport figures =
          stage.readAndParse(input, IngestMsd::isHdf5, path -> false, MsdPartition::new, progress);
      stage.tidy(MSD_TRACKS);
      stage.tidy(QUARANTINE);

      stages.ended("read and parse");

      progress.say("Publishing");
      RunReport report =
          RunReport.of(
              identity, options, Map.of(), started, stages, input, List.of(), figures, Map.of());
      publication.publish(List.of(MSD_TRACKS, QUARANTINE), List.of(), report);
      publication.report(report);
      return report;
    }
  }

  private static boolean isHdf5(String path) {
    return path.toLowerCase(Locale.ROOT).endsWith(".h5");
  }
}
