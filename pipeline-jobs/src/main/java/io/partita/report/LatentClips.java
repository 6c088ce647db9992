package io.partita.report;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.MODEL_LATENTS;
import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.MalformedInputException;
import io.partita.UserException;
import io.partita.audio.file.WavWriter;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.ingest.audio.OriginalAudio;
import io.partita.kind.hosted.HostedFiles;
import io.partita.kind.hosted.HostedModel;
import io.partita.kind.hosted.latent.LatentOrigin;
import io.partita.kind.hosted.latent.LatentRows;
import io.partita.kind.hosted.latent.LatentRun;
import io.partita.kind.hosted.latent.RecordingLatents;
import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.Plot;
import io.partita.picture.LatentPicture;
import io.partita.picture.Picture;
import io.partita.report.clip.Clip;
import io.partita.report.clip.Figure;
import io.partita.report.clip.Sound;
import io.partita.synth.Mp3Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Shows the latents of a few tracks in a report, and lets the model that made them decode them once
 * more, where it still lies where it was run from.
 */
record LatentClips(Lake lake, Configuration conf, Path report, double clipS) {
  private static final String FOLDER = "clips";
  private static final long SEED = 1;

  /** Two tracks of each model, those with the first hashes, and six of a data set at most. */
  private static final String CHOICE =
      """
      SELECT model_sha256, track_id
      FROM (
        SELECT l.model_sha256, l.track_id,
          row_number() OVER (PARTITION BY l.model_sha256 ORDER BY a.sha256, a.track_id) AS place
        FROM model_latents l
        JOIN audio_tracks a ON a.dataset = l.dataset AND a.track_id = l.track_id
        WHERE l.dataset = :name)
      WHERE place <= 2
      ORDER BY place, model_sha256
      LIMIT 6
      """;

  /**
   * A row of the table model_latents.
   *
   * @param row as {@link LatentRows} has it
   */
  record Track(String dataset, Row row) {
    private List<String> model() {
      return List.of(dataset, row.getAs("model_sha256"));
    }
  }

  /** The choice; the lake's tables must be there as views, too. */
  static List<Track> choose(
      SparkSession spark,
      Map<LakeTable, Dataset<Row>> tables,
      Map<String, ? extends Map<LakeTable, ?>> shown) {
    List<Track> tracks = new ArrayList<>();
    shown.forEach(
        (dataset, its) -> {
          if (its.containsKey(MODEL_LATENTS)) {
            String choice = CHOICE.replace(":name", Plot.quoted(dataset));
            for (Row key : spark.sql(choice).collectAsList()) {
              LatentRows.of(tables, dataset)
                  .where(col("model_sha256").equalTo(key.get(0)))
                  .where(col("track_id").equalTo(key.get(1)))
                  .collectAsList()
                  .forEach(row -> tracks.add(new Track(dataset, row)));
            }
          }
        });
    return tracks;
  }

  /** Makes them, model by model. */
  List<Clip> of(List<Track> tracks) throws IOException {
    Files.createDirectories(report.resolve(FOLDER));
    List<Clip> clips = new ArrayList<>();
    Map<List<String>, List<Track>> byModel =
        tracks.stream()
            .collect(Collectors.groupingBy(Track::model, LinkedHashMap::new, Collectors.toList()));
    for (List<Track> its : byModel.values()) {
      System.err.println("Showing latents of " + its.get(0).row().getAs("model") + " …");
      try (Decoder decoder = decoder(its.get(0))) {
        for (Track track : its) {
          String name = String.format(Locale.ROOT, "%s/latents-%02d", FOLDER, clips.size() + 1);
          clips.add(clip(track, decoder, name));
        }
      }
    }
    return clips;
  }

  /**
   * What decodes.
   *
   * @param model null if absent
   * @param reason why, else empty
   */
  private record Decoder(LatentRun model, String reason) implements AutoCloseable {
    static Decoder none(String reason) {
      return new Decoder(null, reason);
    }

    @Override
    public void close() {
      if (model != null) {
        model.close();
      }
    }
  }

