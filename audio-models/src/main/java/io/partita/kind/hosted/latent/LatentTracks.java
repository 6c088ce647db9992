package io.partita.kind.hosted.latent;

import static io.partita.lake.table.LakeTable.MODEL_LATENTS;
import static org.apache.spark.sql.functions.col;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.file.SoundFormat;
import io.partita.kind.hosted.HostedFiles;
import io.partita.kind.hosted.HostedModel;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.file.NewFolder;
import io.partita.lake.run.InputGuard;
import io.partita.lake.run.Spark;
import io.partita.lake.run.StepProgress;
import io.partita.model.latent.DecodeInput;
import io.partita.option.ReplaceOption;
import io.partita.output.WrittenFiles;
import io.partita.progress.JobLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Latents of a data set's tracks in the place of a file, as the table model_latents has them. */
record LatentTracks(DecodeInput options) {
  /** Fails where neither a file nor a data set is given, or something of both. */
  void check() {
    boolean isWhole = options.lake != null && options.dataset != null;
    boolean isNothing = options.lake == null && options.dataset == null && options.track == null;
    if (options.in == null ? !isWhole : !isNothing) {
      throw new UserException(
          Mistake.MISSING_OPTION, "Give a file, or --lake and --dataset: one of the two.");
    }
  }

  /** Whether all tracks of a data set are meant. */
  boolean areAll() {
    return options.lake != null && options.track == null;
  }

  /** What the command reads. */
  InputGuard inputs() {
    return options.inputs().file(options.model);
  }

  /**
   * Fails where what is read is missing, before a model is loaded.
   *
   * @throws UserException where the file is not there, or the data set has no latents
   */
  void require() throws IOException {
    if (options.in == null) {
      open();
    } else {
      HostedFiles.require(options.in);
    }
  }

  /**
   * The lake, where its data set has latents.
   *
   * @throws UserException where it has none, or there is no such data set
   */
  private Lake open() throws IOException {
    Lake opened = options.open();
    opened.runId(options.dataset, MODEL_LATENTS);
    return opened;
  }

  /**
   * The latents of the track, of this model.
   *
   * @throws UserException where there are none
   */
  RecordingLatents one(HostedModel model) throws Exception {
    Lake opened = open();
    List<Row> rows;
    try (SparkSession spark = Spark.session("latents of a track")) {
      rows =
          LakeReader.query(
              spark,
              opened,
              tables -> {
                Dataset<Row> its = LatentRows.of(tables, options.dataset).where(isOf(model));
                List<Row> found = its.where(col("track_id").equalTo(options.track)).collectAsList();
                if (found.isEmpty()) {
                  throw its.isEmpty() ? none(model) : noTrack();
                }
                return found;
              });
    }
    return latents(rows.get(0));
  }

  /**
   * Decodes the latents of every track, one after the other, in the order of their ids.
   *
   * @param change made of each before
   * @throws UserException where a track's file is there, before one is decoded
   */
  void writeAll(
      UnaryOperator<RecordingLatents> change,
      ReplaceOption replace,
      boolean isFloat,
      WrittenFiles written)
      throws Exception {
    Path out = options.out;
    boolean isFile = out.toString().toLowerCase(Locale.ROOT).matches(".*\\.(npz|html)");
    if (isFile || SoundFormat.find(out).isPresent()) {
      throw new UserException(
          Mistake.BAD_PATH,
          "--out " + out + ": without --track a WAV file for each is written; give a folder.");
    }
    Lake opened = open();
    HostedModel model = HostedFiles.model(options.model);
    InputGuard inputs = inputs();
    NewFolder.make("--out " + out, out);
    AtomicLong done = new AtomicLong();
    try (SparkSession spark = Spark.session("latents of " + options.dataset)) {
      LakeReader.query(
          spark,
          opened,
          tables -> {
            Dataset<Row> rows =
                LatentRows.of(tables, options.dataset).where(isOf(model)).sort("track_id");
            List<String> ids = rows.select("track_id").as(Encoders.STRING()).collectAsList();
            long count = ids.size();
            if (count == 0) {
              throw none(model);
            }
            for (String id : ids) {
              Path wav = out.resolve(TrackNames.of(id) + ".wav");
              inputs.keepFrom(wav);
              replace.require(List.of(wav));
            }
            long clipped = 0;
            try (LatentRun run = LatentRun.open(model);
                StepProgress progress = new StepProgress("Decoding", "tracks")) {
              Iterator<Row> each = Spark.rowByRow(spark, rows::toLocalIterator);
              while (each.hasNext()) {
                Row row = each.next();
                String id = row.getAs("track_id");
                RecordingLatents latents = change.apply(latents(row));
                Path wav = out.resolve(TrackNames.of(id) + ".wav");
                float[] samples = run.decode("track " + id, latents, options.seed);
                clipped +=
                    LatentFiles.sound(wav, samples, run.shape().rateHz(), isFloat, written::add);
                progress.show(done.incrementAndGet(), count);
              }
            }
            JobLog.sayf(
                "%s: %,d tracks, %,d samples of them %s",
                out, done.get(), clipped, isFloat ? "beyond full scale" : "clipped");
            return null;
          });
    }
  }

  private static Column isOf(HostedModel model) {
    return col("model_sha256").equalTo(model.sha256());
  }

  private static RecordingLatents latents(Row row) {
    try {
      return LatentRows.latents(row);
    } catch (MalformedInputException e) {
      throw HostedFiles.refused("model_latents of track " + row.getAs("track_id"), e);
    }
  }

  private UserException none(HostedModel model) {
    return new UserException(
        Mistake.NOT_PREPARED,
        String.format(
            Locale.ROOT,
            "Data set %s has no latents of %s, SHA-256 %s…: 'partita encode' with --lake"
                + " makes them.",
            options.dataset,
            model.fileName(),
            model.sha256().substring(0, 12)));
  }

  private UserException noTrack() {
    return new UserException(
        Mistake.NO_SUCH_TRACK,
        ("Data set %s has no latents of a track %s by this model: see its table "
                + "model_latents.")
            .formatted(options.dataset, options.track));
  }
}
