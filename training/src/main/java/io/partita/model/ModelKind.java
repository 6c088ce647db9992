package io.partita.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.CommandName;
import io.partita.lake.table.TrainedKind;
import java.util.List;
import java.util.Map;

/**
 * A kind of model: what becomes of an archive's card, and what tells a good model of it. How it
 * learns is its {@link TrainableModel}'s, where it is a {@link NetworkKind}, or its own trainer's.
 * A kind has no state and is a record, so that one equals another; {@code ModelKinds} lists them.
 *
 * @param <M> type that a card makes: all that is needed to use a model, but for its weights
 */
public interface ModelKind<M> extends TrainedKind {
  /**
   * What a kind is called.
   *
   * @param name in archives: lower-case letters, digits and hyphens, as {@code note-lstm}
   * @param title what people call one of it, as {@code note model}
   * @param lossUnit of its trainings, as {@code nats per note}
   * @param trainCommand see {@link TrainedKind#trainCommand}
   * @param learnsFrom see {@link TrainedKind#learnsFrom}
   */
  record Names(
      String name, String title, String lossUnit, String trainCommand, List<String> learnsFrom) {}

  Names names();

  /** What archives call it. */
  default String name() {
    return names().name();
  }

  /** What the texts of its help are called that lie beside its class. */
  default String texts() {
    return name();
  }

  /** What people call one of it. */
  default String title() {
    return names().title();
  }

  /** What people call several of them, as {@code note models}. */
  default String titles() {
    return title() + "s";
  }

  /**
   * The model that a card describes.
   *
   * @throws IllegalArgumentException saying, without a stop, what no card of this kind has
   */
  M model(ModelDescription card);

  /**
   * A card's config as a record.
   *
   * @throws IllegalArgumentException as {@link #model} does
   */
  default <C> C config(ModelDescription card, Class<C> type) {
    try {
      return StrictJson.value(card.config(), type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("its config fits no " + title(), e);
    }
  }

  /**
   * A model of the same weights that plays otherwise.
   *
   * @param others hyper-parameters that have no part in training, by name
   * @throws UserException where one has a part in it, or no such value
   */
  default M playing(M model, Map<String, String> others) {
    throw new UserException(
        Mistake.BAD_OPTION, "Nothing of a " + title() + " can be set after its training.");
  }

  /** How many trained numbers a model has. */
  long parameters(M model);

  /**
   * The parts that a model's numbers are in, one behind the other; none for a network, whose
   * vertices are its parts.
   */
  default List<ModelLayer> layers(M model) {
    return List.of();
  }

  /** The names of what else is to be known of a model; its evaluations repeat it. */
  default List<String> facts() {
    return List.of();
  }

  /** What is to be known of a model, by {@link #facts()}. */
  default Map<String, String> facts(M model) {
    return Map.of();
  }

  /**
   * A fact as the end of a sentence about a model.
   *
   * @param name one of {@link #facts()}
   */
  default String phrase(String name, String value) {
    return "has the " + name + " " + value;
  }

  /**
   * What must be known of a model before its figures are read, as the faults of a network that is
   * there to show them: a paragraph each. The report's page and {@code model show} begin with them.
   */
  default List<String> remarks(M model) {
    return List.of();
  }

  /** The unit of the losses of its trainings. */
  default String lossUnit() {
    return names().lossUnit();
  }

  @Override
  default String trainCommand() {
    return names().trainCommand();
  }

  /** The command that trains one, with the options that make it one of this kind. */
  default String madeBy() {
    return CommandName.of(trainCommand());
  }

  /**
   * The options of a training as {@link #trainCommand} has them today.
   *
   * @param kept as its card has them, maybe one of an earlier version
   */
  default Map<String, Object> options(Map<String, Object> kept) {
    return kept;
  }

  @Override
  default List<String> learnsFrom() {
    return names().learnsFrom();
  }

  /**
   * What a model is held to before it is published.
   *
   * @return at least one, of which the first is held against {@link #baselines}, too
   */
  List<ModelFigure> measures();

  Baselines baselines();
}
