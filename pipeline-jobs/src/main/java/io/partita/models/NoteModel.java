package io.partita.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.partita.UserException;
import io.partita.model.note.NoteLstm;
import io.partita.symbolic.LineRule;
import io.partita.symbolic.PitchVocabulary;
import io.partita.training.ModelCard;
import io.partita.training.ModelFolder;
import io.partita.training.NetworkWeights;
import io.partita.training.StrictJson;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A trained model of notes, as its archive describes it.
 *
 * @param line what it has learnt of each file
 */
public record NoteModel(
    ModelFolder folder,
    ModelCard card,
    NoteLstm network,
    PitchVocabulary vocabulary,
    LineRule line,
    NetworkWeights numbers)
    implements TrainedModel {
  /** The option of its training that says which line it learns. */
  static final String LINE = "--line";

  /** What its evaluations call the cross-entropy of a note. */
  static final String NATS = "cross_entropy_nats";

  /**
   * Reads an archive, all of one version whoever publishes another meanwhile.
   *
   * @throws UserException when there is no model, it is damaged, or it is of another kind
   */
  public static NoteModel read(String model, Configuration conf) throws IOException {
    ModelFolder folder = ModelFolder.at(model, conf);
    return folder.read(card -> of(folder, card));
  }

  /**
   * The model of a card.
   *
   * @throws UserException when it is of another kind, its config makes no sense, or its network is
   *     damaged
   */
  static NoteModel of(ModelFolder folder, ModelCard card) throws IOException {
    if (!card.kind().equals(NoteLstm.KIND)) {
      throw new UserException(
          "Model "
              + folder.name()
              + " is of the kind "
              + card.kind()
              + ", and this command knows "
              + NoteLstm.KIND
              + ": give a model of train-lstm.");
    }
    NoteLstm network;
    PitchVocabulary vocabulary;
    try {
      network = StrictJson.value(card.config(), NoteLstm.class);
      vocabulary = new PitchVocabulary(card.vocabulary());
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw folder.damaged("its config or vocabulary fits no note model", e);
    }
    if (vocabulary.size() != network.vocabulary()) {
      throw folder.damaged("its vocabulary is not that of its network", null);
    }
    if (!card.prompts().stream().allMatch(prompt -> isOf(vocabulary, prompt))) {
      throw folder.damaged("its prompts are not of its vocabulary", null);
    }
    LineRule line =
        line(card).orElseThrow(() -> folder.damaged("its line is none that Partita knows", null));
    return new NoteModel(
        folder, card, network, vocabulary, line, folder.weights(card, network, false));
  }

  /** A card of a version that had no choice does not name its line. */
  private static Optional<LineRule> line(ModelCard card) {
    Object line = card.provenance().options().getOrDefault(LINE, LineRule.FIRST_TRACK.toString());
    return Arrays.stream(LineRule.values())
        .filter(rule -> rule.toString().equals(line))
        .findFirst();
  }

  private static boolean isOf(PitchVocabulary vocabulary, int[] prompt) {
    for (int pitchClass : prompt) {
      if (pitchClass < 0 || pitchClass >= vocabulary.size()) {
        return false;
      }
    }
    return true;
  }
}
