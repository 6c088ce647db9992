package io.partita.models.rvq;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.CODES;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.codec.CodeBooks;
import io.partita.codec.CodePacking;
import io.partita.codec.CodesFile;
import io.partita.codec.QuantizerAnalysis;
import io.partita.codec.ResidualQuantizer;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.file.NewFile;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.KeptInputs;
import io.partita.lake.run.RunOptions;
import io.partita.lake.run.Spark;
import io.partita.lake.table.RowBuilder;
import io.partita.model.archive.ModelFolder;
import io.partita.model.rvq.Rvq;
import io.partita.models.audio.TrackFrames;
import io.partita.models.codec.CodecOptions;
import io.partita.models.codec.SoundToCodes;
import io.partita.models.latent.EncodedBy;
import io.partita.option.WaitOptions;
import io.partita.output.Answer;
import io.partita.training.ModelKinds;
import io.partita.training.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Frames to codes. Input: a quantiser and the table that it learns from, or one array; output: rows
 * of the table codes, or an npz file.
 */
@Command(
    name = "encode-codes",
    description = {
      "Encode mel or latents as codes of a quantiser.",
      "An audio file is encoded by a neural codec trained elsewhere."
    },
    footer = {
      "",
      "Codes of several models lie beside each other; a run replaces those of its own training.",
      "",
      "Examples:",
      "  partita encode-codes --model models/codes --lake lake",
      "  partita encode-codes mel.npy --model models/codes --out codes.npz",
      "  partita encode-codes clip.wav --model encodec.ts --bandwidth 6 --out clip.ecdc"
    })
public final class EncodeCodes implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "Array [n_mels, n_frames] as an npy file, in the place of a data set; of a codec an audio"
              + " file.")
  private String file;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR|FILE",
      description =
          "Folder of a quantiser; or a codec's file, .ts as EnCodec's or .onnx as Lyra's.")
  private String model;

  @Mixin private CodecOptions codec = new CodecOptions();

  @Option(
      names = "--bandwidth",
      paramLabel = "KBPS",
      description = "Bits of a codec, in kbit/s (default: the most that it has).")
  private Double bandwidth;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "File of FILE's codes: .npz, of a codec also .ecdc.")
  private Path out;

  @Option(names = "--lake", paramLabel = "DIR", description = "Lake of the data set.")
  private String folder;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Data set of the lake (default: the one that the model was trained on).")
  private String dataset;

  @Option(
      names = "--stages",
      paramLabel = "N",
      description = "The first N codebooks only (default: all).")
  private Integer stages;

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Option(
      names = "--json",
      description = "One object: tracks, frames, bytes, codebooks_sha256, run_id, …")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (codec.takes(model)) {
      return encodeSound();
    }
    codec.requireNone(model, bandwidth == null ? new String[0] : new String[] {"--bandwidth"});
    if ((file == null) == (folder == null) || (file == null) != (out == null)) {
      throw new UserException(
          Mistake.MISSING_OPTION, "Give --lake, or a file and --out: one of the two.");
    }
    if (file != null) {
      KeptInputs.of(file)
          .model(model, ModelFolder.at(model, Spark.hadoopConfiguration()).path())
          .keepFrom(out);
      NewFile.require(out);
    }
    TrainedModel<Rvq> trained =
        TrainedModel.read(ModelKinds.RVQ, model, Spark.hadoopConfiguration());
    int used = stages == null ? trained.model().stages() : stages;
    RvqOptions.within("--stages", used, 1, trained.model().stages());
    return file == null ? encodeDataset(trained, used) : encodeFile(trained, used);
  }

  private int encodeSound() throws IOException {
    if (file == null || out == null || folder != null || dataset != null || stages != null) {
      throw new UserException(
          Mistake.MISSING_OPTION,
          "A codec encodes a file: give it and --out, and how much by --bandwidth.");
    }
    return SoundToCodes.run(model, codec, file, bandwidth, out, json);
  }

  private int encodeFile(TrainedModel<Rvq> trained, int used) throws IOException {
    float[][] frames = trained.model().normalised(CodesInput.frames(file, trained.model()));
    CodeBooks books = trained.model().books(trained.numbers().parameters());
    short[][] codes = new ResidualQuantizer(books).encode(frames, used);
    NewFile.write(out, new CodesFile(codes, books.sha256()).toBytes());
    Map<String, Object> made = new LinkedHashMap<>();
    made.put("file", out.toString());
    made.put("stages", used);
    made.put("frames", frames.length);
    made.put("codebooks_sha256", books.sha256());
    return Answer.print(
        json, made, any -> "%s: %d stages of %d frames".formatted(out, used, frames.length));
  }

  private int encodeDataset(TrainedModel<Rvq> trained, int used) throws Exception {
    Lake lake = Lake.existing(folder, Spark.hadoopConfiguration());
    if (dataset == null) {
      dataset = trained.card().provenance().dataset();
    }
    FrameSource source = FrameSource.of(dataset, trained.model());
    source.require(lake);
    waiting.await(lake, dataset);
    RunOptions told =
        new RunOptions("encode-codes")
            .decisive("model_sha256", trained.card().used().sha256())
            .decisive("--stages", used)
            .other("--model", model);
    try (DerivedRun run =
        DerivedRun.begin(
            told,
            lake,
            folder,
            dataset,
            now ->
                Map.of(
                    AUDIO_TRACKS,
                    now.run(dataset, AUDIO_TRACKS),
                    source.table(),
                    now.run(dataset, source.table())))) {
      run.start();
      CodesReport report = stage(run, source, trained, used);
      return Answer.print(json, run.publish(List.of(CODES), List.of(), report), CodesReport::text);
    }
  }

  private CodesReport stage(DerivedRun run, FrameSource source, TrainedModel<Rvq> trained, int used)
      throws IOException {
    Rvq rvq = trained.model();
    float[] numbers = trained.numbers().parameters();
    EncodedBy by = EncodedBy.of(model, trained.card());
    JavaRDD<Row> rows =
        source
            .tracks(LakeReader.tables(run.spark(), run.lake()))
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
        rows.map(row -> new long[] {1, row.getInt(9), row.<byte[]>getAs(10).length})
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
