package io.partita.model.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.Mistake;
import io.partita.Sha256;
import io.partita.UserException;
import io.partita.lake.file.DamagedArchiveException;
import io.partita.model.StrictJson;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * {@code model.json}: a card with a hash of itself. The hash tells damage, not malice: whoever
 * writes a card can write its hash, so every field is held to what Partita may have written there.
 */
final class CardFile {
  static final String NAME = "model.json";

  /** Some hundred times as much as the largest vocabulary and all prompts make. */
  static final long MAX_BYTES = 8 << 20;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private static final Pattern KIND = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  /** Runs and data sets: parts of the names of files and folders. */
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,254}");

  private static final Pattern NETWORK =
      Pattern.compile("network-[0-9]{1,10}-[0-9a-f]{8}\\.(zip|npy|npz)");

  private static final Pattern LEARNT = Pattern.compile("learnt-[0-9a-f]{8}\\.bin");

  private static final Pattern FIGURE = Pattern.compile("[a-z][a-z0-9_]{0,63}");

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** DL4J counts iterations in 32 bits; an epoch's are to fit above any count that is read. */
  private static final long MAX_COUNT = 1_000_000_000L;

  private CardFile() {}

  static byte[] bytes(ModelCard card) throws JsonProcessingException {
    ObjectNode file = JSON.createObjectNode();
    JsonNode node = asRead(card);
    file.put("sha256", Sha256.of(JSON.writeValueAsBytes(node)));
    file.set("card", node);
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(file);
  }

  /** A value as it will be read: a float's digits must not depend on the way it took. */
  static JsonNode asRead(Object value) throws JsonProcessingException {
    return JSON.readTree(JSON.writeValueAsString(value));
  }

  /**
   * The card, with a state and a network, every field in its range.
   *
   * @param model for the message
   * @throws UserException when a newer version wrote it
   */
  static ModelCard read(String model, byte[] bytes) throws DamagedArchiveException {
    JsonNode file;
    try {
      file = StrictJson.object(bytes);
    } catch (JsonProcessingException e) {
      throw new DamagedArchiveException(NAME + " is not JSON", e);
    }
    JsonNode card = file.path("card");
    JsonNode format = card.path("format");
    if (format.canConvertToExactIntegral()
        && format.canConvertToInt()
        && format.intValue() > ModelCard.FORMAT) {
      throw new UserException(
          Mistake.OTHER_VERSION,
          ("Model %s has format %s, and this Partita reads %s: use the newer version that "
                  + "wrote it.")
              .formatted(model, format.intValue(), ModelCard.FORMAT));
    }
    try {
      if (!file.path("sha256").asText().equals(Sha256.of(JSON.writeValueAsBytes(card)))) {
        throw new DamagedArchiveException(NAME + " does not have the hash that it says");
      }
      ModelCard read = StrictJson.value(card, ModelCard.class);
      check(read);
      return read.at(read.state(), read.network(), read.average(), read.best());
    } catch (JsonProcessingException e) {
      throw new DamagedArchiveException(NAME + " is not a model's card", e);
    }
  }

  private static void check(ModelCard card) throws DamagedArchiveException {
    require(card.format() >= 1 && card.format() <= ModelCard.FORMAT, "format");
    require(matches(KIND, card.kind()), "kind");
    require(card.config() != null && card.config().isObject(), "config");
    require(isComplete(card.vocabulary()), "vocabulary");
    require(isComplete(card.prompts()), "prompts");
    require(card.provenance() != null, "provenance");
    check(card.provenance());
    require(card.state() != null, "state");
    check(card.state());
    require(card.network() != null, "network");
    require(card.format() > 1 || card.average() == null, "average");
    require(card.format() > 1 || card.best() == null, "best");
    require(card.format() > 2 || card.provenance().learnt() == null, "learnt");
    if (card.best() != null) {
      check(card.best(), card.state());
    }
    for (ModelCard.NetworkFile network : card.networks()) {
      check(network);
      require(network.parameters() == card.network().parameters(), "parameters");
    }
  }

  private static void check(ModelCard.Provenance from) throws DamagedArchiveException {
    require(from.command() != null, "command");
    require(from.version() != null, "version");
    require(matches(PLAIN_NAME, from.runId()), "run_id");
    require(from.lake() != null, "lake");
    require(matches(PLAIN_NAME, from.dataset()), "dataset");
    require(from.datasetRun() != null, "dataset_run");
    require(from.trainSplit() != null, "train_split");
    require(from.validationSplit() != null, "validation_split");
    require(from.examples() >= 0, "examples");
    require(from.validationExamples() >= 0, "validation_examples");
    require(from.leftOut() != null && isComplete(from.leftOut().values()), "left_out");
    require(from.options() != null, "options");
    require(from.otherOptions() != null, "other_options");
    require(from.backend() != null, "backend");
    require(from.sparkMaster() != null, "spark_master");
    require(from.startedAt() != null, "started_at");
    if (from.learnt() != null) {
      check(from.learnt());
    }
  }

  private static void check(ModelCard.LearntFiles learnt) throws DamagedArchiveException {
    require(ModelCard.LearntFiles.HASHES.contains(learnt.hash()), "hash");
    require(isCount(learnt.files()), "files");
    require(matches(LEARNT, learnt.name()), "name");
    require(matches(SHA256, learnt.sha256()), "sha256");
  }

  private static void check(ModelCard.State state) throws DamagedArchiveException {
    require(isCount(state.epoch()), "epoch");
    require(isCount(state.round()), "round");
    require(isCount(state.iteration()), "iteration");
    require(state.examples() >= 0, "examples");
    require(isDuration(state.seconds()), "seconds");
    require(state.firstLoss() == null || Double.isFinite(state.firstLoss()), "first_loss");
    require(state.outcome() != null, "outcome");
    if (state.metric() != null) {
      check(state.metric());
    }
  }

  private static void check(ModelCard.Best best, ModelCard.State state)
      throws DamagedArchiveException {
    require(best.iteration() >= 0 && best.iteration() <= state.iteration(), "iteration");
    require(best.epoch() >= 0 && best.epoch() <= MAX_COUNT, "epoch");
    require(matches(FIGURE, best.figure()), "figure");
    require(Double.isFinite(best.value()), "value");
  }

  /** Validation may have been lost where training was not. */
  static void check(Metric metric) throws DamagedArchiveException {
    require(metric.epoch() >= 0 && metric.epoch() <= MAX_COUNT, "epoch");
    require(isCount(metric.iteration()), "iteration");
    require(metric.examples() >= 0, "examples");
    require(Double.isFinite(metric.loss()), "loss");
    require(Double.isFinite(metric.learningRate()), "learning_rate");
    require(metric.examplesPerS() >= 0, "examples_per_s");
    require(isDuration(metric.seconds()), "seconds");
    require(isComplete(metric.schedules().values()), "schedules");
    require(isComplete(metric.training().values()), "training");
    require(isComplete(metric.validation().values()), "validation");
    require(isComplete(metric.updates().values()), "updates");
  }

  private static void check(ModelCard.NetworkFile network) throws DamagedArchiveException {
    require(matches(NETWORK, network.name()), "name");
    require(network.bytes() > 0, "bytes");
    require(matches(SHA256, network.sha256()), "sha256");
    require(network.parameters() > 0, "parameters");
    require(matches(SHA256, network.parametersSha256()), "parameters_sha256");
  }

  private static boolean isCount(long value) {
    return value >= 0 && value <= MAX_COUNT;
  }

  private static boolean isDuration(double seconds) {
    return seconds >= 0 && seconds < Double.POSITIVE_INFINITY;
  }

  private static boolean matches(Pattern pattern, String text) {
    return text != null && pattern.matcher(text).matches();
  }

  private static boolean isComplete(Iterable<?> values) {
    if (values == null) {
      return false;
    }
    for (Object value : values) {
      if (Objects.isNull(value)) {
        return false;
      }
    }
    return true;
  }

  private static void require(boolean isGood, String field) throws DamagedArchiveException {
    if (!isGood) {
      throw new DamagedArchiveException(
          "the field " + field + " of its card is nothing that Partita writes");
    }
  }
}
