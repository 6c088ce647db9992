package io.partita.kind.rvq;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.CODES;

import io.partita.codec.CodeBooks;
import io.partita.codec.CodePacking;
import io.partita.codec.CodesFile;
import io.partita.codec.QuantizerAnalysis;
import io.partita.codec.ResidualQuantizer;
import io.partita.lake.Lake;
import io.partita.lake.TableRun;
import io.partita.lake.file.NewFile;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.RunOptions;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.RowBuilder;
import io.partita.model.audio.TrackFrames;
import io.partita.model.latent.EncodeOptions;
import io.partita.model.latent.EncodedBy;
import io.partita.model.latent.EncodedTable;
import io.partita.model.latent.TableEncoder;
import io.partita.model.train.TrainedModel;
import io.partita.output.Answer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import picocli.CommandLine.Option;

/**
 * What {@code encode} does with a quantiser: frames of a data set to rows of the table codes, or
 * one array to an npz file.
 */
final class EncodeCodes implements TableEncoder<Rvq>, EncodedTable<Rvq>, RvqJob {
  @Option(
      names = "--stages",
      paramLabel = "N",
      description = "Quantiser: number of codebooks to use, from the first (default: all).")
  private Integer stages;

  @Override
  public String command() {
    return "encode-codes";
  }

  @Override
  public EncodedTable<Rvq> rows() {
    return this;
  }

  @Override
  public LakeTable table() {
    return CODES;
  }

  @Override
  public Map<LakeTable, TableRun> source(Lake lake, String dataset, Rvq model) throws IOException {
    FrameSource source = FrameSource.of(dataset, model);
    source.require(lake);
    return Map.of(
        AUDIO_TRACKS,
        lake.run(dataset, AUDIO_TRACKS),
        source.table(),
        lake.run(dataset, source.table()));
  }

  @Override
  public void addTo(RunOptions run, Rvq model) {
    run.decisive("--stages", used(model));
  }

  private int used(Rvq model) {
    int used = stages == null ? model.stages() : stages;
    RvqOptions.within("--stages", used, 1, model.stages());
    return used;
  }

  @Override
  public int encodeFile(EncodeOptions options, TrainedModel<Rvq> trained) throws IOException {
    int used = used(trained.model());
    float[][] frames = trained.model().normalised(CodesInput.frames(options.in, trained.model()));
    CodeBooks books = trained.model().books(trained.numbers().parameters());
    short[][] codes = new ResidualQuantizer(books).encode(frames, used);
    NewFile.write(options.out, new CodesFile(codes, books.sha256()).toBytes());
    Map<String, Object> made = new LinkedHashMap<>();
    made.put("file", options.out.toString());
    made.put("stages", used);
    made.put("frames", frames.length);
    made.put("codebooks_sha256", books.sha256());
    return Answer.print(
        options.json,
        made,
        all -> "%s: %d stages of %d frames".formatted(options.out, used, frames.length));
  }

  @Override
  public CodesReport run(
      DerivedRun run, TrainedModel<Rvq> trained, EncodedBy by, Map<LakeTable, Dataset<Row>> tables)
      throws IOException {
    Rvq rvq = trained.model();
    int used = used(rvq);
    FrameSource source = FrameSource.of(run.dataset(), rvq);
    float[] numbers = trained.numbers().parameters();
    JavaRDD<Row> rows =
        source
            .tracks(tables)
            .mapPartitions(
                part -> {
                  ResidualQuantizer quantizer = new ResidualQuantizer(rvq.books(numbers));
                  Iterable<TrackFrames> tracks = () -> part;
                  return StreamSupport.stream(tracks.spliterator(), false)
                      .map(track -> row(track, rvq, quantizer, used, by))
                      .iterator();
                })
            .persist(StorageLevel.DISK_ONLY());
    run.share(by.modelRunId(), true)
        .write(CODES, run.spark().createDataFrame(rows, CODES.schema()), "track_id");
    long[] sums =
        rows.map(
                row ->
                    new long[] {
                      1,
                      CODES.<Integer>value(row, "n_frames"),
                      CODES.<byte[]>value(row, "codes").length
                    })
            .fold(
                new long[3],
                (one, other) ->
                    new long[] {one[0] + other[0], one[1] + other[1], one[2] + other[2]});
    rows.unpersist();
    run.ended("encode");
    return new CodesReport(
        run.header(), by, rvq.books(numbers).sha256(), used, sums[0], sums[1], sums[2]);
  }

  private static Row row(
      TrackFrames track, Rvq model, ResidualQuantizer quantizer, int used, EncodedBy by) {
    CodeBooks books = quantizer.books();
    float[][] frames = model.normalised(track.frames());
    short[][] codes = quantizer.encode(frames, used);
    double distance =
        frames.length == 0 ? 0 : QuantizerAnalysis.of(books, frames, codes).get(used - 1).mean();
    return RowBuilder.of(CODES)
        .set("model_sha256", by.modelSha256())
        .set("model_run_id", by.modelRunId())
        .set("model", by.model())
        .set("codebooks_sha256", books.sha256())
        .set("track_id", track.track())
        .set("split", track.split())
        .set("stages", used)
        .set("entries", books.entries())
        .set("bits", books.bits())
        .set("n_frames", frames.length)
        .set("codes", CodePacking.pack(codes, books.bits()))
        .set("mean_distance", distance)
        .row();
  }
}
