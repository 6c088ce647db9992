package io.partita.report;

import io.partita.UserException;
import io.partita.command.model.Reconstruct;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.LakeVersion;
import io.partita.lake.run.Progress;
import io.partita.lake.run.RunningCommand;
import io.partita.lake.run.Spark;
import io.partita.lake.table.LakeTable;
import io.partita.model.latent.HeldOutFile;
import io.partita.model.train.TrainedModel;
import io.partita.report.alike.AlikeTracks;
import io.partita.report.clip.ListenTrack;
import io.partita.report.clip.ListenTracks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Spark was asked for a report, all of it of one version of each data set.
 *
 * @param tracks to listen to
 * @param alike of files that hold the same music, to be heard side by side
 * @param latents of models trained elsewhere
 * @param audition loops of the drum model that is to be heard; null for none
 * @param heldOut files that models were not trained on, by the training's run and model
 */
record ReportAnswers(
    List<DatasetContent> datasets,
    List<ListenTrack> tracks,
    List<AlikeTracks> alike,
    List<LatentClips.Track> latents,
    AuditionLoops audition,
    Map<List<String>, List<HeldOutFile>> heldOut) {
  /** Of each model. */
  private static final int MOST_HELD_OUT = 2;

  private static final Logger log = LoggerFactory.getLogger(ReportAnswers.class);

  /**
   * Asks, after statistics that are missing have been counted.
   *
   * @param lakeFolder as the user gave it
   * @param audition drum model that is to be heard; null for none
   */
  static ReportAnswers ask(
      Lake lake, String lakeFolder, ReportSelection selection, TrainedModel<?> audition)
      throws Exception {
    RunningCommand.begin(lake, "report", String.join(", ", selection.of(lake).keySet()), null);
    try (SparkSession spark = Spark.session("report");
        Progress progress = new Progress(spark)) {
      MissingStatistics missing = new MissingStatistics(lake, lakeFolder);
      Map<String, String> uncounted = new HashMap<>();
      for (String dataset :
          selection.isCounting() ? selection.of(lake).keySet() : Set.<String>of()) {
        missing.count(dataset, spark, progress).ifPresent(reason -> uncounted.put(dataset, reason));
      }
      Map<String, Map<LakeTable, LakeVersion.Table>> shown = selection.of(lake);
      return LakeReader.query(
          spark,
          lake,
          () -> true,
          tables -> {
            ReportQueries queries = new ReportQueries(spark, tables);
            ReportDataset gathered = new ReportDataset(lake, lakeFolder, queries, selection.list());
            List<DatasetContent> content = new ArrayList<>();
            for (Map.Entry<String, Map<LakeTable, LakeVersion.Table>> dataset : shown.entrySet()) {
              String name = dataset.getKey();
              progress.say("Reading " + name);
              Set<LakeTable> its = dataset.getValue().keySet();
              List<String> notes = missing.notes(name, its, uncounted.getOrDefault(name, ""));
              content.add(gathered.content(name, its, notes));
            }
            progress.say("Choosing tracks");
            ListenTracks choice = new ListenTracks(spark, selection.clipS());
            return new ReportAnswers(
                content,
                choice.choose(shown, selection.tracks()),
                selection.isWithSound() ? AlikeTracks.choose(spark, shown, choice) : List.of(),
                selection.isWithSound() ? LatentClips.choose(spark, tables, shown) : List.of(),
                audition == null
                    ? null
                    : AuditionLoops.of(audition, List.copyOf(shown.keySet()), tables),
                selection.isWithSound() ? heldOut(content, tables) : Map.of());
          });
    }
  }

  private static Map<List<String>, List<HeldOutFile>> heldOut(
      List<DatasetContent> datasets, Map<LakeTable, Dataset<Row>> tables) throws IOException {
    Map<List<String>, List<HeldOutFile>> heldOut = new HashMap<>();
    for (DatasetContent dataset : datasets) {
      for (TrainingContent training : dataset.trainings()) {
        try {
          TrainedModel<?> trained =
              TrainedModel.read(training.model(), Spark.hadoopConfiguration());
          if (trained.card().provenance().runId().equals(training.runId())) {
            heldOut.put(key(training), Reconstruct.heldOut(tables, trained, MOST_HELD_OUT));
          }
        } catch (UserException e) {
          // There is no such model any more, or not the splits that it was trained with.
          log.debug("{} reconstructs nothing", training.model(), e);
        }
      }
    }
    return heldOut;
  }

  private static List<String> key(TrainingContent training) {
    return List.of(training.runId(), training.model());
  }

  /** Files that the model of a training was not trained on; none where it reconstructs nothing. */
  List<HeldOutFile> heldOut(TrainingContent training) {
    return heldOut.getOrDefault(key(training), List.of());
  }
}
