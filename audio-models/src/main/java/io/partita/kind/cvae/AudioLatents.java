package io.partita.kind.cvae;

import static io.partita.lake.table.LakeTable.AUDIO_LATENTS;

import io.partita.AtInput;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.table.RowBuilder;
import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.AudioRecordings;
import io.partita.model.audio.AudioWindow;
import io.partita.model.examples.NetworkBatches;
import io.partita.model.latent.LatentColumns;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Windows of audio to rows of audio_latents, on the workers. */
final class AudioLatents {
  private AudioLatents() {}

  /** What all rows of a model have in common. */
  private record Origin(String sha256, String runId, String folder, double windowS)
      implements java.io.Serializable {}

  /**
   * Stages the latents of a model in a run, beside those of others, and shows how far they are.
   *
   * @param windows of the model's length
   */
  static void stage(DerivedRun run, TrainedModel<Cvae> model, AudioExamples windows)
      throws IOException {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(run.spark().sparkContext());
    LongAccumulator done = run.spark().sparkContext().longAccumulator("windows encoded");
    run.progress().next("Encoding", windows::count, "windows", 1, done.name().get());
    Cvae network = model.model();
    Broadcast<INDArray> parameters = spark.broadcast(model.weights().params());
    Broadcast<AudioRecordings> recordings = windows.recordings();
    Origin origin =
        new Origin(
            model.card().used().sha256(),
            model.card().provenance().runId(),
            model.folder().name(),
            AudioWindow.seconds(network.input()));
    JavaRDD<Row> rows =
        windows
            .windows()
            .mapPartitions(
                part ->
                    (Iterator<List<Row>>)
                        new NetworkBatches<AudioWindow, List<Row>>(
                            network,
                            parameters,
                            part,
                            (loaded, batch) ->
                                rows(network, loaded, batch, recordings.value(), origin, done)))
            .flatMap(List::iterator);
    run.share(origin.runId(), true)
        .write(
            AUDIO_LATENTS,
            run.spark().createDataFrame(rows, AUDIO_LATENTS.schema()),
            "track_id",
            "window");
  }

  private static List<Row> rows(
      Cvae model,
      ComputationGraph network,
      List<AudioWindow> windows,
      AudioRecordings recordings,
      Origin origin,
      LongAccumulator done) {
    String first = recordings.tracks().get(windows.get(0).track()).id();
    CvaePosterior posterior =
        AtInput.callUnchecked(
            "windows of " + first,
            () -> model.encode(network, windows.stream().map(AudioWindow::values).toList()));
    List<Row> rows = new ArrayList<>(windows.size());
    for (int i = 0; i < windows.size(); i++) {
      AudioWindow window = windows.get(i);
      AudioRecordings.Track track = recordings.tracks().get(window.track());
      rows.add(
          RowBuilder.of(AUDIO_LATENTS)
              .set("model_sha256", origin.sha256())
              .set("model_run_id", origin.runId())
              .set("model", origin.folder())
              .set("config", model.config())
              .set("track_id", track.id())
              .set("window", window.number())
              .set("start_s", window.number() * origin.windowS())
              .set("duration_s", origin.windowS())
              .set("recording", track.recording())
              .set("split", track.split())
              .set("mu", LatentColumns.boxed(posterior.mu()[i]))
              .set("sigma", LatentColumns.boxed(posterior.sigma()[i]))
              .row());
    }
    done.add(windows.size());
    return rows;
  }
}
