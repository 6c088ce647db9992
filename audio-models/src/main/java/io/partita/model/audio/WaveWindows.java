package io.partita.model.audio;

import io.partita.MalformedInputException;
import io.partita.archive.HashedChannel;
import io.partita.archive.RejectedMember;
import io.partita.audio.RmsLevel;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioPass;
import io.partita.lake.input.AudioFile;
import io.partita.lake.input.AudioFiles;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Decodes the audio of a slice of a data set's input once more, brings each file to one rate and
 * level, and cuts it into windows. A file's samples at that rate are in memory, windows are put
 * down on the worker's disk.
 */
final class WaveWindows implements AudioFiles.Sink {
  private final String source;
  private final AudioInput input;
  private final Map<String, Integer> places;
  private final TrackWindows cutting;
  private final WindowFile.Writer windows;

  private WaveWindows(
      String source,
      AudioInput input,
      Map<String, Integer> places,
      TrackWindows cutting,
      WindowFile.Writer windows) {
    this.source = source;
    this.input = input;
    this.places = places;
    this.cutting = cutting;
    this.windows = windows;
  }

  /** What tells a file of the input. */
  static String place(String source, String path) {
    return source + '\n' + path;
  }

  /**
   * Windows by {@link AudioWindow#key}, in no order.
   *
   * @param places of files among the recordings, by {@link #place}
   */
  static JavaPairRDD<Long, AudioWindow> of(
      JavaSparkContext spark,
      WaveSources sources,
      AudioInput input,
      Broadcast<Map<String, Integer>> places,
      TrackWindows cutting) {
    Broadcast<SerializableConfiguration> conf =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    var names = sources.names();
    var limits = sources.limits();
    return spark
        .parallelize(sources.plan().slices(), sources.plan().slices().size())
        .flatMapToPair(
            slice -> {
              Configuration files = conf.value().value();
              WindowFile file = WindowFile.ofTask();
              try (WindowFile.Writer writer = file.writer()) {
                WaveWindows decoded =
                    new WaveWindows(
                        names.get(slice.source()), input, places.value(), cutting, writer);
                new AudioFiles(files, limits, decoded).read(slice);
              }
              return keyed(file.read());
            });
  }

  private static Iterator<Tuple2<Long, AudioWindow>> keyed(Iterator<AudioWindow> windows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return windows.hasNext();
      }

      @Override
      public Tuple2<Long, AudioWindow> next() {
        AudioWindow window = windows.next();
        return new Tuple2<>(AudioWindow.key(window.track(), window.number()), window);
      }
    };
  }

  @Override
  public boolean wants(String path) {
    return places.containsKey(place(source, path));
  }

  @Override
  public void file(AudioFile file) throws IOException {
    int track = places.get(place(source, file.path()));
    float[] samples;
    try (HashedChannel content = file.open();
        AudioPass pass = new AudioPass(content, AudioLimits.defaults())) {
      samples = pass.mono(input.sampleRateHz());
      if (!file.sha256(content).equals(cutting.track(track).sha256())) {
        windows.write(AudioWindow.none(track, "files that changed since they were ingested"));
        return;
      }
    } catch (MalformedInputException e) {
      windows.write(
          AudioWindow.none(
              track, "files that cannot be decoded any more (" + e.fault().label() + ")"));
      return;
    }
    cut(track, samples);
  }

  private void cut(int track, float[] samples) throws IOException {
    Optional<float[]> level =
        input.source() == AudioInput.Source.DECODED_WAVE
            ? Optional.of(samples)
            : RmsLevel.normalised(samples);
    long count = cutting.of(track).count(samples.length);
    if (level.isEmpty() || count == 0) {
      windows.write(
          AudioWindow.none(track, count == 0 ? AudioWindow.TOO_SHORT : "files that are silent"));
      return;
    }
    for (int window = 0; window < count; window++) {
      windows.write(cutting.cut(track, level.get(), window));
    }
  }

  @Override
  public void rejected(RejectedMember member) throws IOException {
    Integer track = places.get(place(source, member.path()));
    if (track != null) {
      windows.write(AudioWindow.none(track, "files that their archive does not yield any more"));
    }
  }
}
