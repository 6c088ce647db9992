package io.partita.kind.hosted.track;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static org.apache.spark.sql.functions.col;

import io.partita.kind.hosted.HostedModel;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.LostRows;
import io.partita.lake.run.RunOptions;
import io.partita.lake.table.LakeTable;
import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.AudioRecordings;
import io.partita.model.audio.WaveSources;
import io.partita.model.latent.EncodeOptions;
import io.partita.process.Sandbox;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * A data set's audio to what a hosted model makes of it. Input: audio_tracks and what it was
 * ingested from; output: the model's rows of a table, beside those of other models.
 *
 * @param given the model, as the user gave it
 * @param file of the model
 * @param rateHz of the samples that it hears
 * @param table of its rows
 * @param sent the model, as workers get it
 */
public record LakeEncoding(
    String given, HostedModel file, int rateHz, LakeTable table, TrackModel<Row> sent) {
  private static final String ENCODED = "";
  private static final String GONE = "files that are gone from where they were ingested";

  /**
   * Encodes a data set and publishes the rows.
   *
   * @param run its command, with what decides the rows: the model's SHA-256 first
   * @throws io.partita.UserException where the model's engine is not here, or the data set has no
   *     audio
   */
  public EncodedTracks run(RunOptions run, Lake lake, EncodeOptions options) throws IOException {
    String runner = file.runner();
    String dataset = options.dataset;
    options.waiting.await(lake, dataset);
    RunOptions told = run.other("--model", given);
    options.where.addTo(told);
    try (DerivedRun begun =
        DerivedRun.begin(
            told,
            lake,
            options.lake,
            dataset,
            now -> Map.of(AUDIO_TRACKS, now.run(dataset, AUDIO_TRACKS)))) {
      WaveSources sources = WaveSources.of(lake, dataset);
      begun.start();
      return begun.publish(List.of(table), List.of(), stage(begun, sources, options, runner));
    }
  }

  private EncodedTracks stage(
      DerivedRun run, WaveSources sources, EncodeOptions options, String runner)
      throws IOException {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(run.spark().sparkContext());
    Map<LakeTable, Dataset<Row>> live = LakeReader.tables(run.spark(), run.lake());
    Map<LakeTable, Dataset<Row>> tables = options.where.of(run.dataset()).on(live, run.dataset());
    new LostRows(live, run.dataset())
        .leftOut(table, col("model_sha256").equalTo(file.sha256()), tables.get(table))
        .require(options.replace);
    List<AudioRecordings.Track> tracks = AudioExamples.tracks(tables, run.dataset());
    sources.requireAll(run.dataset(), tracks);
    run.ended("prepare");
    long begun = System.nanoTime();
    JavaRDD<HostedTrack<Row>> made =
        HostedTracks.of(spark, sources, sent, tracks, sources.plan().slices().size())
            .persist(StorageLevel.DISK_ONLY());
    Map<String, Tuple2<Long, Long>> counts = counts(made);
    double seconds = (System.nanoTime() - begun) / 1e9;
    JavaRDD<Row> rows = made.filter(track -> track.made() != null).map(HostedTrack::made);
    run.share(file.sha256(), true)
        .write(table, run.spark().createDataFrame(rows, table.schema()), "track_id");
    run.ended("encode");
    Tuple2<Long, Long> encoded = counts.getOrDefault(ENCODED, new Tuple2<>(0L, 0L));
    double audioS = (double) encoded._2 / rateHz;
    return new EncodedTracks(
        run.header(),
        given,
        file.sha256(),
        runner,
        sandbox(),
        encoded._1,
        leftOut(counts, tracks.size()),
        audioS,
        audioS / seconds);
  }

  private String sandbox() {
    return file.description().isWeightsAlone()
        ? "none: weights are data"
        : Sandbox.missing().map(why -> "none: " + why).orElse("bubblewrap");
  }

  /** Files and samples by reason, those that were encoded under {@link #ENCODED}. */
  private static Map<String, Tuple2<Long, Long>> counts(JavaRDD<HostedTrack<Row>> made) {
    return made.mapToPair(
            track ->
                new Tuple2<>(
                    track.reason() == null ? ENCODED : track.reason(),
                    new Tuple2<>(1L, track.samples())))
        .reduceByKey((one, other) -> new Tuple2<>(one._1 + other._1, one._2 + other._2))
        .collectAsMap();
  }

  private static Map<String, Long> leftOut(Map<String, Tuple2<Long, Long>> counts, long tracks) {
    Map<String, Long> leftOut = new TreeMap<>();
    long seen = 0;
    for (Map.Entry<String, Tuple2<Long, Long>> reason : counts.entrySet()) {
      seen += reason.getValue()._1;
      if (!reason.getKey().equals(ENCODED)) {
        leftOut.put(reason.getKey(), reason.getValue()._1);
      }
    }
    if (seen < tracks) {
      leftOut.put(GONE, tracks - seen);
    }
    return leftOut;
  }
}
