package io.partita.token.miditok;

import static io.partita.token.miditok.TokenType.BAR;
import static io.partita.token.miditok.TokenType.DURATION;
import static io.partita.token.miditok.TokenType.POSITION;
import static io.partita.token.miditok.TokenType.PROGRAM;
import static io.partita.token.miditok.TokenType.TEMPO;
import static io.partita.token.miditok.TokenType.TIME_SHIFT;
import static io.partita.token.miditok.TokenType.TIME_SIGNATURE;
import static io.partita.token.miditok.TokenType.VELOCITY;

import io.partita.token.grammar.GrammarState;
import java.util.stream.IntStream;

/**
 * A place in a sequence of tokens, and what may come there:
 *
 * <ul>
 *   <li>A piece begins with its tempo, after {@code Bar TimeSig Position_0} where there are bars.
 *       At one time its tempo comes first, at most one, then notes; a program that is new comes
 *       after those that had a note.
 *   <li>A bar is followed by its metre, which may be another one of equal beats; positions of a bar
 *       ascend and lie within it. Of shifts in a row each is the longest that there is room for.
 *   <li>A note is its program, its pitch and its velocity, then its duration where there are any:
 *       of equal pitches the later one may not end first. Else offs precede ons, in the order of
 *       their ons; none comes at the time of its on.
 *   <li>The end comes after a note, or the end of the last one that sounds.
 * </ul>
 */
final class MidiTokState implements GrammarState {
  private static final double SECONDS_PER_MINUTE = 60;

  private final Kind kind;
  private final Vocabulary vocabulary;
  private final PartState parts;

  /** The type of the last token; SPECIAL at the beginning. */
  private TokenType last = TokenType.SPECIAL;

  private int metre = Metres.FOUR_FOUR;
  private boolean hasMetre;
  private boolean hasTempo;
  private boolean hasTempoHere;
  private boolean isAfterNote;
  private int tempo = Tempos.DEFAULT;
  private int position = -1;
  private int shift;
  private int bars;

  /** In eighths of a quarter; of the bar, and of the place in it. */
  private double bar;

  private double now;
  private double seconds;

  MidiTokState(Kind kind) {
    this.kind = kind;
    this.vocabulary = kind.vocabulary();
    this.parts = new PartState(kind);
  }

  @Override
  public boolean mayCome(int id) {
    TokenType type = vocabulary.type(id);
    int index = vocabulary.index(id);
    return switch (type) {
      case SPECIAL -> index == TokenType.SPECIAL.names().indexOf("EOS_None") && mayEnd();
      case BAR -> isFree() && (hasTempo || !hasMetre);
      case TIME_SIGNATURE -> last == BAR && (!hasMetre || hasBeatOf(index));
      case POSITION -> mayStandAt(index);
      case TIME_SHIFT -> hasTempo && isFree() && mayShift(Lengths.eighths(index));
      case TEMPO -> isAtTime() && !hasTempoHere && parts.isTimeEmpty();
      case PROGRAM -> hasTempo && isAtTime() && parts.mayPlay(index);
      case PITCH, PITCH_DRUM, NOTE_ON, DRUM_ON -> last == PROGRAM && parts.mayBegin(type, index);
      case NOTE_OFF, DRUM_OFF -> last == PROGRAM && parts.mayEnd(type, index);
      case VELOCITY -> isPitch(last);
      case DURATION -> last == VELOCITY && kind.hasDurations() && parts.mayLast(length(index));
    };
  }

  private boolean mayEnd() {
    return isAfterNote && parts.areSilent();
  }

  /** Whether nothing is open that another token must close. */
  private boolean isFree() {
    return switch (last) {
      case SPECIAL -> kind.hasMetres();
      case BAR, PROGRAM, POSITION -> false;
      case TIME_SIGNATURE, TEMPO, TIME_SHIFT -> true;
      default -> isAfterNote;
    };
  }

