package io.partita.model.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ProvenanceFixture;
import java.util.List;
import java.util.Map;

/** Cards of models that learn {@link NextClass}, as a training begins them. */
public final class NextClassCards {
  private NextClassCards() {}

  public static ModelCard of(NextClass model) {
    return of(model, List.of(), "run", Map.of());
  }

  /** The same of a model that learnt from some files; null where nothing is known of them. */
  public static ModelCard learnt(ModelCard.LearntFiles files) {
    return of(new NextClass(4, 1), List.of(), "run", Map.of(), files);
  }

  /**
   * @param options that decide which weights come out
   */
  static ModelCard of(
      NextClass model, List<Integer> vocabulary, String runId, Map<String, Object> options) {
    return of(model, vocabulary, runId, options, null);
  }

  private static ModelCard of(
      NextClass model,
      List<Integer> vocabulary,
      String runId,
      Map<String, Object> options,
      ModelCard.LearntFiles files) {
    return ModelCard.begun(
        model.kind(),
        JsonNodeFactory.instance.objectNode().put("classes", model.classes()),
        vocabulary,
        List.of(),
        ProvenanceFixture.of("numbers")
            .command("train-test")
            .runId(runId)
            .options(options)
            .learnt(files)
            .build());
  }
}
