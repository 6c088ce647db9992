package io.partita.token.miditok;

import static io.partita.token.miditok.TokenType.DURATION;
import static io.partita.token.miditok.TokenType.PITCH;
import static io.partita.token.miditok.TokenType.TIME_SIGNATURE;
import static io.partita.token.miditok.TokenType.VELOCITY;

import io.partita.score.Score;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Step 6: ids to music. What makes no sense where it stands is passed over, as a pitch without a
 * velocity and a duration behind it.
 */
public final class MidiTokDecoder {
  private static final int LOUDEST = 127;

  private final int[] ids;
  private final Vocabulary vocabulary;
  private final DecodedScore score;
  private final int ticksPerQuarter;
  private final boolean hasMetres;

  /** Onset, velocity and place of open notes, by program · 128 + pitch. */
  private final Map<Integer, Queue<long[]>> open = new HashMap<>();

  private int metre;
  private int bar = -1;
  private long now;
  private long tickOfBar;
  private int program;

  private MidiTokDecoder(int[] ids, Kind kind) {
    this.ids = ids;
    this.vocabulary = kind.vocabulary();
    this.hasMetres = kind.hasMetres();
    this.ticksPerQuarter = hasMetres ? 2 * Lengths.EIGHTHS : Lengths.EIGHTHS;
    this.score = new DecodedScore(ticksPerQuarter);
  }

  /**
   * The music of ids, at 16 ticks a quarter where there are bars and 8 otherwise: a track for each
   * program in the order of their first notes, channel 9 for drums; the sixteenth program but drums
   * shares the first one's channel, and so on.
   *
   * @throws IllegalArgumentException with a sentence for people, if one is not in the vocabulary
   */
  public static Score decode(int[] ids, Kind kind) {
    for (int i = 0; i < ids.length; i++) {
      if (!kind.vocabulary().contains(ids[i])) {
        throw new IllegalArgumentException(
            "Token %s at index %s is not in 0 to %s"
                .formatted(ids[i], i, kind.vocabulary().size() - 1));
      }
    }
    return new MidiTokDecoder(ids, kind).score();
  }

  private Score score() {
    metre = firstMetre();
    score.metre(0, metre);
    for (int i = 0; i < ids.length; i++) {
      token(i, vocabulary.index(ids[i]));
    }
    return score.build();
  }

  private void token(int i, int index) {
    switch (vocabulary.type(ids[i])) {
      case BAR -> {
        bar++;
        now = bar > 0 ? tickOfBar + Metres.bar(metre, ticksPerQuarter) : now;
        tickOfBar = now;
      }
      case POSITION -> now = tickOfBar + index * (long) beat() / Lengths.EIGHTHS;
      case TIME_SHIFT -> now += Lengths.eighths(index);
      case TIME_SIGNATURE -> {
        if (index != metre) {
          metre = index;
          score.metre(now, metre);
        }
      }
      case TEMPO -> score.tempo(now, index);
      case PROGRAM -> program = index;
      case PITCH -> note(i, TokenType.LOWEST_PITCH + index);
      case PITCH_DRUM -> note(i, TokenType.LOWEST_DRUM + index);
      case NOTE_ON -> noteOn(i, TokenType.LOWEST_PITCH + index);
      case DRUM_ON -> noteOn(i, TokenType.LOWEST_DRUM + index);
      case NOTE_OFF -> noteOff(TokenType.LOWEST_PITCH + index);
      case DRUM_OFF -> noteOff(TokenType.LOWEST_DRUM + index);
      case SPECIAL, VELOCITY, DURATION -> {}
    }
  }

  /** That of the first metre if no note is before it. */
  private int firstMetre() {
    for (int id : ids) {
      TokenType type = vocabulary.type(id);
      if (type == TIME_SIGNATURE) {
        return vocabulary.index(id);
      }
      if (type == PITCH || type == VELOCITY || type == DURATION) {
        break;
      }
    }
    return Metres.FOUR_FOUR;
  }

  private int beat() {
    return hasMetres ? Metres.beat(metre, ticksPerQuarter) : Lengths.EIGHTHS;
  }

  private void note(int i, int pitch) {
    if (i + 2 < ids.length
        && vocabulary.type(ids[i + 1]) == VELOCITY
        && vocabulary.type(ids[i + 2]) == DURATION) {
      int velocity = VELOCITY.number(vocabulary.index(ids[i + 1]));
      int length = Lengths.ticks(vocabulary.index(ids[i + 2]), beat());
      score.note(program, pitch, velocity, now, now + length, i);
    }
  }

  /** The velocity is the number of whatever token follows. */
  private void noteOn(int i, int pitch) {
    if (i + 1 < ids.length) {
      int velocity = vocabulary.type(ids[i + 1]).number(vocabulary.index(ids[i + 1]));
      if (velocity > 0 && velocity <= LOUDEST) {
        open.computeIfAbsent(program << 7 | pitch, key -> new ArrayDeque<>())
            .add(new long[] {now, velocity, i});
      }
    }
  }

  private void noteOff(int pitch) {
    Queue<long[]> notes = open.get(program << 7 | pitch);
    if (notes != null && !notes.isEmpty()) {
      long[] note = notes.remove();
      score.note(program, pitch, (int) note[1], note[0], now, (int) note[2]);
    }
  }
}
