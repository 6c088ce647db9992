package io.partita.kind.rvq;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.DATASET;
import static org.apache.spark.sql.functions.col;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.codec.CodeBooks;
import io.partita.codec.CodeRatios;
import io.partita.codec.QuantizerAnalysis;
import io.partita.codec.ResidualQuantizer;
import io.partita.kind.hosted.HostedFiles;
import io.partita.kind.hosted.codec.CodecFrames;
import io.partita.kind.hosted.codec.CodesPictures;
import io.partita.kind.hosted.codec.SoundAnalysis;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.run.InputGuard;
import io.partita.lake.run.Spark;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.ModelFolder;
import io.partita.model.latent.GivenFile;
import io.partita.model.train.TrainedModel;
import io.partita.numpy.Npy;
import io.partita.option.JsonOption;
import io.partita.option.ReplaceOption;
import io.partita.output.Answer;
import io.partita.progress.JobLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What codes make of frames, stage by stage. Input: a quantiser and a split of a lake, or codebooks
 * and frames from anywhere; output: a table, and pictures.
 */
@Command(
    name = "model analyze",
    description = {
      "Report error, entropy and dead entries of each RVQ stage.",
      "For a neural codec: the error of an audio file at each bandwidth, or of a data set's audio",
      "at each of its stages."
    })
public final class AnalyzeCodes implements Callable<Integer> {
  private static final String TEST = "test";

  private static final String ARRAY = ".npy";

