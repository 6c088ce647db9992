package io.partita.command.compare;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.AtomicFile;
import io.partita.lake.file.Json;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.InputGuard;
import io.partita.lake.run.Spark;
import io.partita.model.archive.ModelFolder;
import io.partita.option.JsonOption;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Sets trainings side by side. Input: model archives, of which cards and metrics are read; output:
 * a table of their figures, and a picture of their curves. Neither Spark nor a lake is used.
 */
@Command(
    name = "model compare",
    description = "Compare trainings: best metrics, mean and deviation over seeds, curves.")
public final class Compare implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "MODEL",
      description = "Folders of models, or folders that contain them, as those of --seeds.")
  private List<String> models;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Picture of all validation curves: .png or .svg, local, hdfs: or s3a:.")
  private String out;

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    Configuration conf = Spark.hadoopConfiguration();
    AtomicFile picture = out == null ? null : picture(conf);
    List<TrainedRun> runs = RunsToCompare.of(models, conf);
    List<ComparedTable> tables = ComparedTable.of(runs);
    if (picture != null) {
      picture.write(GroupCurves.of(tables, out));
    }
    runs.forEach(Compare::warn);
    if (tables.size() > 1) {
      System.err.println("Not all were trained and validated on the same: a table for each data.");
    }
    if (json.isGiven) {
      Map<String, Object> compared = new LinkedHashMap<>();
      compared.put("model_kind", runs.get(0).kind().name());
      compared.put("tables", tables.stream().map(CompareJson::of).toList());
      System.out.println(Json.MAPPER.writeValueAsString(compared));
    } else {
      System.out.print(CompareText.of(tables));
    }
    return ExitCode.OK;
  }

  private AtomicFile picture(Configuration conf) throws IOException {
    if (!GroupCurves.isPicture(out)) {
      throw new UserException(
          Mistake.UNSUPPORTED_FILE, "--out " + out + " must end in .png or .svg.");
    }
    InputGuard inputs = new InputGuard(conf);
    for (String model : models) {
      inputs.model(model, ModelFolder.at(model, conf).path());
    }
    return inputs.output("--out", out);
  }

  private static void warn(TrainedRun run) {
    if (run.isUnfinished()) {
      System.err.println(run.name() + " is not finished: " + run.card().state().outcome() + ".");
    }
    if (run.best().isEmpty()) {
      System.err.println(run.name() + " has no figures of a validation.");
    }
  }
}
