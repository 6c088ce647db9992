package io.partita;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.kind.note.NoteLstm;
import io.partita.kind.rvq.Rvq;
import io.partita.model.TrainableModel;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.archive.ProvenanceBuilder;
import io.partita.nn.optim.Optimizer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/** Archives of models that have learnt nothing: enough for files and exit codes. */
public final class UntrainedModel {
  private UntrainedModel() {}

  /** Writes an archive of a model, without prompts. */
  public static ModelCard write(TrainableModel<?> model, Path folder) throws IOException {
    return write(model.kind(), model, folder);
  }

  /** The same as if the model were of another kind. */
  public static ModelCard write(String kind, TrainableModel<?> model, Path folder)
      throws IOException {
    return write(kind, model, List.of(), "drums", Map.of(), folder);
  }

  /** The same with a data set and options of any text. */
  public static ModelCard write(
      TrainableModel<?> model, String dataset, Map<String, Object> options, Path folder)
      throws IOException {
    return write(model.kind(), model, List.of(), dataset, options, folder);
  }

  private static ModelCard write(
      String kind,
      TrainableModel<?> model,
      List<int[]> prompts,
      String dataset,
      Map<String, Object> options,
      Path folder)
      throws IOException {
    ModelCard card = card(kind, model, vocabulary(model), prompts, dataset, options);
    return ModelFolder.at(folder.toString(), new Configuration())
        .save(card, ModelCard.State.BEGINNING, model.network(1, Optimizer.constant(1e-3)));
  }

  /** Writes an archive of a small model of 39 notes from middle C on, and a scale as its prompt. */
  public static ModelCard writeNotes(Path folder) throws IOException {
    NoteLstm model =
        new NoteLstm(40, 8, 1, 16, 8, 0, NoteLstm.Mode.SEQUENCE, NoteLstm.Recurrent.OWN, 16);
    List<int[]> prompts = List.of(IntStream.range(0, 16).toArray());
    return write(model.kind(), model, prompts, "drums", Map.of(), folder);
  }

  /** Writes an archive of a quantiser of mel, of two stages of four entries, all of them 0. */
  public static ModelCard writeQuantiser(Path folder) throws IOException {
    Rvq model = new Rvq(Rvq.MEL, "hifigan-22k-80", 22_050, 256, 2, 4, 80, -5, 2, true);
    ModelFolder archive = ModelFolder.at(folder.toString(), new Configuration());
    ModelCard card =
        card(Rvq.KIND, model, List.of(), List.of(), "audio", Map.of())
            .at(ModelCard.State.BEGINNING, archive.add(0, new float[(int) model.parameters()]));
    archive.publish(card);
    return card;
  }

  private static ModelCard card(
      String kind,
      Object model,
      List<Integer> vocabulary,
      List<int[]> prompts,
      String dataset,
      Map<String, Object> options) {
    return ModelCard.begun(
        kind,
        new ObjectMapper().valueToTree(model),
        vocabulary,
        prompts,
        new ProvenanceBuilder()
            .command("train")
            .version("1")
            .runId("a-run")
            .lake("lake")
            .dataset(dataset)
            .datasetRun("a-dataset-run")
            .options(options)
            .backend("none")
            .sparkMaster("local")
            .startedAt(Instant.parse("2026-01-01T00:00:00Z"))
            .build());
  }

  /** As many pitches as a note model has classes, but for the unknown one; others have none. */
  private static List<Integer> vocabulary(TrainableModel<?> model) {
    return model instanceof NoteLstm notes
        ? IntStream.range(60, 59 + notes.vocabulary()).boxed().toList()
        : List.of();
  }
}
