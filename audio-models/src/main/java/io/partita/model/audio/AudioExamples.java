package io.partita.model.audio;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.DATASET;
import static org.apache.spark.sql.functions.col;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.MelRecipe;
import io.partita.audio.compare.BandMoments;
import io.partita.audio.compare.SameAudio;
import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.ContentHashes;
import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import io.partita.split.Fold;
import io.partita.split.PublishedSplits;
import io.partita.split.Split;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * What models of audio learn from: windows of a data set's audio, in the order of recordings, files
 * and time whatever the number of cores. They are made once and then kept on the workers' disks.
 */
public final class AudioExamples {
  /** The column that tells recordings apart. */
  public static final List<String> FILE = List.of("recording");

  private static final String GONE = "files that are gone from where they were ingested";

  private final Fold fold;
  private final Broadcast<AudioRecordings> everywhere;
  private final JavaRDD<AudioWindow> windows;
  private final Map<String, Long> countBySplit = new TreeMap<>();
  private final Map<String, Map<String, Long>> leftOutBySplit = new TreeMap<>();
  private final Map<String, Examples<float[]>> numbered = new HashMap<>();

  /**
   * What is to be known of a data set before Spark starts.
   *
   * @param recipe of its mel; null for waves
   * @param sources of its waves; null for mel
   * @param hop values from the beginning of a window that is trained on to that of the next; all
   *     others stand one behind the other
   * @param more samples that a window that is trained on goes on with, where the file does
   * @param leastRms level below which a wave's window is left out, of full scale; 0 takes all
   */
  public record Origin(
      String dataset,
      AudioInput input,
      MelRecipe recipe,
      WaveSources sources,
      int hop,
      int more,
      double leastRms) {
    /**
     * @throws UserException where the data set has no such audio
     */
    public static Origin of(Lake lake, String dataset, AudioInput input) throws IOException {
      if (input.source() != AudioInput.Source.MEL) {
        return new Origin(
            dataset, input, null, WaveSources.of(lake, dataset), input.length(), 0, 0);
      }
      MelRecipe recipe =
          input
              .recipe()
              .orElseThrow(
                  () ->
                      new UserException(
                          Mistake.MISMATCH,
                          "No recipe makes mel of %d bands at %d Hz: see docs/audio.md."
                              .formatted(input.bands(), input.sampleRateHz())));
      MelRows.require(lake, dataset, recipe);
      return new Origin(dataset, input, recipe, null, input.length(), 0, 0);
    }

    /** The same with windows to train on that overlap. */
    public Origin every(int ofHop, int goingOn) {
      return new Origin(dataset, input, recipe, sources, ofHop, goingOn, leastRms);
    }

    /** The same without windows of waves below a level. */
    public Origin from(double rms) {
      return new Origin(dataset, input, recipe, sources, hop, more, rms);
    }
  }

  private AudioExamples(
      Fold fold, Broadcast<AudioRecordings> everywhere, JavaRDD<AudioWindow> windows) {
    this.fold = fold;
    this.everywhere = everywhere;
    this.windows = windows;
  }

  /**
   * Cuts a data set's audio into windows.
   *
   * @param published splits in the place of the data set's own, or null
   * @param fold by which recordings are in splits
   * @throws UserException where no file is long enough for a window
   */
  public static AudioExamples of(
      Map<LakeTable, Dataset<Row>> tables, Origin origin, PublishedSplits published, Fold fold) {
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(tables.get(AUDIO_TRACKS).sparkSession().sparkContext());
    List<AudioRecordings.Track> tracks = tracks(tables, origin.dataset());
    List<SameAudio.Pair> alike = NearEqualAudio.among(spark, tables, origin.dataset(), tracks);
    AudioRecordings recordings = AudioRecordings.of(tracks, alike, published, fold);
    recordings.say(origin.dataset(), published, tracks);
    Broadcast<AudioRecordings> everywhere = spark.broadcast(recordings);
    AudioExamples examples =
        new AudioExamples(
            fold,
            everywhere,
            windows(
                    spark,
                    tables,
                    origin,
                    new TrackWindows(
                        everywhere,
                        fold.split(Split.TRAIN.label()),
                        origin.input().length(),
                        origin.hop(),
                        origin.more(),
                        origin.leastRms()))
                .persist(StorageLevel.DISK_ONLY()));
    examples.look();
    if (examples.countBySplit.isEmpty()) {
      throw new UserException(
          Mistake.NO_DATA,
          "Data set %s has no window of %d %s in a split; left out by reason: %s."
              .formatted(
                  origin.dataset(),
                  origin.input().length(),
                  origin.recipe() == null ? "samples" : "frames",
                  examples.leftOut()));
    }
    return examples;
  }

  /** The files of a data set by their ids, without recordings. */
  public static List<AudioRecordings.Track> tracks(
      Map<LakeTable, Dataset<Row>> tables, String dataset) {
    List<AudioRecordings.Track> tracks = new ArrayList<>();
    tables
        .get(AUDIO_TRACKS)
        .where(col(DATASET).equalTo(dataset))
        .select("track_id", "source", "path", "sha256", "duration_s", "split")
        .sort("track_id")
        .toLocalIterator()
        .forEachRemaining(
            row ->
                tracks.add(
                    new AudioRecordings.Track(
                        row.getAs("track_id"),
                        row.getAs("source"),
                        row.getAs("path"),
                        row.getAs("sha256"),
                        row.getAs("duration_s"),
                        null,
                        row.getAs("split"))));
    return tracks;
  }

