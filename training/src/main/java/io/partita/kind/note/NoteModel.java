package io.partita.kind.note;

import io.partita.model.ClassDraw;
import io.partita.symbolic.LineRule;
import io.partita.symbolic.PitchVocabulary;
import java.util.List;
import java.util.Set;

/**
 * A language model of notes with what its classes mean.
 *
 * @param vocabulary as large as the network's
 * @param line that it has learnt of each file
 * @param prompts beginnings to generate from, as classes of the vocabulary
 */
public record NoteModel(
    NoteLstm network, PitchVocabulary vocabulary, LineRule line, List<int[]> prompts) {

  /**
   * How this model's lines are drawn: pitches alone.
   *
   * @param goesOn whether lines do not end by themselves, of a model that knows how lines end
   */
  public NoteSampling sampling(ClassDraw draw, long seed, boolean goesOn) {
    if (!vocabulary.hasEnds()) {
      return new NoteSampling(draw, seed, Set.of(vocabulary.unknownClass()), Set.of());
    }
    int start = vocabulary.startClass();
    int end = vocabulary.endClass();
    return new NoteSampling(
        draw, seed, goesOn ? Set.of(start, end) : Set.of(start), goesOn ? Set.of() : Set.of(end));
  }
}
