package io.partita.token.miditok;

import io.partita.token.grammar.GrammarState;
import io.partita.token.grammar.PieceFrame;
import io.partita.token.grammar.TokenGrammar;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * What may follow what in a token language. Of what means the same only one form may come, which is
 * the one that encoding writes of a decoded piece: programs come in the order of their first notes,
 * notes of a program at one time from low to high, and so on; see {@link MidiTokState}.
 */
public final class MidiTokGrammar implements TokenGrammar {
  private static final long serialVersionUID = 1;

  private static final int BEGIN = 1;
  private static final int END = 2;

  private final Kind kind;

  public MidiTokGrammar(Kind kind) {
    this.kind = kind;
  }

  @Override
  public int size() {
    return kind.vocabulary().size();
  }

  @Override
  public int begin() {
    return BEGIN;
  }

  @Override
  public int end() {
    return END;
  }

  @Override
  public List<String> families() {
    return Stream.of(TokenType.values()).map(type -> type.name().toLowerCase(Locale.ROOT)).toList();
  }

  @Override
  @SuppressWarnings("EnumOrdinal") // the order of families()
  public int family(int id) {
    return kind.vocabulary().type(id).ordinal();
  }

  @Override
  public boolean isNote(int id) {
    return switch (kind.vocabulary().type(id)) {
      case PITCH, PITCH_DRUM, NOTE_ON, DRUM_ON -> true;
      default -> false;
    };
  }

  @Override
  public IntPredicate within(PieceFrame frame) {
    int tempo = frame.qpm() == null ? -1 : Tempos.nearestTo(frame.qpm());
    int metre = frame.metre() == null ? -1 : metre(frame.metre());
    Vocabulary vocabulary = kind.vocabulary();
    return id -> {
      int index = vocabulary.index(id);
      return switch (vocabulary.type(id)) {
        case TEMPO -> tempo < 0 || index == tempo;
        case TIME_SIGNATURE -> metre < 0 || index == metre;
        case PROGRAM -> frame.programs().isEmpty() || frame.programs().contains(index);
        default -> true;
      };
    };
  }

  private int metre(String metre) {
    int entry = kind.hasMetres() ? Metres.texts().indexOf(metre) : -1;
    if (entry < 0) {
      throw new IllegalArgumentException(
          kind.hasMetres()
              ? "there are " + String.join(", ", Metres.texts())
              : "none, as all is counted as 4/4");
    }
    return entry;
  }

  @Override
  public GrammarState start() {
    return new MidiTokState(kind);
  }

  @Override
  public void transpose(int[] ids, int semitones) {
    Vocabulary vocabulary = kind.vocabulary();
    int lowest = Integer.MAX_VALUE;
    int highest = Integer.MIN_VALUE;
    for (int id : ids) {
      if (isPitch(vocabulary.type(id))) {
        lowest = Math.min(lowest, TokenType.LOWEST_PITCH + vocabulary.index(id));
        highest = Math.max(highest, TokenType.LOWEST_PITCH + vocabulary.index(id));
      }
    }
    if (highest < lowest) {
      return;
    }
    int shift =
        Math.max(
            TokenType.LOWEST_PITCH - lowest,
            Math.min(TokenType.HIGHEST_PITCH - highest, semitones));
    for (int i = 0; i < ids.length; i++) {
      ids[i] += isPitch(vocabulary.type(ids[i])) ? shift : 0;
    }
  }

  private static boolean isPitch(TokenType type) {
    return type == TokenType.PITCH || type == TokenType.NOTE_ON || type == TokenType.NOTE_OFF;
  }

  @Override
  public void scaleTempo(int[] ids, double factor) {
    Vocabulary vocabulary = kind.vocabulary();
    for (int i = 0; i < ids.length; i++) {
      if (vocabulary.type(ids[i]) == TokenType.TEMPO) {
        int micros = (int) Math.round(Tempos.micros(vocabulary.index(ids[i])) / factor);
        ids[i] = vocabulary.first(TokenType.TEMPO) + Tempos.nearest(micros);
      }
    }
  }
}
