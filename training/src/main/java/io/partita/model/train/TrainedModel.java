package io.partita.model.train;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.Json;
import io.partita.model.ModelKind;
import io.partita.model.ModelKinds;
import io.partita.model.ModelLayer;
import io.partita.model.NetworkKind;
import io.partita.model.TrainableModel;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.archive.NetworkWeights;
import io.partita.nn.device.BlasKernels;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A model as its archive describes it, with its weights.
 *
 * @param model that the kind makes of the card
 * @param numbers of the network that is {@link ModelCard#used}, read together with the card
 */
public record TrainedModel<M>(
    ModelKind<M> kind, ModelFolder folder, ModelCard card, M model, NetworkWeights numbers) {
  /**
   * Reads an archive of any kind, all of one version whoever publishes another meanwhile.
   *
   * @throws UserException when there is no model, it is damaged, or of a kind that nothing knows
   */
  public static TrainedModel<?> read(String model, Configuration conf) throws IOException {
    return read(ModelKinds.all(), model, conf);
  }

  /**
   * Reads an archive of one kind, likewise.
   *
   * @throws UserException when there is no model, it is damaged, or of another kind
   */
  public static <M> TrainedModel<M> read(ModelKind<M> kind, String model, Configuration conf)
      throws IOException {
    return read(List.of(kind), model, conf).as(kind);
  }

  /**
   * Reads an archive of one of some kinds, likewise.
   *
   * @throws UserException when there is no model, it is damaged, or of a kind that is none of them
   */
  public static TrainedModel<?> read(List<ModelKind<?>> kinds, String model, Configuration conf)
      throws IOException {
    return read(kinds, List.of(), model, conf);
  }

  /**
   * The same for who takes other models, too.
   *
   * @param others what they are called, for the message
   */
  public static TrainedModel<?> read(
      List<ModelKind<?>> kinds, List<String> others, String model, Configuration conf)
      throws IOException {
    BlasKernels.choose();
    ModelFolder folder = ModelFolder.at(model, conf);
    return folder.read(
        card ->
            KeptModels.model(
                folder, card, () -> of(kind(folder, card, kinds, others), folder, card)));
  }

  private static ModelKind<?> kind(
      ModelFolder folder, ModelCard card, List<ModelKind<?>> kinds, List<String> others) {
    return kinds.stream()
        .filter(kind -> kind.name().equals(card.kind()))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    Mistake.WRONG_MODEL,
                    "Model "
                        + folder.name()
                        + " is of the kind "
                        + card.kind()
                        + ", and this command knows "
                        + kinds.stream().map(ModelKind::name).collect(Collectors.joining(" and "))
                        + (kinds.equals(ModelKinds.all())
                            ? "."
                            : ": give a model of "
                                + kinds.stream()
                                    .map(ModelKind::madeBy)
                                    .collect(Collectors.joining(" or "))
                                + others.stream()
                                    .map(other -> ", or the file of a " + other)
                                    .collect(Collectors.joining())
                                + ".")));
  }

  private static <M> TrainedModel<M> of(ModelKind<M> kind, ModelFolder folder, ModelCard card)
      throws IOException {
    M model;
    try {
      model = kind.model(card.description());
    } catch (IllegalArgumentException e) {
      throw folder.damaged(e.getMessage(), e);
    }
    return new TrainedModel<>(
        kind, folder, card, model, folder.weights(card.used(), kind.parameters(model), false));
  }

  /**
   * This model, known to be of a kind.
   *
   * @throws IllegalArgumentException when it is of another
   */
  @SuppressWarnings("unchecked") // a kind makes one type of models
  public <O> TrainedModel<O> as(ModelKind<O> of) {
    if (!of.name().equals(kind.name())) {
      throw new IllegalArgumentException("A " + kind.name() + " is no " + of.name() + ".");
    }
    return (TrainedModel<O>) this;
  }

  /** Whether the model is a network. */
  public boolean isNetwork() {
    return kind instanceof NetworkKind<M>;
  }

  /** Whether it is a network that a GPU may compute. */
  public boolean computesOnCuda() {
    return isNetwork() && network().trainsOnCuda();
  }

  /**
   * The shape of the network.
   *
   * @throws IllegalStateException where the model is none
   */
  public TrainableModel<?> network() {
    if (kind instanceof NetworkKind<M> networks) {
      return networks.network(model);
    }
    throw new IllegalStateException("A " + kind.title() + " is no network");
  }

  /**
   * The same weights with other hyper-parameters of playing, see {@link ModelKind#playing}.
   *
   * @throws UserException where one is none of playing
   */
  public TrainedModel<M> playing(Map<String, String> others) {
    M played = kind.playing(model, others);
    ModelCard other = card.withConfig(Json.MAPPER.valueToTree(played));
    return new TrainedModel<>(kind, folder, other, played, numbers);
  }

  /** See {@link ModelKind#layers}. */
  public List<ModelLayer> layers() {
    return kind.layers(model);
  }

  /** The trained network, to score, to sample, to encode or to decode. */
  public ComputationGraph weights() {
    return KeptModels.network(this, () -> numbers.network(network()));
  }

  /** See {@link ModelKind#facts}. */
  public Map<String, String> facts() {
    return kind.facts(model);
  }

  /** See {@link ModelKind#remarks}. */
  public List<String> remarks() {
    return kind.remarks(model);
  }
}
