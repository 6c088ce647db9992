package io.partita.kind.hosted.latent;

import io.partita.MalformedInputException;
import io.partita.archive.HashedChannel;
import io.partita.archive.RejectedMember;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioPass;
import io.partita.kind.hosted.FrameNoise;
import io.partita.kind.hosted.HostedModel;
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
import java.util.Locale;
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
final class HostedTracks implements AudioFiles.Sink {
  private final Work work;
  private final String source;
  private final LatentModel model;
  private final List<HostedTrack> made;

  private HostedTracks(Work work, String source, LatentModel model, List<HostedTrack> made) {
    this.work = work;
    this.source = source;
    this.model = model;
    this.made = made;
  }

  /**
   * What every task knows.
   *
   * @param name of the model
   * @param sha256 that its bytes must have
   * @param seed of what it draws
   * @param tracks of the data set
   * @param places of tracks by {@link #place}
   */
  record Work(
      String name,
      String sha256,
      long seed,
      List<AudioRecordings.Track> tracks,
      Map<String, Integer> places)
      implements Serializable {
    static Work of(String name, String sha256, long seed, List<AudioRecordings.Track> tracks) {
      Map<String, Integer> places = new HashMap<>();
      for (int i = 0; i < tracks.size(); i++) {
        places.put(place(tracks.get(i).source(), tracks.get(i).path()), i);
      }
      return new Work(name, sha256, seed, tracks, places);
    }

    private static String place(String source, String path) {
      return source + '\n' + path;
    }

    /** The place of a track, null of a file that is none. */
    Integer track(String source, String path) {
      return places.get(place(source, path));
    }
  }

  /**
   * What a model makes of each file of some sources, in no order, with a reason for those that it
   * makes nothing of.
   *
   * @param model its file's bytes
   * @param partitions tasks that share the sources' slices; they decide nothing of the results
   */
  static JavaRDD<HostedTrack> of(
      JavaSparkContext spark, WaveSources sources, byte[] model, Work work, int partitions) {
    Broadcast<SerializableConfiguration> conf =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    Broadcast<byte[]> bytes = spark.broadcast(model);
    Broadcast<Work> everywhere = spark.broadcast(work);
    var names = sources.names();
    var limits = sources.limits();
    return spark
        .parallelize(sources.plan().slices(), partitions)
        .mapPartitions(
            slices -> {
              Configuration files = conf.value().value();
              List<HostedTrack> made = new ArrayList<>();
              if (!slices.hasNext()) {
                return made.iterator();
              }
              try (LatentModel host = open(everywhere.value(), bytes.value())) {
                while (slices.hasNext()) {
                  InputSlice slice = slices.next();
                  HostedTracks sink =
                      new HostedTracks(everywhere.value(), names.get(slice.source()), host, made);
                  new AudioFiles(files, limits, sink).read(slice);
                }
              }
              return made.iterator();
            });
  }

  private static LatentModel open(Work work, byte[] bytes) throws IOException {
    HostedModel file;
    try {
      file = HostedModel.of(work.name(), bytes);
    } catch (MalformedInputException e) {
      throw new IOException(work.name() + " came to a worker damaged.", e);
    }
    if (!file.sha256().equals(work.sha256())) {
      throw new IOException(work.name() + " came to a worker as another file.");
    }
    return LatentModel.open(file);
  }

  @Override
  public boolean wants(String path) {
    return work.track(source, path) != null;
  }

  @Override
  public void file(AudioFile file) throws IOException {
    int place = work.track(source, file.path());
    AudioRecordings.Track track = work.tracks().get(place);
    float[] samples;
    try (HashedChannel content = file.open();
        AudioPass pass =
            new AudioPass(content, AudioLimits.defaults().withMaxDurationS(MonoSound.LONGEST_S))) {
      samples = pass.mono(model.shape().rateHz());
      if (!file.sha256(content).equals(track.sha256())) {
        made.add(HostedTrack.none(place, "files that changed since they were ingested"));
        return;
      }
    } catch (MalformedInputException e) {
      made.add(HostedTrack.none(place, "files that cannot be decoded any more (" + word(e) + ")"));
      return;
    }
    try {
      float[][] values = model.encode(samples, FrameNoise.mix(work.seed(), track.id()));
      made.add(HostedTrack.of(place, samples.length, values));
    } catch (MalformedInputException e) {
      made.add(HostedTrack.none(place, "files that the model does not take (" + word(e) + ")"));
    }
  }

  private static String word(MalformedInputException e) {
    return e.fault().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void rejected(RejectedMember member) {
    Integer place = work.track(source, member.path());
    if (place != null) {
      made.add(HostedTrack.none(place, "files that their archive does not yield any more"));
    }
  }
}
