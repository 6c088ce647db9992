package io.partita.model.audio.vae;

import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.run.Spark;
import io.partita.model.archive.ModelCard;
import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.AudioRecordings;
import io.partita.model.audio.AudioWindow;
import io.partita.model.audio.SplitFileOption;
import io.partita.model.run.FoldOption;
import io.partita.model.train.TrainedModel;
import io.partita.split.PublishedSplits;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * The windows of a model's training that are nearest to others, by the distance of their values.
 */
final class NearestWindows {
  private NearestWindows() {}

  /** A training window and how far it is: of equal ones the first. */
  private record Near(double squares, int track, int number) implements Serializable {
    Near or(Near other) {
      return other == null || squares <= other.squares ? this : other;
    }
  }

  /**
   * Looks for them in the lake that a model was trained from.
   *
   * @return of each window a JSON object
   * @throws UserException where the lake has not what the model was trained on
   */
  static List<Map<String, Object>> of(
      String folder, TrainedModel<? extends AudioVae> trained, List<float[]> windows)
      throws IOException {
    ModelCard.Provenance provenance = trained.card().provenance();
    Lake lake = Lake.existing(folder, Spark.hadoopConfiguration());
    AudioExamples.Origin origin =
        AudioExamples.Origin.of(lake, provenance.dataset(), trained.model().input());
    PublishedSplits published = SplitFileOption.of(trained).read();
    try (SparkSession session = Spark.session("generate " + provenance.dataset())) {
      AudioExamples examples =
          AudioExamples.of(
              LakeReader.tables(session, lake), origin, published, FoldOption.of(trained));
      return nearest(session, examples, provenance.trainSplit(), trained.model(), windows);
    }
  }

  private static List<Map<String, Object>> nearest(
      SparkSession session,
      AudioExamples examples,
      String split,
      AudioVae model,
      List<float[]> windows) {
    Broadcast<List<float[]>> wanted =
        JavaSparkContext.fromSparkContext(session.sparkContext())
            .broadcast(new ArrayList<>(windows));
    List<Near[]> parts =
        examples
            .windows(split)
            .mapPartitions(
                part -> Collections.singletonList(nearest(part, wanted.value())).iterator())
            .collect();
    AudioRecordings recordings = examples.recordings().value();
    List<Map<String, Object>> found = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      Near best = null;
      for (Near[] part : parts) {
        best = best == null ? part[i] : best.or(part[i]);
      }
      found.add(best == null ? null : fields(best, recordings, model));
    }
    return found;
  }

  private static Near[] nearest(Iterator<AudioWindow> part, List<float[]> wanted) {
    Near[] nearest = new Near[wanted.size()];
    while (part.hasNext()) {
      AudioWindow window = part.next();
      float[] values = window.values();
      for (int i = 0; i < nearest.length; i++) {
        Near near = new Near(squares(values, wanted.get(i)), window.track(), window.number());
        nearest[i] = nearest[i] == null ? near : nearest[i].or(near);
      }
    }
    return nearest;
  }

  private static double squares(float[] one, float[] other) {
    double squares = 0;
    for (int i = 0; i < one.length; i++) {
      double off = (double) one[i] - other[i];
      squares += off * off;
    }
    return squares;
  }

  private static Map<String, Object> fields(Near near, AudioRecordings recordings, AudioVae model) {
    AudioRecordings.Track track = recordings.tracks().get(near.track());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("track_id", track.id());
    fields.put("path", track.path());
    fields.put("window", near.number());
    fields.put("start_s", near.number() * AudioWindow.seconds(model.input()));
    fields.put("root_mean_square_distance", Math.sqrt(near.squares() / model.input().size()));
    return fields;
  }
}
