package io.partita.model;

import io.partita.Mistake;
import io.partita.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import org.nd4j.shade.jackson.databind.node.TextNode;

/**
 * The hyper-parameters of a kind of network that are kept by name, and changes of them.
 *
 * @param <C> record of them, which Jackson writes and reads
 */
public final class HyperParameters<C> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LIKE = "like";

  /** Equal to a value and to none: it filters both out of cards, as older ones do without. */
  public abstract static class LeftOut {
    private final Object value;

    protected LeftOut(Object value) {
      this.value = value;
    }

    @Override
    public final boolean equals(Object other) {
      return other == null || other.equals(value);
    }

    @Override
    public final int hashCode() {
      return value.hashCode();
    }
  }

  /** Leaves out a factor of 1. */
  public static final class One extends LeftOut {
    public One() {
      super(1.0);
    }
  }

  private final Class<C> type;
  private final Function<C, String> name;
  private final boolean hasPlainTexts;
  private final List<String> parts;
  private final List<C> kept;

  /**
   * Reads those that are kept.
   *
   * @param file JSON, beside the class: a list of records. One that has {@value #LIKE} says only
   *     what differs from the earlier one of that name
   * @param hasPlainTexts whether a text may be given without quotes
   * @param parts components that are records of further hyper-parameters
   */
  public HyperParameters(
      Class<C> type,
      String file,
      Function<C, String> name,
      boolean hasPlainTexts,
      String... parts) {
    this.type = type;
    this.name = name;
    this.hasPlainTexts = hasPlainTexts;
    this.parts = List.of(parts);
    this.kept = new ArrayList<>();
    Map<String, ObjectNode> byName = new HashMap<>();
    try (InputStream in = type.getResourceAsStream(file)) {
      for (JsonNode node : JSON.readTree(in)) {
        ObjectNode whole = (ObjectNode) node;
        if (node.has(LIKE)) {
          ObjectNode others = byName.get(whole.remove(LIKE).textValue()).deepCopy();
          whole = others.setAll(whole);
        }
        C config = JSON.treeToValue(whole, type);
        kept.add(config);
        byName.put(name.apply(config), whole);
      }
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + file, e);
    }
  }

  /** Refuses a value outside its range with an {@link IllegalArgumentException}. */
  public static void require(boolean isGood, String name, Object value, String range) {
    if (!isGood) {
      throw new IllegalArgumentException(name + " is " + value + ", not in " + range + ".");
    }
  }

  /** Refuses a number outside its range as {@link #require} does. */
  public static void requireRange(String name, int value, int least, int most) {
    require(value >= least && value <= most, name, value, least + " … " + most);
  }

  /** Refuses a size of a layer that is not 1 to 8192, as {@link #require} does. */
  public static void requireUnits(String name, int value) {
    requireRange(name, value, 1, 8192);
  }

  /**
   * Refuses rates that no {@link io.partita.nn.optim.Schedule.Shape#DECAY} has, as {@link #require}
   * does.
   */
  public static void requireDecay(double rate, double least, double decay) {
    require(rate > 0 && rate <= 1, "learningRate", rate, "above 0 … 1");
    require(least >= 0 && least <= rate, "leastLearningRate", least, "0 … the learning rate");
    require(decay > 0 && decay <= 1, "learningRateDecay", decay, "above 0 … 1");
  }

  /**
   * Those of a name.
   *
   * @throws UserException naming those that are kept, when there are none of that name
   */
  public C named(String config) {
    return kept.stream()
        .filter(known -> name.apply(known).equals(config))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    Mistake.BAD_OPTION,
                    "There is no --config "
                        + config
                        + "; there are "
                        + String.join(", ", names())
                        + "."));
  }

  public List<String> names() {
    return kept.stream().map(name).toList();
  }

  /**
   * Hyper-parameters but for some.
   *
   * @param others by name, as in the record or in a part of it; values as JSON: a number, {@code
   *     [16, 32]}, {@code "WAVE"}
   * @throws UserException if absent of a name, or it cannot have its value
   */
  public C with(C config, Map<String, String> others) {
    ObjectNode tree = JSON.valueToTree(config);
    try {
      for (Map.Entry<String, String> other : others.entrySet()) {
        ObjectNode holder = holder(tree, other.getKey());
        if (!holder.has(other.getKey()) || parts.contains(other.getKey())) {
          List<String> names = new ArrayList<>();
          flat(tree).fieldNames().forEachRemaining(names::add);
          throw new UserException(
              Mistake.BAD_OPTION,
              "There is no hyper-parameter " + other.getKey() + "; there are " + names + ".");
        }
        holder.set(other.getKey(), value(holder.get(other.getKey()), other.getValue()));
      }
      return JSON.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      String why = e.getCause() == null ? e.getOriginalMessage() : e.getCause().getMessage();
      throw new UserException(
          Mistake.BAD_OPTION, "Not hyper-parameters, " + others + ": " + why, e);
    }
  }

  private ObjectNode holder(ObjectNode tree, String of) {
    return parts.stream()
        .map(part -> (ObjectNode) tree.get(part))
        .filter(part -> part.has(of))
        .findFirst()
        .orElse(tree);
  }

  private JsonNode value(JsonNode before, String text) throws JsonProcessingException {
    return hasPlainTexts && before.isTextual() && !text.startsWith("\"")
        ? new TextNode(text)
        : JSON.readTree(text);
  }

  /**
   * What differs from other hyper-parameters, by name and in the names' order: {@link #with} makes
   * these of those.
   *
   * @return numbers, texts, truth values and lists
   */
  public Map<String, Object> changes(C config, C from) {
    ObjectNode ours = flat(JSON.valueToTree(config));
    ObjectNode theirs = flat(JSON.valueToTree(from));
    Map<String, Object> changes = new TreeMap<>();
    ours.fields()
        .forEachRemaining(
            field -> {
              if (!field.getValue().equals(theirs.get(field.getKey()))) {
                changes.put(field.getKey(), JSON.convertValue(field.getValue(), Object.class));
              }
            });
    return changes;
  }

  /**
   * Options of a training as the command line has them today: of those that were options of their
   * own once, what now is a hyper-parameter goes to {@code set}.
   *
   * @param kept by the names that cards keep them by
   */
  public Map<String, Object> options(Map<String, Object> kept) {
    Map<String, Object> options = new TreeMap<>(kept);
    if (options.containsKey("config")) {
      return options;
    }
    Map<String, Object> set = new TreeMap<>();
    flat(JSON.valueToTree(this.kept.get(0)))
        .fieldNames()
        .forEachRemaining(
            name -> {
              String option = name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
              if (!option.equals("batch") && options.containsKey(option)) {
                set.put(name, options.remove(option));
              }
            });
    options.put("set", set);
    return options;
  }

  private ObjectNode flat(ObjectNode tree) {
    for (String part : parts) {
      tree.setAll((ObjectNode) tree.remove(part));
    }
    return tree;
  }
}
