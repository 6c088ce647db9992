package io.partita.models.musicvae;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.drum.DrumSlice;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.model.musicvae.MusicVae;
import io.partita.models.GenerateOptions;
import io.partita.models.ModelOrigin;
import io.partita.models.Processor;
import io.partita.run.ExitCode;
import io.partita.run.LakeOption;
import io.partita.run.LoudnessOptions;
import io.partita.run.Spark;
import io.partita.training.TrainedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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

  @Mixin private DrumModelOption model = new DrumModelOption();

  @Mixin private LakeOption at = new LakeOption();

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Data set to look in (default: all that were encoded).")
  private String dataset;

  @Option(
      names = "--start-step",
      paramLabel = "N",
      description = "Step at which the slice of the file starts (default: the first slice's).")
  private Long startStep;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Number of slices to find, 1 to " + MAX_TOP + " (default: ${DEFAULT-VALUE}).")
  private int top = 10;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for FILE-similar-01.mid and .wav and so on, FILE-similar.png and .json;"
              + " made if need be.")
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
    TrainedModel<MusicVae> trained = model.read();
    DrumFile drums = DrumFile.read(file, file, trained.model());
    DrumSlice slice = drums.at(file, startStep);
    loudness.lufs();
    SimilarFiles files = out == null ? null : SimilarFiles.in(out, loudness, drums, top);
    Lake lake = at.open();
    Processor.use();
    float[] mu = trained.model().encode(trained.weights(), List.of(slice.steps())).mu()[0];
    SimilarSearch search = new SimilarSearch(model.folder, trained, dataset);
    SimilarMatches matches;
    try (SparkSession spark = Spark.session("similar")) {
      matches =
          LakeReader.query(
              spark, lake, () -> true, tables -> search.nearest(tables, slice, mu, top));
    }
    Map<String, Object> report = ModelOrigin.of(model.folder, trained.card());
    report.put("query", drums.origin(slice));
    report.put("matches", matches.fields());
    if (files != null) {
      files.write(matches, report);
      report.put("files", files.written());
    }
    if (json) {
      System.out.println(JSON.writeValueAsString(report));
    } else {
      print(matches, files);
    }
    return ExitCode.OK;
  }

  private void print(SimilarMatches matches, SimilarFiles files) {
    matches.lines(file).forEach(System.out::println);
    if (files != null) {
      System.out.println();
      files.written().forEach(System.out::println);
    }
  }
}
