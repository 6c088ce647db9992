package io.partita;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.model.TrainableModel;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.note.NoteLstm;
import io.partita.optim.Optimizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/** Archives of models that have learnt nothing: enough for files and exit codes. */
public final class UntrainedModel {
  private UntrainedModel() {}

  /** Writes an archive of a model, without prompts. */
  public static ModelCard write(TrainableModel model, Path folder) throws IOException {
    return write(model.kind(), model, folder);
  }

  /** The same as if the model were of another kind. */
  public static ModelCard write(String kind, TrainableModel model, Path folder) throws IOException {
    return write(kind, model, "drums", Map.of(), folder);
  }

  /** The same with a data set and options of any text. */
  public static ModelCard write(
      TrainableModel model, String dataset, Map<String, Object> options, Path folder)
      throws IOException {
    return write(model.kind(), model, dataset, options, folder);
  }

  private static ModelCard write(
      String kind, TrainableModel model, String dataset, Map<String, Object> options, Path folder)
      throws IOException {
    ModelCard card =
        new ModelCard(
            ModelCard.FORMAT,
            kind,
            new ObjectMapper().valueToTree(model),
            vocabulary(model),
            List.of(),
            new ModelCard.Provenance(
                "train",
                "1",
                "a-run",
                "lake",
                dataset,
                "a-dataset-run",
                "train",
                "validation",
                0,
                0,
                Map.of(),
                options,
                Map.of(),
                "none",
                "local",
                "2026-01-01T00:00:00Z"),
            null,
            null,
            null,
            null);
    ModelCard.State untrained =
        new ModelCard.State(0, 0, 0, 0, 0, null, ModelCard.State.TRAINING, null);
    return ModelFolder.at(folder.toString(), new Configuration())
        .save(card, untrained, model.network(1, Optimizer.constant(1e-3)));
  }

  /** As many pitches as a note model has classes, but for the unknown one; others have none. */
  private static List<Integer> vocabulary(TrainableModel model) {
    return model instanceof NoteLstm notes
        ? IntStream.range(60, 59 + notes.vocabulary()).boxed().toList()
        : List.of();
  }
}
