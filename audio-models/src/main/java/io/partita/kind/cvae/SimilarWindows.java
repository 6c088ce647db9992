package io.partita.kind.cvae;

import static io.partita.lake.table.LakeTable.AUDIO_LATENTS;
import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.DATASET;
import static org.apache.spark.sql.functions.col;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.TableShare;
import io.partita.model.audio.AudioWindow;
import io.partita.model.latent.Finder;
import io.partita.model.latent.LakeLatents;
import io.partita.model.latent.LatentColumns;
import io.partita.model.train.TrainedModel;
import io.partita.nn.latent.Cosine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * A search for windows by their latents.
 *
 * @param clip the file of the wanted window, cut up to it
 * @param number of the window in the file
 */
record SimilarWindows(TrainedModel<Cvae> model, AudioClip clip, int number)
    implements Finder.Search {
  private static final String[] COLUMNS = {
    DATASET, "track_id", "window", "start_s", "recording", "split", "mu"
  };

  /**
   * @throws UserException where the file has no such window
   */
  static SimilarWindows of(TrainedModel<Cvae> model, AudioClip clip, int number) {
    if (number >= clip.windows().size()) {
      throw new UserException(
          Mistake.BAD_OPTION,
          "%s has %d windows: --window must be 0 to %d, not %d."
              .formatted(
                  clip.file().given(), clip.windows().size(), clip.windows().size() - 1, number));
    }
    return new SimilarWindows(model, clip, number);
  }

  @Override
  public Map<String, Object> query() {
    Map<String, Object> query = new LinkedHashMap<>();
    query.put("file", clip.file().path());
    query.put("sha256", clip.sha256());
    query.put("window", number);
    query.put("start_s", number * AudioWindow.seconds(clip.input()));
    return query;
  }

  /** Of each recording of each data set the window that is most like the wanted one. */
  @Override
  public FoundWindows nearest(LakeLatents latents, int most) throws IOException {
    float[] mu =
        model.model().encode(model.weights(), List.of(clip.examples().get(number))).mu()[0];
    List<FoundWindow> nearest =
        latents
            .in(AUDIO_LATENTS)
            .select(TableShare.columns(COLUMNS))
            .toJavaRDD()
            .map(row -> found(row, mu))
            .mapToPair(
                found -> new Tuple2<>(new Tuple2<>(found.dataset(), found.recording()), found))
            .reduceByKey(FoundWindow::nearer)
            .values()
            .takeOrdered(most);
    List<FoundWindow> named = new ArrayList<>();
    for (FoundWindow found : nearest) {
      List<Row> rows =
          latents
              .tables()
              .get(AUDIO_TRACKS)
              .where(col(DATASET).equalTo(found.dataset()))
              .where(col("track_id").equalTo(found.trackId()))
              .select("source", "path", "label")
              .collectAsList();
      named.add(rows.isEmpty() ? found : found.of(rows.get(0)));
    }
    return new FoundWindows(this, named);
  }

  private static FoundWindow found(Row row, float[] wanted) {
    float[] mu = LatentColumns.vector(row, "mu");
    return new FoundWindow(
        Cosine.of(wanted, mu),
        row.getAs(DATASET),
        row.getAs("track_id"),
        row.getAs("window"),
        row.getAs("start_s"),
        row.getAs("recording"),
        row.getAs("split"),
        null,
        null,
        null,
        mu);
  }
}
