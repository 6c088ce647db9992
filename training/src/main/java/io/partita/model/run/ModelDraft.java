package io.partita.model.run;

import io.partita.lake.file.Json;
import io.partita.model.TrainableModel;
import io.partita.model.archive.ModelCard;
import java.util.List;
import java.util.Map;

/**
 * A model that is about to be trained.
 *
 * @param vocabulary what the card says of the classes
 * @param prompts beginnings that the card keeps
 * @param hyperParameters by their names on the command line
 * @param <E> an example
 */
public record ModelDraft<E>(
    TrainableModel<E> model,
    List<Integer> vocabulary,
    List<int[]> prompts,
    Map<String, Object> hyperParameters) {

  /** A model without a vocabulary and without prompts. */
  public ModelDraft(TrainableModel<E> model, Map<String, Object> hyperParameters) {
    this(model, List.of(), List.of(), hyperParameters);
  }

  /** The card before the first checkpoint. */
  ModelCard card(ModelCard.Provenance provenance) {
    return ModelCard.begun(
        model.kind(), Json.MAPPER.valueToTree(model), vocabulary, prompts, provenance);
  }
}
