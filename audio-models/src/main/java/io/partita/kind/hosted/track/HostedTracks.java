package io.partita.kind.hosted.track;

import io.partita.MalformedInputException;
import io.partita.archive.HashedChannel;
import io.partita.archive.RejectedMember;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioPass;
import io.partita.kind.hosted.CallFault;
import io.partita.lake.input.AudioFile;
import io.partita.lake.input.AudioFiles;
import io.partita.lake.input.InputSlice;
import io.partita.model.audio.AudioRecordings;
import io.partita.model.audio.MonoSound;
import io.partita.model.audio.WaveSources;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Decodes the audio of a data set's input once more and runs a hosted model over it, each file by
 * itself: one host a task, of the model's bytes as Spark brought them to the worker.
 */
public final class HostedTracks<T> implements AudioFiles.Sink {
  private final Tracks tracks;
  private final String source;
  private final TrackEncoder<T> encoder;
  private final List<HostedTrack<T>> made;

  private HostedTracks(
      Tracks tracks, String source, TrackEncoder<T> encoder, List<HostedTrack<T>> made) {
    this.tracks = tracks;
    this.source = source;
    this.encoder = encoder;
    this.made = made;
  }

  /**
   * The files of a data set.
   *
   * @param places of them by {@link #place}
   */
  private record Tracks(List<AudioRecordings.Track> all, Map<String, Integer> places)
      implements Serializable {
    static Tracks of(List<AudioRecordings.Track> all) {
      Map<String, Integer> places = new HashMap<>();
      for (int i = 0; i < all.size(); i++) {
        places.put(place(all.get(i).source(), all.get(i).path()), i);
      }
      return new Tracks(all, places);
    }

    private static String place(String source, String path) {
      return source + '\n' + path;
    }

    /** The place of a file, null of one that is none. */
    Integer track(String source, String path) {
      return places.get(place(source, path));
    }
  }

  /**
   * What a model makes of each file of some sources, in no order, with a reason for those that it
   * makes nothing of.
   *
   * @param partitions tasks that share the sources' slices; they decide nothing of the results
   */
  public static <T> JavaRDD<HostedTrack<T>> of(
      JavaSparkContext spark,
      WaveSources sources,
      TrackModel<T> model,
      List<AudioRecordings.Track> tracks,
      int partitions) {
    Broadcast<SerializableConfiguration> conf =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    Broadcast<TrackModel<T>> sent = spark.broadcast(model);
    Broadcast<Tracks> everywhere = spark.broadcast(Tracks.of(tracks));
    var names = sources.names();
    var limits = sources.limits();
    return spark
        .parallelize(sources.plan().slices(), partitions)
        .mapPartitions(
            slices -> {
              Configuration files = conf.value().value();
              List<HostedTrack<T>> made = new ArrayList<>();
              if (!slices.hasNext()) {
                return made.iterator();
              }
              try (TrackEncoder<T> encoder = sent.value().open()) {
                while (slices.hasNext()) {
                  InputSlice slice = slices.next();
                  HostedTracks<T> sink =
                      new HostedTracks<>(
                          everywhere.value(), names.get(slice.source()), encoder, made);
                  new AudioFiles(files, limits, sink).read(slice);
                }
              }
              return made.iterator();
            });
  }

  @Override
  public boolean wants(String path) {
    return tracks.track(source, path) != null;
  }

  @Override
  public void file(AudioFile file) throws IOException {
    int place = tracks.track(source, file.path());
    AudioRecordings.Track track = tracks.all().get(place);
    try {
      float[][] channels = heard(file, track);
      made.add(
          channels == null
              ? HostedTrack.none(place, "files that changed since they were ingested")
              : new HostedTrack<>(
                  place, channels[0].length, encoder.encode(track, channels), null));
    } catch (MalformedInputException e) {
      String why =
          e.fault() instanceof CallFault
              ? "files that the model does not take"
              : "files that cannot be decoded any more";
      made.add(HostedTrack.none(place, "%s (%s)".formatted(why, e.fault().label())));
    }
  }

  /** Null of a file that is not the one that was ingested. */
  private float[][] heard(AudioFile file, AudioRecordings.Track track)
      throws IOException, MalformedInputException {
    try (HashedChannel content = file.open();
        AudioPass pass =
            new AudioPass(content, AudioLimits.defaults().withMaxDurationS(MonoSound.LONGEST_S))) {
      float[][] channels = encoder.heard(pass);
      return file.sha256(content).equals(track.sha256()) ? channels : null;
    }
  }

  @Override
  public void rejected(RejectedMember member) {
    Integer place = tracks.track(source, member.path());
    if (place != null) {
      made.add(HostedTrack.none(place, "files that their archive does not yield any more"));
    }
  }
}
