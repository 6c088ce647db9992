package io.partita.ingest.msd;

import static io.partita.lake.table.LakeTable.MSD_TRACKS;
import static io.partita.lake.table.LakeTable.QUARANTINE;

import io.partita.ingest.InputOption;
import io.partita.ingest.MemberStage;
import io.partita.ingest.PartitionReport;
import io.partita.ingest.RunReport;
import io.partita.ingest.Summary;
import io.partita.lake.input.InputPlan;
import io.partita.lake.run.IngestRun;
import io.partita.option.IngestOptions;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The Million Song Dataset's track files to Parquet. Input: folders or archives of {@code
 * data/A/B/C/TR….h5}; output: the tables msd_tracks and quarantine.
 */
@Command(
    name = "ingest msd",
    description = "Ingest Million Song track files (HDF5) with all their arrays.")
public final class IngestMsd implements Callable<Integer> {
  @Mixin private InputOption input = new InputOption();
  @Mixin private IngestOptions options = new IngestOptions();

  @Override
  public Integer call() throws IOException {
    return new Summary(run()).print(options.json);
  }

  public RunReport run() throws IOException {
    try (IngestRun run = options.run("ingest-msd", input.paths)) {
      run.begin(InputPlan.of("--input", input.paths, run.conf()), List.of());

      MemberStage stage =
          new MemberStage(run, path -> path.toLowerCase(Locale.ROOT).endsWith(".h5"));
      PartitionReport figures = stage.parse(MsdPartition::new);
      stage.tidy(MSD_TRACKS, QUARANTINE);
      run.ended("read and parse");

      return RunReport.publish(run, List.of(MSD_TRACKS, QUARANTINE), List.of(), figures, Map.of());
    }
  }
}
