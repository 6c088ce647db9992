package io.partita.kind.note;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.partita.StoredName;
import io.partita.model.Baselines;
import io.partita.model.ModelDescription;
import io.partita.model.ModelFigure;
import io.partita.model.NetworkKind;
import io.partita.model.StrictJson;
import io.partita.model.TrainableModel;
import io.partita.model.job.KindJob;
import io.partita.model.job.KindJobs;
import io.partita.symbolic.LineRule;
import io.partita.symbolic.PitchVocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Language models of notes. */
public record NoteKind() implements NetworkKind<NoteModel>, KindJobs {
  public static final NoteKind KIND = new NoteKind();

  /** The option of the training that says which line is learnt. */
  public static final String LINE_OPTION = "--line";

  /** The option of the training that says which classes there are. */
  public static final String VOCABULARY_OPTION = "--vocabulary";

  /** What evaluations and cards call that line. */
  public static final String LINE = "line";

  /** What evaluations call the cross-entropy of a note. */
  public static final String NATS = "cross_entropy_nats";

  /** N-gram models by their order, from 1. */
  public static final List<String> NGRAMS = List.of("unigram", "bigram", "trigram");

  @Override
  public Names names() {
    return new Names(NoteLstm.KIND, "note model", "nats per note", "train-lstm", List.of("notes"));
  }

  @Override
  public Class<TrainLstm> trainer() {
    return TrainLstm.class;
  }

  @Override
  public Map<String, Object> options(Map<String, Object> kept) {
    return NoteShape.KEPT.options(kept);
  }

  @Override
  public List<KindJob<?>> jobs() {
    return List.of(new EvaluateNotes(this), new GenerateNotes());
  }

  @Override
  public NoteModel model(ModelDescription card) {
    NoteLstm network;
    PitchVocabulary vocabulary;
    try {
      network = StrictJson.value(card.config(), NoteLstm.class);
      vocabulary = new PitchVocabulary(rule(card), card.vocabulary());
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalArgumentException("its config or vocabulary fits no note model", e);
    }
    require(vocabulary.size() == network.vocabulary(), "its vocabulary is not that of its network");
    require(
        card.prompts().stream()
            .flatMapToInt(Arrays::stream)
            .allMatch(
                pitchClass ->
                    pitchClass >= 0
                        && pitchClass < vocabulary.size()
                        && pitchClass != vocabulary.endClass()),
        "its prompts are not of its vocabulary");
    Optional<LineRule> line = line(card);
    require(line.isPresent(), "its line is unknown");
    return new NoteModel(network, vocabulary, line.get(), card.prompts());
  }

  private static void require(boolean isGood, String otherwise) {
    if (!isGood) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /**
   * A card of a version that had no choice does not name its rule.
   *
   * @throws IllegalArgumentException where it names one that there is not
   */
  private static PitchVocabulary.Rule rule(ModelDescription card) {
    Object rule =
        card.options()
            .getOrDefault(StoredName.of(VOCABULARY_OPTION), PitchVocabulary.Rule.SEEN.toString());
    return Arrays.stream(PitchVocabulary.Rule.values())
        .filter(known -> known.toString().equals(rule))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("A vocabulary of " + rule));
  }

  /** A card of a version that had no choice does not name its line. */
  private static Optional<LineRule> line(ModelDescription card) {
    Object line = card.options().getOrDefault(LINE, LineRule.FIRST_TRACK.toString());
    return Arrays.stream(LineRule.values())
        .filter(rule -> rule.toString().equals(line))
        .findFirst();
  }

  @Override
  public TrainableModel<?> network(NoteModel model) {
    return model.network();
  }

  @Override
  public List<String> facts() {
    return List.of(LINE);
  }

  @Override
  public Map<String, String> facts(NoteModel model) {
    return Map.of(LINE, model.line().toString());
  }

  @Override
  public String phrase(String name, String value) {
    return "plays the line " + value;
  }

  @Override
  public List<ModelFigure> measures() {
    return List.of(ModelFigure.nats(NATS), ModelFigure.share(NoteLstm.TOP1));
  }

  @Override
  public Baselines baselines() {
    return new Baselines(NATS, Stream.concat(Stream.of(Baselines.NGRAM), NGRAMS.stream()).toList());
  }
}
