package io.partita.ingest.audio;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.MEL;
import static io.partita.lake.table.LakeTable.QUARANTINE;

import io.partita.audio.file.AudioLimits;
import io.partita.fma.FmaTable;
import io.partita.ingest.FinishedPartitions;
import io.partita.ingest.PartitionReport;
import io.partita.ingest.RunReport;
import io.partita.ingest.Summary;
import io.partita.lake.input.InputPlan;
import io.partita.lake.run.IngestRun;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The Free Music Archive's audio and metadata to Parquet. Input: fma_small.zip or a larger one, and
 * fma_metadata.zip, or their folders; output: the tables audio_tracks, mel, fma_tracks and
 * quarantine, and fma_genres, fma_features and fma_echonest where their files are there.
 */
@Command(
    name = "ingest fma",
    description = "Ingest Free Music Archive audio as mel spectrograms, and its metadata.")
public final class IngestFma implements Callable<Integer> {
  @Mixin private FmaOptions options = new FmaOptions();

  @Override
  public Integer call() throws IOException {
    return new Summary(run()).print(options.common.json);
  }

  public RunReport run() throws IOException {
    try (IngestRun run = options.common.run("ingest-fma", options.audio)) {
      options.check(run.options());
      InputPlan audio = InputPlan.of("--input", options.audio, AudioStage::sliceBytes, run.conf());
      FmaMetadata metadata = FmaMetadata.of(options.metadata, run.conf());
      run.begin(audio, List.of(metadata.source()), () -> AudioStage.prepare(audio));

      KnownTracks known = KnownTracks.of(run);
      AudioStage stage = new AudioStage(run, known);
      FmaTables tables = new FmaTables(run, stage, metadata);
      run.progress().say("Reading metadata");
      tables.readMetadata();
      Map<Integer, FmaCatalog.Track> tracks = tables.tracks();
      run.ended("metadata");

      stage.decode(task(run, tracks, known), FmaTables.COUNT);
      run.ended("decode");

      run.progress().say("Looking for missing audio");
      tables.listMissing(tracks, options.subset());
      FinishedPartitions finished = stage.finished();
      List<LakeTable> published = published(metadata);
      for (LakeTable table : published) {
        finished.tidy(table, run.identity());
      }
      PartitionReport figures = finished.sum();
      known.keep(finished, AUDIO_TRACKS.tableName(), figures);
      run.ended("missing audio");

      return RunReport.publish(run, published, without(published), figures, tables.splits());
    }
  }

  private AudioPartition.Task task(
      IngestRun run, Map<Integer, FmaCatalog.Track> tracks, KnownTracks known) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(run.spark().sparkContext());
    return new AudioPartition.Task(
        options.mel.plan(),
        AudioLimits.defaults(),
        run.rules().limits(),
        new FmaCatalog(context.broadcast(tracks), options.subset()),
        known.broadcast(),
        AUDIO_TRACKS.tableName());
  }

  private static List<LakeTable> published(FmaMetadata metadata) {
    List<LakeTable> tables = new ArrayList<>(List.of(AUDIO_TRACKS, MEL, QUARANTINE));
    metadata.files().keySet().forEach(table -> tables.add(FmaRows.table(table)));
    return tables;
  }

  private static List<LakeTable> without(List<LakeTable> tables) {
    List<LakeTable> dropped = new ArrayList<>();
    for (FmaTable table : FmaTable.values()) {
      if (!tables.contains(FmaRows.table(table))) {
        dropped.add(FmaRows.table(table));
      }
    }
    return dropped;
  }
}