  private static JavaRDD<AudioWindow> windows(
      JavaSparkContext spark,
      Map<LakeTable, Dataset<Row>> tables,
      Origin origin,
      TrackWindows cutting) {
    AudioRecordings recordings = cutting.recordings().value();
    if (origin.recipe() != null) {
      String recipe = origin.recipe().name();
      Broadcast<Map<String, Integer>> places =
          spark.broadcast(AudioRecordings.places(recordings.tracks(), AudioRecordings.Track::id));
      return MelRows.of(tables, origin.dataset(), origin.recipe(), recordings.tracks(), places)
          .mapPartitions(
              segments -> new MelWindows(segments, MelRecipe.named(recipe).orElseThrow(), cutting));
    }
    origin.sources().requireAll(origin.dataset(), recordings.tracks());
    Broadcast<Map<String, Integer>> places =
        spark.broadcast(
            AudioRecordings.places(
                recordings.tracks(), track -> WaveWindows.place(track.source(), track.path())));
    JavaPairRDD<Long, AudioWindow> decoded =
        WaveWindows.of(spark, origin.sources(), origin.input(), places, cutting);
    return decoded.repartitionAndSortWithinPartitions(new ByTrack(recordings.tracks())).values();
  }

  /** Counts windows, and files without any, by split and reason. */
  private void look() {
    Broadcast<AudioRecordings> all = everywhere;
    Map<String, Long> seen = new TreeMap<>();
    windows
        .flatMapToPair(
            window -> {
              String split = all.value().tracks().get(window.track()).split();
              List<Tuple2<Tuple2<String, String>, Long>> counted = new ArrayList<>();
              String what = window.reason() == null ? "" : window.reason();
              counted.add(new Tuple2<>(new Tuple2<>(split, what), 1L));
              if (window.isFirst()) {
                counted.add(new Tuple2<>(new Tuple2<>(split, GONE), 1L));
              }
              return counted.iterator();
            })
        .reduceByKey(Long::sum)
        .collectAsMap()
        .forEach(
            (of, count) -> {
              if (of._2.isEmpty()) {
                countBySplit.put(of._1, count);
              } else if (of._2.equals(GONE)) {
                seen.put(of._1, count);
              } else {
                leaveOut(of._1, of._2, count);
              }
            });
    all.value()
        .countBySplit()
        .forEach((split, files) -> leaveOut(split, GONE, files - seen.getOrDefault(split, 0L)));
  }

  private void leaveOut(String split, String reason, long files) {
    if (files > 0) {
      leftOutBySplit.computeIfAbsent(split, any -> new TreeMap<>()).put(reason, files);
    }
  }

  /** The files, in the order of their windows. */
  public Broadcast<AudioRecordings> recordings() {
    return everywhere;
  }

  /** The windows of all splits, in their order. */
  public JavaRDD<AudioWindow> windows() {
    return windows.filter(window -> window.reason() == null);
  }

  /** How many recordings of a split have a file in another split, too. */
  public long recordingsInBoth(String name, String other) {
    Set<String> others = everywhere.value().in(fold.split(other));
    return name.equals(other)
        ? 0
        : everywhere.value().in(fold.split(name)).stream().filter(others::contains).count();
  }

  /** How many of them there are. */
  public long count() {
    return countBySplit.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Files of all splits that have none, by reason. */
  public Map<String, Long> leftOut() {
    Map<String, Long> all = new TreeMap<>();
    leftOutBySplit
        .values()
        .forEach(of -> of.forEach((why, files) -> all.merge(why, files, Long::sum)));
    return all;
  }

  /** Windows by split. */
  public Map<String, Long> countBySplit() {
    return countBySplit;
  }

  /** The windows of a split, each with its {@link #FILE}. */
  public JavaRDD<FileExample<float[]>> byFile(String name) {
    Broadcast<AudioRecordings> all = everywhere;
    return windows(name)
        .map(
            window ->
                new FileExample<>(
                    List.of(all.value().tracks().get(window.track()).recording()),
                    window.values()));
  }

  /** The files of a split that give a window, by their SHA-256. */
  public ContentHashes contents(String name) {
    List<AudioRecordings.Track> tracks = everywhere.value().tracks();
    return ContentHashes.of(
        windows(name).map(AudioWindow::track).distinct().collect().stream()
            .map(track -> tracks.get(track).sha256())
            .toList());
  }

  /** Those of a split. */
  public JavaRDD<AudioWindow> windows(String name) {
    String split = fold.split(name);
    Broadcast<AudioRecordings> all = everywhere;
    return windows()
        .filter(window -> all.value().tracks().get(window.track()).split().equals(split));
  }

  /** The windows of a split; none where there is no such split. */
  public Examples<float[]> of(String name) {
    return numbered.computeIfAbsent(
        fold.split(name),
        split ->
            Examples.of(
                windows(split).map(AudioWindow::values),
                countBySplit.getOrDefault(split, 0L),
                leftOutBySplit.getOrDefault(split, Map.of())));
  }

  /** Mean and deviation of the log-mel of a split, and of each of its bands. */
  public BandMoments moments(String name, AudioInput input) {
    int bands = input.bands();
    BandMoments all = new BandMoments(bands);
    windows(name)
        .mapPartitions(
            part -> {
              BandMoments some = new BandMoments(bands);
              part.forEachRemaining(window -> some.add(window.values()));
              return List.of(some).iterator();
            })
        .collect()
        .forEach(all::add);
    return all;
  }
}
