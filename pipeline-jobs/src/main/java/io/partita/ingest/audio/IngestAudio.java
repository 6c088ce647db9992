package io.partita.ingest.audio;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.MEL;
import static io.partita.lake.table.LakeTable.QUARANTINE;

import io.partita.audio.file.AudioLimits;
import io.partita.ingest.CatalogSource;
import io.partita.ingest.FinishedPartitions;
import io.partita.ingest.PartitionReport;
import io.partita.ingest.RunReport;
import io.partita.ingest.Summary;
import io.partita.lake.input.InputPlan;
import io.partita.lake.run.IngestRun;
import io.partita.split.StratifiedSplit;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Audio in a folder for each label to Parquet, as GTZAN lies. Input: folders or archives of {@code
 * genres/blues/blues.00000.wav}; output: the tables audio_tracks, mel and quarantine.
 */
@Command(
    name = "ingest audio",
    description = "Ingest audio files as mel spectrograms, labelled by folder.")
public final class IngestAudio implements Callable<Integer> {
  @Mixin private AudioOptions options = new AudioOptions();

  @Override
  public Integer call() throws IOException {
    return new Summary(run()).print(options.common.json);
  }

  private RunReport run() throws IOException {
    try (IngestRun run = options.common.run("ingest-audio", options.input.paths)) {
      options.check(run.options());
      InputPlan input =
          InputPlan.of("--input", options.input.paths, AudioStage::sliceBytes, run.conf());
      CatalogSource.sayUnused(input, "splits are by --split, at random within labels.");
      run.begin(input, List.of(), () -> AudioStage.prepare(input));

      KnownTracks known = KnownTracks.of(run);
      AudioStage stage = new AudioStage(run, known);
      stage.decode(task(run, known), 0);
      FinishedPartitions finished = stage.finished();
      finished.tidy(MEL, run.identity());
      finished.tidy(QUARANTINE, run.identity());
      PartitionReport figures = finished.sum();
      known.keep(finished, AudioPartition.RAW_TRACKS, figures);
      run.ended("decode");

      run.progress().say("Adding splits");
      Map<String, Long> splits =
          new AudioTracks(run, finished).write(new StratifiedSplit(options.ratios(), options.seed));
      run.ended("splits");

      return RunReport.publish(
          run, List.of(AUDIO_TRACKS, MEL, QUARANTINE), List.of(), figures, splits);
    }
  }

  private AudioPartition.Task task(IngestRun run, KnownTracks known) {
    return new AudioPartition.Task(
        options.mel.plan(),
        AudioLimits.defaults(),
        run.rules().limits(),
        new LabelFolders(run.input().sources().size() > 1),
        known.broadcast(),
        AudioPartition.RAW_TRACKS);
  }
}
