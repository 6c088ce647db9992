package io.partita.token;

import io.partita.midi.MidiEvents;
import io.partita.score.Score;
import io.partita.token.Tokenization.Absence;
import io.partita.token.grammar.TokenGrammar;
import io.partita.token.miditok.Kind;
import io.partita.token.miditok.MidiTokDecoder;
import io.partita.token.miditok.MidiTokEncoder;
import io.partita.token.miditok.MidiTokGrammar;
import io.partita.token.miditok.MidiTokParameters;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Schemes {@code remi}, {@code tsd} and {@code midi-like}: ids equal to those of MidiTok 3.0.6 over
 * symusic 0.6.0, with all instruments in one stream, tempos, pitches 21 to 109, drums 27 to 88, 32
 * velocities and durations up to 12 beats; remi has time signatures too.
 *
 * <p>A note that no off ends is dropped. A program change counts in its own track only.
 */
final class MidiTokTokens implements TokenScheme {
  private static final long serialVersionUID = 1;

  private final Kind kind;
  private final String meaning;

  MidiTokTokens(Kind kind, String meaning) {
    this.kind = kind;
    this.meaning = meaning;
  }

  @Override
  public String label() {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  @Override
  public OptionalInt vocabularySize() {
    return OptionalInt.of(kind.vocabulary().size());
  }

  @Override
  public List<String> vocabulary() {
    return kind.vocabulary().names();
  }

  @Override
  public Map<String, Object> midiTok() {
    return MidiTokParameters.of(kind);
  }

  @Override
  public Optional<TokenGrammar> grammar() {
    return Optional.of(new MidiTokGrammar(kind));
  }

  /** As MidiTok has it: {@code Pitch_60}. */
  @Override
  public String name(int token, int position) {
    return kind.vocabulary().name(token);
  }

  @Override
  public Tokenization encode(MidiEvents events) {
    if (events.division().isSmpte()) {
      return Tokenization.absent(Absence.SMPTE_DIVISION);
    }
    if (MidiTokEncoder.isDamaged(events)) {
      return Tokenization.absent(Absence.DAMAGED);
    }
    if (MidiTokEncoder.isTooLong(events)) {
      return Tokenization.absent(Absence.TOO_LONG);
    }
    return MidiTokEncoder.encode(events, kind)
        .map(
            encoded ->
                new Tokenization(
                    Optional.empty(),
                    encoded.ids(),
                    encoded.notes(),
                    encoded.orphanOffs(),
                    encoded.unclosed(),
                    encoded.truncations(),
                    encoded.messages(),
                    encoded.endTimeS()))
        .orElseGet(() -> Tokenization.absent(Absence.DURATION_BETWEEN));
  }

  /**
   * Ids as a score of 16 ticks a quarter for remi, 8 otherwise: one track per program, in the order
   * of their first notes. What makes no sense where it stands is passed over.
   *
   * @throws IllegalArgumentException if an id is not in the vocabulary
   */
  @Override
  public Score decode(int[] tokens) {
    return MidiTokDecoder.decode(tokens, kind);
  }
}
