package io.partita.token;

import io.partita.MalformedInputException;
import io.partita.midi.MidiEvents;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.Score;
import io.partita.token.grammar.TokenGrammar;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A way to write a MIDI file's music as integers. The label and version are beside every row of
 * tokens; a change of any rule of a scheme is a new version. A scheme has no state; {@link
 * TokenSchemes} lists them.
 */
public interface TokenScheme extends Serializable {
  /** As in the column {@code scheme}: lower-case letters, digits and hyphens. */
  String label();

  /** From 1 on. */
  int version();

  /** What the tokens of a sequence are, in one phrase for people. */
  String meaning();

  /**
   * How many token ids there are, which then are 0 to one less; empty where tokens are no ids but
   * numbers without a bound, as times are.
   */
  OptionalInt vocabularySize();

  /** The names of all ids from 0 on, where they do not depend on positions; empty otherwise. */
  default List<String> vocabulary() {
    return List.of();
  }

  /**
   * What MidiTok's file {@code tokenizer.json} says of the same ids, by its fields; empty where
   * MidiTok has no such scheme.
   */
  default Map<String, Object> midiTok() {
    return Map.of();
  }

  /**
   * Which ids may follow each other; empty where a scheme does not say so, or has no end of ids:
   * sequences of them are not learnt as such.
   */
  default Optional<TokenGrammar> grammar() {
    return Optional.empty();
  }

  /**
   * What a token means, as {@code pitch C4}.
   *
   * @param position in its sequence, from 0
   */
  String name(int token, int position);

  /** A file's tokens, or why it has none. */
  Tokenization encode(MidiEvents events);

  /**
   * The tokens of the file that {@link MidiWriter} makes of a score, or why it has none. A file
   * that was damaged, or has controllers beside its pedals, can have others: encode its events.
   */
  default Tokenization encode(Score score) {
    try {
      return encode(MidiReader.events(MidiWriter.write(score)));
    } catch (MalformedInputException e) {
      throw new IllegalStateException("What was just written is no MIDI file", e);
    }
  }

  /**
   * The music of a sequence of tokens.
   *
   * @throws IllegalArgumentException with a sentence for people, if no such sequence can be
   */
  Score decode(int[] tokens);

  /** What else there is to show of a tokenization, by names in snake_case. */
  default Map<String, Object> figures(Tokenization tokenization) {
    return Map.of();
  }
}
