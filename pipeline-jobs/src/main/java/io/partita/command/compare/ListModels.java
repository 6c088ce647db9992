package io.partita.command.compare;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.UserException;
import io.partita.lake.run.Spark;
import io.partita.model.archive.BuiltinModel;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.evaluate.TextTable;
import io.partita.option.JsonOption;
import io.partita.output.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The models that come with Partita and those below folders. Their weights are left alone. */
@Command(name = "model list", description = "List the built-in models and those of a folder.")
public final class ListModels implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "DIR",
      description = "Folders of models, or folders that contain them (default: models).")
  private List<String> folders = List.of();

  @Mixin private JsonOption json = new JsonOption();

  /**
   * A model.
   *
   * @param model as {@code --model} takes it
   * @param loss the best on the validation split; null where none was measured
   * @param fault why it cannot be read; null where it can
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Listed(
      String model,
      String kind,
      String dataset,
      String state,
      int epoch,
      Double loss,
      String fault) {
    static Listed of(ModelFolder folder) throws IOException {
      try {
        ModelCard card = folder.card();
        return new Listed(
            folder.name(),
            card.kind(),
            card.provenance().dataset(),
            card.state().outcome(),
            card.state().epoch(),
            card.best() == null ? null : card.best().value(),
            null);
      } catch (UserException e) {
        return new Listed(folder.name(), null, null, null, 0, null, e.getMessage());
      }
    }
  }

  /** The answer. */
  record Models(List<Listed> models) {
    String text() {
      TextTable table = new TextTable().row("model", "kind", "data set", "state", "epochs", "loss");
      for (Listed one : models) {
        if (one.fault == null) {
          table.row(
              one.model,
              one.kind,
              one.dataset,
              one.state.replaceFirst(":.*", ""),
              String.format(Locale.ROOT, "%,d", one.epoch),
              TextTable.number(one.loss));
        } else {
          table.row(one.model, one.fault);
        }
      }
      return table.toString().stripTrailing();
    }
  }

  @Override
  public Integer call() throws IOException {
    Configuration conf = Spark.hadoopConfiguration();
    List<Listed> found = new ArrayList<>();
    for (String name : BuiltinModel.NAMES) {
      found.add(Listed.of(ModelFolder.at(new BuiltinModel(name).option(), conf)));
    }
    boolean isAsked = !folders.isEmpty();
    for (String folder : isAsked ? folders : List.of("models")) {
      for (ModelFolder model : RunsToCompare.below(folder, conf)) {
        if (isAsked || model.exists()) {
          found.add(Listed.of(model));
        }
      }
    }
    return Answer.print(json.isGiven, new Models(found), Models::text);
  }
}