  @Parameters(arity = "0..1", paramLabel = "IN", description = "Audio file, for a neural codec.")
  private String sound;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR|FILE",
      description =
          "Folder of a quantiser, codebooks as .npy [stages, entries, numbers], or a codec's file.")
  private String model;

  @Option(names = "--lake", paramLabel = "DIR", description = "Lake of the frames.")
  private String folder;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Data set of the lake (default: the training data of a quantiser).")
  private String dataset;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "Split: train, validation or test (default: test, else train).")
  private String split;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Largest number of frames, sampled by hash (default: ${DEFAULT-VALUE}).")
  private int rows = 20_000;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "Array [frames, numbers] as .npy, instead of a lake.")
  private String input;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for curve.png and codes.png; made if missing.")
  private Path out;

  @Mixin private ReplaceOption replace;

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws Exception {
    if (!model.endsWith(ARRAY) && HostedFiles.areNamed(model)) {
      return byCodec();
    }
    if (sound != null) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          model + " is no neural codec, a file .ts or .safetensors: only those have IN.");
    }
    boolean isLake = folder != null;
    if (isLake == (input != null) || isLake == model.endsWith(ARRAY)) {
      throw new UserException(
          Mistake.MISSING_OPTION,
          "Give a quantiser and --lake, or codebooks as .npy and frames by --input.");
    }
    if (out != null) {
      InputGuard inputs =
          isLake
              ? InputGuard.of()
                  .lake(folder)
                  .model(model, ModelFolder.at(model, Spark.hadoopConfiguration()).path())
              : InputGuard.of(model, input);
      CodesPictures.check(out, inputs, replace);
    }
    RvqOptions.within("--rows", rows, 1, 10_000_000);
    CodesAnalysis analysis = isLake ? ofLake() : ofFiles();
    return Answer.print(json.isGiven, analysis.object(), any -> analysis.text());
  }

  private int byCodec() throws Exception {
    boolean isDataset = folder != null && dataset != null;
    boolean isFile = folder == null && dataset == null && sound != null;
    if (isFile == isDataset || input != null || (isDataset && sound != null)) {
      throw new UserException(
          Mistake.MISSING_OPTION,
          "A codec is analysed with an audio file, or --lake and --dataset: one of the two.");
    }
    if (isFile) {
      return SoundAnalysis.run(model, sound, out, replace, json.isGiven);
    }
    if (out != null) {
      CodesPictures.check(out, InputGuard.of(model).lake(folder), replace);
    }
    RvqOptions.within("--rows", rows, 1, 10_000_000);
    Lake lake = Lake.existing(folder, Spark.hadoopConfiguration());
    lake.runId(dataset, AUDIO_TRACKS);
    CodecFrames frames = CodecFrames.of(model);
    try (SparkSession spark = Spark.session("analyze-codes " + dataset)) {
      Map<LakeTable, Dataset<Row>> tables = LakeReader.tables(spark, lake);
      DrawnFrames drawn = new DrawnFrames(frames.tracks(lake, dataset, tables));
      CodesAnalysis analysis =
          ofDrawn(drawn, dataset, tables, frames.books(), frames.hop(), UnaryOperator.identity());
      return Answer.print(json.isGiven, analysis.object(), any -> analysis.text());
    }
  }

  private CodesAnalysis ofFiles() throws IOException {
    CodeBooks books = GivenFile.read(model, file -> CodeBooks.of(Npy.read(file)));
    Npy array = GivenFile.read(input, Npy::read);
    int[] shape = array.shape();
    if (shape.length != 2 || shape[0] < 1 || shape[1] != books.dimension()) {
      throw new UserException(
          Mistake.MISMATCH,
          "%s has the shape %s, and the codebooks' entries have %d numbers: give an array [frames,"
                  .formatted(input, Arrays.toString(shape), books.dimension())
              + " %d].".formatted(books.dimension()));
    }
    float[][] frames = new float[shape[0]][];
    float[] values = array.values();
    for (int t = 0; t < frames.length; t++) {
      frames[t] = Arrays.copyOfRange(values, t * shape[1], (t + 1) * shape[1]);
    }
    return analysed(books, CodesInput.finite(input, frames), 0, 0, 0);
  }

  private CodesAnalysis ofLake() throws Exception {
    TrainedModel<Rvq> trained = TrainedModel.read(RvqKind.KIND, model, Spark.hadoopConfiguration());
    Lake lake = Lake.existing(folder, Spark.hadoopConfiguration());
    Rvq rvq = trained.model();
    String of = dataset == null ? trained.card().provenance().dataset() : dataset;
    FrameSource source = FrameSource.of(of, rvq);
    source.require(lake);
    CodeBooks books = rvq.books(trained.numbers().parameters());
    try (SparkSession spark = Spark.session("analyze-codes " + of)) {
      Map<LakeTable, Dataset<Row>> tables = LakeReader.tables(spark, lake);
      DrawnFrames drawn = new DrawnFrames(source.tracks(tables));
      return ofDrawn(drawn, of, tables, books, rvq.hop(), rvq::normalised);
    }
  }

  /**
   * Analyses frames of a split.
   *
   * @param normalised frames as the codebooks quantise them
   */
  private CodesAnalysis ofDrawn(
      DrawnFrames drawn,
      String of,
      Map<LakeTable, Dataset<Row>> tables,
      CodeBooks books,
      int hop,
      UnaryOperator<float[][]> normalised)
      throws IOException {
    String wanted = wanted(of, drawn.bySplit());
    float[][] frames = DrawnFrames.collected(drawn.of(wanted, rows, 1), books.dimension());
    List<String> tracks =
        drawn
            .tracks()
            .filter(track -> track.split().equals(wanted))
            .map(track -> track.track())
            .collect();
    long bytes =
        tables
            .get(AUDIO_TRACKS)
            .where(col(DATASET).equalTo(of))
            .where(col("track_id").isin(tracks.toArray()))
            .selectExpr("coalesce(sum(size_bytes), 0L) AS bytes")
            .first()
            .getAs("bytes");
    return analysed(books, normalised.apply(frames), hop, bytes, drawn.bySplit().get(wanted));
  }

  private String wanted(String of, Map<String, Long> bySplit) {
    String wanted = split != null ? split : bySplit.containsKey(TEST) ? TEST : "train";
    if (bySplit.getOrDefault(wanted, 0L) == 0) {
      throw new UserException(
          Mistake.NO_SUCH_SPLIT,
          "Data set %s has no frames of a split %s; it has %s."
              .formatted(of, wanted, String.join(", ", new TreeSet<>(bySplit.keySet()))));
    }
    if (split == null && !wanted.equals(TEST)) {
      JobLog.sayf("Data set %s has no split test: these are frames of its train.", of);
    }
    return wanted;
  }

  private CodesAnalysis analysed(
      CodeBooks books, float[][] frames, int hop, long fileBytes, long allFrames)
      throws IOException {
    short[][] codes = new ResidualQuantizer(books).encode(frames, books.stages());
    List<QuantizerAnalysis.Stage> stages = QuantizerAnalysis.of(books, frames, codes);
    long codeBytes = allFrames * books.stages() * books.bits() / Byte.SIZE;
    CodesAnalysis analysis =
        new CodesAnalysis(
            books.sha256(),
            frames.length,
            QuantizerAnalysis.meanNorm(frames),
            QuantizerAnalysis.notNearest(books, frames, codes),
            stages,
            hop == 0
                ? null
                : CodeRatios.of(hop, 1, books.stages(), books.bits(), fileBytes, codeBytes));
    if (out != null) {
      CodesPictures.write(out, books.entries(), codes, stages, List.of());
    }
    return analysis;
  }
}
