package io.partita.model.note;

import io.partita.symbolic.LineRule;
import io.partita.symbolic.PitchVocabulary;
import java.util.List;

/**
 * A language model of notes with what its classes mean.
 *
 * @param vocabulary as large as the network's
 * @param line that it has learnt of each file
 * @param prompts beginnings to generate from, as classes of the vocabulary
 */
public record NoteModel(
    NoteLstm network, PitchVocabulary vocabulary, LineRule line, List<int[]> prompts) {}