  private boolean isAtTime() {
    return switch (last) {
      case SPECIAL -> !kind.hasMetres();
      case POSITION, TIME_SHIFT, TEMPO -> true;
      default -> isAfterNote;
    };
  }

  private static boolean isPitch(TokenType type) {
    return switch (type) {
      case PITCH, PITCH_DRUM, NOTE_ON, DRUM_ON -> true;
      default -> false;
    };
  }

  private boolean hasBeatOf(int other) {
    return Metres.denominator(metre) == Metres.denominator(other);
  }

  private boolean mayStandAt(int index) {
    boolean isFirst = !hasTempo;
    return kind.hasMetres()
        && hasMetre
        && isFree()
        && index > position
        && index < Metres.numerator(metre) * Lengths.EIGHTHS
        && (!isFirst || index == 0);
  }

  /** Shifts in a row are what the longest first makes of their sum. */
  private boolean mayShift(int eighths) {
    return last != TIME_SHIFT || Lengths.eighths(Lengths.floor(shift + eighths)) == shift;
  }

  /** Eighths of a quarter, of a duration at the present beat. */
  private double length(int index) {
    return Lengths.eighths(index) * beat();
  }

  /** Quarters. */
  private double beat() {
    return kind.hasMetres() ? 4.0 / Metres.denominator(metre) : 1;
  }

  @Override
  public void take(int id) {
    TokenType type = vocabulary.type(id);
    int index = vocabulary.index(id);
    switch (type) {
      case BAR -> {
        bar = hasMetre ? bar + Metres.numerator(metre) * Lengths.EIGHTHS * beat() : 0;
        goTo(bar);
        bars++;
        position = -1;
      }
      case TIME_SIGNATURE -> {
        metre = index;
        hasMetre = true;
      }
      case POSITION -> {
        position = index;
        goTo(bar + index * beat());
      }
      case TIME_SHIFT -> {
        shift = last == TIME_SHIFT && shift < longest() ? 1 : Lengths.eighths(index);
        goTo(now + Lengths.eighths(index));
      }
      case TEMPO -> {
        tempo = index;
        hasTempo = true;
        hasTempoHere = true;
      }
      case PROGRAM -> parts.play(index);
      case PITCH, PITCH_DRUM, NOTE_ON, DRUM_ON -> parts.begin(type, index);
      case NOTE_OFF, DRUM_OFF -> parts.end(type, index);
      case DURATION -> parts.last(length(index));
      case VELOCITY, SPECIAL -> {}
    }
    isAfterNote = ends(type);
    last = type;
  }

  /** Whether a token is the last one of a note, or of its end. */
  private boolean ends(TokenType type) {
    return switch (type) {
      case DURATION, NOTE_OFF, DRUM_OFF -> true;
      case VELOCITY -> !kind.hasDurations();
      default -> false;
    };
  }

  private static int longest() {
    return Lengths.MAX_BEATS * Lengths.EIGHTHS;
  }

  private void goTo(double time) {
    seconds += (time - now) / Lengths.EIGHTHS * SECONDS_PER_MINUTE / Tempos.bpm(tempo);
    if (time > now) {
      hasTempoHere = false;
      parts.goTo(time);
    }
    now = time;
  }

  @Override
  public boolean isWhole() {
    return isAfterNote;
  }

  /** A quarter after the last whole place. */
  @Override
  public int[] closing() {
    if (parts.areSilent()) {
      return new int[0];
    }
    int quarter = vocabulary.first(TIME_SHIFT) + Lengths.exact(Lengths.EIGHTHS, Lengths.EIGHTHS);
    return IntStream.concat(IntStream.of(quarter), parts.closing(vocabulary)).toArray();
  }

  @Override
  public double quarters() {
    return now / Lengths.EIGHTHS;
  }

  @Override
  public double bars() {
    return kind.hasMetres() ? Math.max(0, bars - 1) : quarters() / 4;
  }

  @Override
  public double seconds() {
    return seconds;
  }
}
