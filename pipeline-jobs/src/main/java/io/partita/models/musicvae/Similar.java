package io.partita.models.musicvae;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.LATENTS;
import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.UserException;
import io.partita.device.Backend;
import io.partita.device.NativeThreads;
import io.partita.drum.DrumLoop;
import io.partita.drum.DrumSlice;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.table.LakeTable;
import io.partita.model.musicvae.MusicVae;
import io.partita.models.GenerateOptions;
import io.partita.models.ModelOrigin;
import io.partita.picture.DrumRoll;
import io.partita.picture.DrumRollPicture;
import io.partita.run.ExitCode;
import io.partita.run.KeptInputs;
import io.partita.run.LoudnessOptions;
import io.partita.run.MusicFiles;
import io.partita.run.Spark;
import io.partita.training.JvmSettings;
import io.partita.training.ModelKinds;
import io.partita.training.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Looks for the slices of a lake that a MusicVAE finds most like a slice of a file. Input: a MIDI
 * file, a model, and its rows of the table latents; output: the slices with the files they come
 * from, to hear and to see if asked for.
 */
@Command(
    name = "similar",
    description = "Find the drum slices of the lake that are most like one of a file.",
    footer = {
      "",
      "Slices are compared by the cosine between their mean z. Run 'partita encode' with the same",
      "model before. The file's own slice is found too, where the lake has it. Slices of equal"
          + " steps are",
      "one match: it says how many there are, and where the first of them is.",
      "",
      "Examples:",
      "  partita similar beat.mid --model models/drums --lake lake --top 10",
      "  partita similar beat.mid --start-step 32 --model models/drums --lake lake --out out"
    })
