package io.partita.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What an archive says of its model, as far as the model's kind can tell what it means.
 *
 * @param config hyper-parameters of the network
 * @param vocabulary meaning of each class, in their order; empty for models without one
 * @param prompts beginnings to generate from, in the examples' own form; may be empty
 * @param options of the training, by their names of {@link io.partita.StoredName}
 */
public record ModelDescription(
    JsonNode config, List<Integer> vocabulary, List<int[]> prompts, Map<String, Object> options) {}