  private Decoder decoder(Track track) throws IOException {
    String sha256 = track.row().getAs("model_sha256");
    JsonNode run = lake.runReport(track.dataset(), MODEL_LATENTS);
    if (run == null || !run.path("model_sha256").asText().equals(sha256)) {
      return Decoder.none("Another model was run after it, so that its place is not known.");
    }
    String given = run.path("model").asText();
    try {
      HostedModel file = HostedFiles.model(given);
      return file.sha256().equals(sha256)
          ? new Decoder(LatentRun.open(file), "")
          : Decoder.none(given + " is another file than then.");
    } catch (UserException e) {
      return Decoder.none(e.getMessage());
    }
  }

  private Clip clip(Track track, Decoder decoder, String name) throws IOException {
    Row row = track.row();
    String path = row.getAs("path");
    String title = path.substring(path.lastIndexOf('/') + 1) + " by " + row.getAs("model");
    List<Figure> facts = facts(track);
    RecordingLatents latents;
    try {
      latents = LatentRows.latents(row).first(clipS);
    } catch (MalformedInputException e) {
      String note = "Its latents cannot be read: " + e.detail() + ".";
      return new Clip(title, facts, note, List.of(), null, List.of());
    }
    LatentOrigin origin = latents.origin();
    double frameS = (double) origin.ratio() / origin.sampleRateHz();
    Files.write(report.resolve(name + ".png"), LatentPicture.png(title, latents.values(), frameS));
    List<Sound> sounds = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    if (original(track, report.resolve(name + "-original.mp3"))) {
      sounds.add(new Sound("Original", name + "-original.mp3"));
    } else {
      notes.add("The original cannot be played: its folder or zip has gone.");
    }
    String missing = decoded(latents, decoder, name + "-decoded");
    if (missing.isEmpty()) {
      sounds.add(new Sound("Decoded from its latents", name + "-decoded.mp3"));
    } else {
      notes.add("What the model makes of these latents is not to be heard. " + missing);
    }
    String text = "Latents of the first %.1f seconds.".formatted(latents.seconds());
    return new Clip(
        title,
        facts,
        String.join(" ", notes),
        sounds,
        new Picture(name + ".png", name + ".png", text),
        List.of());
  }

  private boolean original(Track track, Path mp3) throws IOException {
    Row row = track.row();
    return new OriginalAudio(row.getAs("source"), row.getAs("path"), row.getAs("sha256"))
        .make(
            lake.runReport(track.dataset(), AUDIO_TRACKS),
            conf,
            mp3,
            (content, made) -> Mp3Clip.ofAudio(content, clipS, made));
  }

  /** Makes a file of what a model makes of latents; why it cannot, else empty. */
  private String decoded(RecordingLatents latents, Decoder decoder, String name)
      throws IOException {
    if (decoder.model() == null) {
      return decoder.reason();
    }
    float[] samples;
    try {
      samples = decoder.model().decode("The row", latents, SEED);
    } catch (UserException e) {
      return e.getMessage();
    }
    int rateHz = latents.origin().sampleRateHz();
    try (WavWriter wav =
        WavWriter.create(report.resolve(name + ".wav"), SampleType.FLOAT32, rateHz, 1)) {
      wav.write(new float[][] {samples}, samples.length);
    }
    ModelClips.compress(report, name, clipS);
    return "";
  }

  private static List<Figure> facts(Track track) {
    Row row = track.row();
    List<Figure> facts = new ArrayList<>();
    facts.add(new Figure("Data set", track.dataset()));
    facts.add(new Figure("Model", row.getAs("model")));
    facts.add(new Figure("SHA-256 of the model", row.getAs("model_sha256")));
    facts.add(
        new Figure(
            "Latents",
            String.format(
                Locale.ROOT,
                "%,d dimensions, %,d frames of %,d samples at %,d Hz",
                row.<Integer>getAs("n_dims"),
                row.<Integer>getAs("n_frames"),
                row.<Integer>getAs("ratio"),
                row.<Integer>getAs("sample_rate_hz"))));
    facts.add(new Figure("File", row.getAs("path")));
    return facts;
  }
}
