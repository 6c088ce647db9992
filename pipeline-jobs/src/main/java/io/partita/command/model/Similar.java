package io.partita.command.model;

import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.file.Json;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.FileFilter;
import io.partita.lake.run.Spark;
import io.partita.model.archive.BuiltinModel;
import io.partita.model.job.ModelOrigin;
import io.partita.model.latent.GivenFile;
import io.partita.model.latent.LakeLatents;
import io.partita.model.train.TrainedModel;
import io.partita.objective.Finder;
import io.partita.objective.LatentModel;
import io.partita.option.DeviceOption;
import io.partita.option.JsonOption;
import io.partita.option.LakeOption;
import io.partita.option.LoudnessOptions;
import io.partita.option.ReplaceOption;
import io.partita.option.TopOption;
import io.partita.option.WhereOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Looks for what a lake has that a model finds most like a part of a file. Input: a file, a model,
 * and its rows of the table that encode made; output: the matches with the files they come from, to
 * hear and to see if asked for.
 */
@Command(
    name = "find similar",
    description = "Find a file's nearest neighbours in a model's latent space.",
    modelTransformer = KindCommand.Jobs.class)
public final class Similar extends KindCommand<Finder<?, ?>> {
  @Parameters(
      paramLabel = "FILE",
      description = "MIDI or audio file, whichever the model was trained on, local, hdfs: or s3a:.")
  private String file;

  @Option(names = "--model", required = true, paramLabel = "DIR", description = BuiltinModel.HELP)
  private String model;

  @Mixin private LakeOption at = new LakeOption();

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Data set to search (default: all encoded ones).")
  private String dataset;

  @Mixin private WhereOption where = new WhereOption();

  @Mixin private TopOption wanted = new TopOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for FILE-similar-01.wav …, FILE-similar.png and .json; made if missing.")
  private Path out;

  @Mixin private DeviceOption device = new DeviceOption();

  @Mixin private JsonOption json = new JsonOption();

  @Mixin private LoudnessOptions loudness;
  @Mixin private ReplaceOption replace;

  public Similar() {
    super(Finder.class);
  }

  @Override
  public Integer call() throws Exception {
    int top = wanted.number();
    jobs().check();
    CapabilityRegistry.Chosen<Finder<?, ?>> chosen = choose(model);
    TrainedModel<?> trained = chosen.model();
    Finder.Search<?, ?> search = search(chosen.job(), trained);
    loudness.lufs();
    SimilarFiles files =
        out == null ? null : SimilarFiles.in(out, loudness, replace, GivenFile.of(file), top);
    FileFilter looked = where.ofOne(dataset == null ? List.of() : List.of(dataset));
    Lake lake = at.open();
    device.use(trained);
    Finder.Matches<?, ?> matches;
    try (SparkSession spark = Spark.session("similar")) {
      matches =
          LakeReader.query(
              spark,
              lake,
              tables ->
                  search.nearest(
                      new LakeLatents(looked.on(tables, dataset), model, trained, dataset), top));
    }
    Map<String, Object> report = ModelOrigin.of(model, trained.card());
    report.put("query", search.query());
    report.put("matches", matches.fields());
    if (files != null) {
      files.write(matches, report);
      report.put("files", files.written());
    }
    if (json.isGiven) {
      System.out.println(Json.MAPPER.writeValueAsString(report));
    } else {
      print(matches, files);
    }
    return ExitCode.OK;
  }

  private <M extends LatentModel<E>, E> Finder.Search<M, E> search(
      Finder<M, E> finder, TrainedModel<?> trained) throws Exception {
    return finder.search(GivenFile.of(file), trained.as(finder.kind()));
  }

  private void print(Finder.Matches<?, ?> matches, SimilarFiles files) {
    matches.lines(file).forEach(System.out::println);
    if (files != null) {
      System.out.println();
      files.written().forEach(System.out::println);
    }
  }
}
