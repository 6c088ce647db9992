package io.partita.model.train;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.model.ModelKind;
import io.partita.model.TrainableModel;
import io.partita.model.archive.ContentHashes;
import io.partita.model.archive.ModelCard;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The weights of a trained model that another training begins with, instead of random ones. The
 * state of its optimizer is not taken over.
 */
public final class WarmStart {
  private final TrainedModel<?> model;

  private WarmStart(TrainedModel<?> model) {
    this.model = model;
  }

  /**
   * @param model its folder, or {@code builtin:NAME}
   * @throws UserException where there is no such model, it is damaged or of another kind, or does
   *     not know which files it learnt
   */
  public static WarmStart read(ModelKind<?> kind, String model, Configuration conf)
      throws IOException {
    TrainedModel<?> read = TrainedModel.read(List.of(kind), model, conf);
    if (read.card().provenance().learnt() == null) {
      throw new UserException(
          Mistake.WRONG_MODEL,
          "Model %s does not know which files it learnt, and its successor must: train it again."
              .formatted(model));
    }
    return new WarmStart(read);
  }

  /** The folder of the model, as it was given. */
  public String name() {
    return model.folder().name();
  }

  /** SHA-256 of the weights, see {@link ModelCard.NetworkFile#parametersSha256}. */
  public String sha256() {
    return model.card().used().parametersSha256();
  }

  /**
   * The files that a training on some files learns from in all.
   *
   * @param of their contents, one of {@link ModelCard.LearntFiles}
   */
  public ContentHashes learnt(String of, ContentHashes files) throws IOException {
    if (!model.card().provenance().learnt().hash().equals(of)) {
      throw wrong("it knows files by another hash than " + of);
    }
    return model.folder().learnt(model.card()).orElseThrow().and(files);
  }

  /**
   * Fails unless a network of these parameters may begin with the weights.
   *
   * @param card that the training will have
   */
  public void require(TrainableModel<?> asked, ModelCard card) throws IOException {
    if (!ModelCard.isEqual(model.card().vocabulary(), card.vocabulary())) {
      throw wrong("it has another vocabulary");
    }
    TrainableModel<?> mine = model.network();
    if (asked.parameters() != mine.parameters() || !shapes(asked).equals(shapes(mine))) {
      throw wrong("its network has other layers; of its options differ " + differences(card));
    }
  }

  /** The names of all parameters with their shapes. */
  private static Map<String, List<Long>> shapes(TrainableModel<?> of) {
    Map<String, List<Long>> shapes = new HashMap<>();
    of.network(0, of.optimizer())
        .paramTable()
        .forEach(
            (name, numbers) -> shapes.put(name, Arrays.stream(numbers.shape()).boxed().toList()));
    return shapes;
  }

  /** Compares texts: a card that was read has ints where one that is new has longs. */
  private String differences(ModelCard card) {
    return model.card().config().properties().stream()
        .filter(each -> !each.getValue().toString().equals("" + card.config().get(each.getKey())))
        .map(each -> each.getKey() + " = " + each.getValue())
        .collect(Collectors.joining(", "));
  }

  private UserException wrong(String why) {
    return new UserException(
        Mistake.WRONG_MODEL, "Training cannot begin with model " + name() + ": " + why + ".");
  }

  /** Gives a network these weights. */
  void applyTo(ComputationGraph network) {
    model.numbers().putInto(network);
  }
}