public final class Similar implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_TOP = 100;

  @Parameters(paramLabel = "FILE.mid", description = "A MIDI file with drums, local or hdfs:.")
  private String file;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "From train-musicvae.")
  private String model;

  @Option(names = "--lake", required = true, paramLabel = "DIR", description = "The lake.")
  private String lakeFolder;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Look in this data set only (default: in all that were encoded).")
  private String dataset;

  @Option(
      names = "--start-step",
      paramLabel = "N",
      description = "The slice of the file that starts at this step (default: the first).")
  private Long startStep;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many, 1 to " + MAX_TOP + " (default: ${DEFAULT-VALUE}).")
  private int top = 10;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Receives FILE-similar-01.mid and .wav and so on, FILE-similar.png and .json; made if"
              + " need be.")
  private Path out;

  @Option(
      names = "--json",
      description =
          "One object: query: {file, piece, start_step, steps, …}, matches: [{cosine,"
              + " hamming_distance, count, dataset, source, path, piece, start_step, steps, …}],"
              + " model, …; with --out also files. Of count slices of equal steps the first is"
              + " named.")
  private boolean json;

  @Mixin private LoudnessOptions loudness;

  @Override
  public Integer call() throws Exception {
    GenerateOptions.require(top >= 1 && top <= MAX_TOP, "--top must be 1 to " + MAX_TOP, top);
    Configuration conf = Spark.hadoopConfiguration();
    TrainedModel<MusicVae> trained = TrainedModel.read(ModelKinds.MUSICVAE, model, conf);
    DrumFile drums = DrumFile.read(file, file, trained.model());
    DrumSlice slice = drums.at(file, startStep);
    List<String> written = new ArrayList<>();
    loudness.lufs();
    MusicFiles files =
        out == null ? null : MusicFiles.in(out, loudness, path -> written.add(path.toString()));
    if (files != null) {
      files.keepFrom(KeptInputs.of(file), names(drums));
    }
    Lake lake = Lake.existing(lakeFolder, conf);
    JvmSettings.applyHere();
    Backend.NATIVE.load();
    NativeThreads.use(1); // so that the bits do not depend on the machine's cores
    float[] mu = trained.model().encode(trained.weights(), List.of(slice.steps())).mu()[0];
    List<SimilarSlice> matches;
    try (SparkSession spark = Spark.session("similar")) {
      matches =
          LakeReader.query(
              spark,
              lake,
              () -> true,
              tables -> SimilarSlice.nearest(tables, latents(tables, trained), mu, top));
    }
    Map<String, Object> report = ModelOrigin.of(model, trained.card());
    report.put("query", drums.origin(slice));
    report.put("matches", matches.stream().map(match -> fields(slice, match)).toList());
    if (files != null) {
      write(files, drums, slice, matches, report);
      report.put("files", written);
    }
    if (json) {
      System.out.println(JSON.writeValueAsString(report));
    } else {
      print(slice, matches, written);
    }
    return ExitCode.OK;
  }

  /**
   * The rows that the model made.
   *
   * @throws UserException where there are none
   */
  private Dataset<Row> latents(
      Map<LakeTable, Dataset<Row>> tables, TrainedModel<MusicVae> trained) {
    Column isWanted = col("model_sha256").equalTo(trained.card().network().sha256());
    if (dataset != null) {
      isWanted = isWanted.and(col(DATASET).equalTo(dataset));
    }
    Dataset<Row> latents = tables.get(LATENTS).where(isWanted);
    if (latents.isEmpty()) {
      List<String> others =
          tables
              .get(LATENTS)
              .select(DATASET, "model")
              .distinct()
              .orderBy("model", DATASET)
              .collectAsList()
              .stream()
              .map(row -> row.getString(1) + " on " + row.getString(0))
              .toList();
      throw new UserException(
          "The lake has no latents of model "
              + model
              + " as it is now"
              + (dataset == null ? "" : " on data set " + dataset)
              + ": run encode with it"
              + (others.isEmpty() ? "." : "; there are those of " + others + "."));
    }
    return latents;
  }

  private static Map<String, Object> fields(DrumSlice slice, SimilarSlice match) {
    Map<String, Object> fields = match.fields();
    fields.put("hamming_distance", DrumLoop.hammingDistance(slice.steps(), match.steps()));
    return fields;
  }

  private List<String> names(DrumFile drums) {
    List<String> names = new ArrayList<>(List.of(drums.baseName() + "-similar"));
    for (int i = 0; i < top; i++) {
      names.add(matchName(drums, i));
    }
    return names;
  }

  private static String matchName(DrumFile drums, int match) {
    return String.format(Locale.ROOT, "%s-similar-%02d", drums.baseName(), match + 1);
  }

  private void write(
      MusicFiles files,
      DrumFile drums,
      DrumSlice slice,
      List<SimilarSlice> matches,
      Map<String, Object> report)
      throws IOException {
    String name = drums.baseName() + "-similar";
    List<DrumRoll> rolls = new ArrayList<>();
    rolls.add(new DrumRoll("the file", "step " + slice.startStep(), slice.steps()));
    for (int i = 0; i < matches.size(); i++) {
      SimilarSlice match = matches.get(i);
      files.midiAndWav(matchName(drums, i), DrumLoop.score(match.steps()));
      String cosine = String.format(Locale.ROOT, "cosine %.4f", match.cosine());
      rolls.add(new DrumRoll("match " + (i + 1), cosine, match.steps()));
    }
    files.picture(name, DrumRollPicture.png(drums.baseName() + " and what is most like it", rolls));
    files.provenance(name, report);
  }

  private void print(DrumSlice slice, List<SimilarSlice> matches, List<String> written) {
    System.out.printf(
        Locale.ROOT,
        "Most like piece %d, step %d of %s:%n%n",
        slice.piece(),
        slice.startStep(),
        file);
    System.out.println(
        "  # cosine  hits differ   count  dataset           piece    step  split       path");
    for (int i = 0; i < matches.size(); i++) {
      SimilarSlice match = matches.get(i);
      System.out.printf(
          Locale.ROOT,
          "%3d %6.4f %12d %7d  %-16s %6d %7d  %-10s  %s%n",
          i + 1,
          match.cosine(),
          DrumLoop.hammingDistance(slice.steps(), match.steps()),
          match.count(),
          match.dataset(),
          match.piece(),
          match.startStep(),
          match.split() == null ? "" : match.split(),
          match.path());
    }
    if (!written.isEmpty()) {
      System.out.println();
      written.forEach(System.out::println);
    }
  }
}
