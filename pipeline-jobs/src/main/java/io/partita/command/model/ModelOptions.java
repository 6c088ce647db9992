package io.partita.command.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.Json;
import io.partita.model.ModelKind;
import io.partita.model.ModelKinds;
import io.partita.model.archive.ModelCard;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options of a model's training as a file for {@code --config}, which trains it again. */
final class ModelOptions {
  private static final String SET = "set";

  /** What computed a training, which cards have beside its options: its device decides. */
  private static final String ARITHMETIC = "arithmetic";

  /** Hyper-parameters as cards of earlier versions have them: {@code {a=1, b=[2, 3]}}. */
  private static final Pattern SET_AS_TEXT = Pattern.compile("(\\w+)=(.*?)(?=, \\w+=|}$)");

  private ModelOptions() {}

  /**
   * All options that were kept, by their names.
   *
   * @throws UserException where an earlier version kept what cannot be read
   */
  static String json(ModelCard card) throws JsonProcessingException {
    ModelKind<?> kind = ModelKinds.named(card.kind()).orElseThrow();
    Map<String, Object> options = new TreeMap<>(kind.options(card.provenance().options()));
    options.putAll(card.provenance().otherOptions());
    options.remove(ARITHMETIC);
    options.values().removeIf(Objects::isNull);
    if (options.get(SET) instanceof String text) {
      options.put(SET, set(text));
    }
    return Json.INDENTED.writeValueAsString(options);
  }

  private static ObjectNode set(String text) {
    ObjectNode set = Json.MAPPER.createObjectNode();
    Matcher matcher = SET_AS_TEXT.matcher(text);
    try {
      while (matcher.find()) {
        set.set(matcher.group(1), Json.MAPPER.readTree(matcher.group(2)));
      }
    } catch (JsonProcessingException e) {
      throw new UserException(
          Mistake.DAMAGED_MODEL,
          "The model's card keeps --set as " + text + ", which is not a model.",
          e);
    }
    return set;
  }
}
