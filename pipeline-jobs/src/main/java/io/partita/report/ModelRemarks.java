package io.partita.report;

import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.run.TrainingRuns;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * What must be known of a training's model, and what was measured of it.
 *
 * @param remarks paragraphs
 */
record ModelRemarks(List<String> remarks, List<FigureGroup> measured) {
  /**
   * Of a model where its training left it, or why there is nothing to show of it.
   *
   * @param model its folder, as the training was given it
   */
  static ModelRemarks of(Lake lake, String dataset, String runId, String model, Configuration conf)
      throws IOException {
    if (!ModelFolder.at(model, conf).exists()) {
      String when =
          TrainingRuns.lastWritten(lake, dataset, runId, model)
              .map(time -> ", last saved " + time.truncatedTo(ChronoUnit.SECONDS))
              .orElse("");
      return none(
          "The model was trained in %s%s, and is no longer there. Put it back to see its figures."
              .formatted(model, when));
    }
    try {
      TrainedModel<?> trained = TrainedModel.read(model, conf);
      return new ModelRemarks(remarks(trained), ModelFigures.of(trained));
    } catch (UserException e) {
      return none(e.getMessage());
    }
  }

  private static ModelRemarks none(String reason) {
    return new ModelRemarks(List.of(reason), List.of());
  }

  /** What is known of it, and before that why its training came to nothing, if it did. */
  private static List<String> remarks(TrainedModel<?> trained) {
    ModelCard.State state = trained.card().state();
    List<String> remarks = new ArrayList<>();
    if (state.isLost()) {
      remarks.add(
          "The training %s. The model is the last checkpoint before that, of iteration %d."
              .formatted(state.outcome(), state.iteration()));
    }
    remarks.addAll(trained.remarks());
    return remarks;
  }
}
