package io.partita.kind.hosted.latent;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.MODEL_LATENTS;

import io.partita.kind.hosted.HostProvider;
import io.partita.kind.hosted.HostedFiles;
import io.partita.kind.hosted.HostedModel;
import io.partita.kind.hosted.Sandbox;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.RunOptions;
import io.partita.lake.table.RowBuilder;
import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.AudioRecordings;
import io.partita.model.audio.WaveSources;
import io.partita.option.WaitOptions;
import io.partita.option.WhereOption;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * A data set's audio to what a hosted model makes of it. Input: audio_tracks and what it was
 * ingested from; output: the model's rows of model_latents, beside those of other models.
 */
final class LakeEncoding {
  private static final String ENCODED = "";
  private static final String GONE = "files that are gone from where they were ingested";

  private final String model;
  private final HostedModel file;
  private final LatentShape shape;
  private final HostProvider engine;
  private final long seed;

  /**
   * @param model as the user gave it
   * @throws io.partita.UserException where it is no model of sound, or its engine is not here
   */
  LakeEncoding(String model, long seed) throws IOException {
    this.model = model;
    this.seed = seed;
    file = HostedFiles.model(model);
    shape = LatentShape.of(file.name(), file.description());
    engine = file.engine().require(file.name());
  }

  /** Encodes a data set and publishes the rows. */
  EncodedTracks run(
      Lake lake, String folder, String dataset, WhereOption where, WaitOptions waiting)
      throws IOException {
    waiting.await(lake, dataset);
    RunOptions told =
        new RunOptions("model-encode")
            .decisive("model_sha256", file.sha256())
            .decisive("--seed", seed)
            .other("--model", model);
    where.addTo(told);
    try (DerivedRun run =
        DerivedRun.begin(
            told,
            lake,
            folder,
            dataset,
            now -> Map.of(AUDIO_TRACKS, now.run(dataset, AUDIO_TRACKS)))) {
      WaveSources sources = WaveSources.of(lake, dataset);
      run.start();
      return run.publish(List.of(MODEL_LATENTS), List.of(), stage(run, sources, where));
    }
  }

  private EncodedTracks stage(DerivedRun run, WaveSources sources, WhereOption where)
      throws IOException {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(run.spark().sparkContext());
    List<AudioRecordings.Track> tracks =
        AudioExamples.tracks(
            where.of(run.dataset()).on(LakeReader.tables(run.spark(), run.lake()), run.dataset()),
            run.dataset());
    sources.requireAll(run.dataset(), tracks);
    String name = file.fileName();
    run.ended("prepare");
    long begun = System.nanoTime();
    JavaRDD<HostedTrack> made =
        HostedTracks.of(
                spark,
                sources,
                file.bytes(),
                HostedTracks.Work.of(name, file.sha256(), seed, tracks),
                sources.plan().slices().size())
            .persist(StorageLevel.DISK_ONLY());
    Map<String, Tuple2<Long, Long>> counts = counts(made);
    double seconds = (System.nanoTime() - begun) / 1e9;
    run.share(file.sha256(), true)
        .write(
            MODEL_LATENTS,
            run.spark().createDataFrame(rows(made, tracks, name), MODEL_LATENTS.schema()),
            "track_id");
    run.ended("encode");
    Tuple2<Long, Long> encoded = counts.getOrDefault(ENCODED, new Tuple2<>(0L, 0L));
    double audioS = (double) encoded._2 / shape.rateHz();
    return new EncodedTracks(
        run.header(),
        model,
        file.sha256(),
        file.engine().title() + " " + engine.version(),
        Sandbox.missing().map(why -> "none: " + why).orElse("bubblewrap"),
        encoded._1,
        leftOut(counts, tracks.size()),
        audioS,
        audioS / seconds);
  }

  /** Files and samples by reason, those that were encoded under {@link #ENCODED}. */
  private static Map<String, Tuple2<Long, Long>> counts(JavaRDD<HostedTrack> made) {
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

  private JavaRDD<Row> rows(
      JavaRDD<HostedTrack> made, List<AudioRecordings.Track> tracks, String name) {
    List<String> ids = tracks.stream().map(AudioRecordings.Track::id).toList();
    String sha256 = file.sha256();
    int rateHz = shape.rateHz();
    int ratio = shape.ratio();
    int size = shape.size();
    Long drawn = shape.stochastic() ? seed : null;
    return made.filter(track -> track.reason() == null)
        .map(
            track ->
                RowBuilder.of(MODEL_LATENTS)
                    .set("model_sha256", sha256)
                    .set("model", name)
                    .set("track_id", ids.get(track.track()))
                    .set("sample_rate_hz", rateHz)
                    .set("ratio", ratio)
                    .set("n_samples", track.samples())
                    .set("n_dims", size)
                    .set("n_frames", track.frames())
                    .set("seed", drawn)
                    .set("z", track.z())
                    .row());
  }
}
