package io.partita.model.audio;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;

import io.partita.audio.MelRecipe;
import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import io.partita.split.Fold;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** The mel of a data set's files, each file whole and in the split of its recording. */
public final class MelTracks {
  private MelTracks() {}

  /**
   * Fails where a data set has no mel of a recipe; needs no Spark.
   *
   * @throws io.partita.UserException also where another version of the recipe made it
   */
  public static void require(Lake lake, String dataset, MelRecipe recipe) throws IOException {
    MelRows.require(lake, dataset, recipe);
  }

  /** The files, in the order of their recordings; those in no split are left out. */
  public static JavaRDD<TrackFrames> of(
      Map<LakeTable, Dataset<Row>> tables, String dataset, MelRecipe recipe) {
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(tables.get(AUDIO_TRACKS).sparkSession().sparkContext());
    List<AudioRecordings.Track> tracks = AudioExamples.tracks(tables, dataset);
    AudioRecordings recordings =
        AudioRecordings.of(
            tracks, NearEqualAudio.among(spark, tables, dataset, tracks), null, Fold.NONE);
    recordings.say(dataset, null, tracks);
    Broadcast<AudioRecordings> everywhere = spark.broadcast(recordings);
    Broadcast<Map<String, Integer>> places =
        spark.broadcast(AudioRecordings.places(recordings.tracks(), AudioRecordings.Track::id));
    int bands = recipe.nMels();
    return MelRows.of(tables, dataset, recipe, recordings.tracks(), places)
        .mapPartitions(segments -> new Whole(segments, everywhere.value(), bands));
  }

  /** Files of segments that come one file after the other. */
  private static final class Whole implements Iterator<TrackFrames> {
    private final Iterator<Tuple2<Long, MelRows.Segment>> segments;
    private final AudioRecordings recordings;
    private final int bands;
    private Tuple2<Long, MelRows.Segment> next;

    Whole(Iterator<Tuple2<Long, MelRows.Segment>> segments, AudioRecordings recordings, int bands) {
      this.segments = segments;
      this.recordings = recordings;
      this.bands = bands;
      this.next = segments.hasNext() ? segments.next() : null;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public TrackFrames next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      int place = AudioWindow.track(next._1);
      List<float[]> frames = new ArrayList<>();
      while (next != null && AudioWindow.track(next._1) == place) {
        frames.addAll(List.of(next._2.frames(bands)));
        next = segments.hasNext() ? segments.next() : null;
      }
      AudioRecordings.Track track = recordings.tracks().get(place);
      return new TrackFrames(
          track.id(), track.recording(), track.split(), frames.toArray(float[][]::new));
    }
  }
}
