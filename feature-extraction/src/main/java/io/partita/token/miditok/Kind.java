package io.partita.token.miditok;

import static io.partita.token.miditok.TokenType.BAR;
import static io.partita.token.miditok.TokenType.DRUM_OFF;
import static io.partita.token.miditok.TokenType.DRUM_ON;
import static io.partita.token.miditok.TokenType.DURATION;
import static io.partita.token.miditok.TokenType.NOTE_OFF;
import static io.partita.token.miditok.TokenType.NOTE_ON;
import static io.partita.token.miditok.TokenType.PITCH;
import static io.partita.token.miditok.TokenType.PITCH_DRUM;
import static io.partita.token.miditok.TokenType.POSITION;
import static io.partita.token.miditok.TokenType.PROGRAM;
import static io.partita.token.miditok.TokenType.SPECIAL;
import static io.partita.token.miditok.TokenType.TEMPO;
import static io.partita.token.miditok.TokenType.TIME_SHIFT;
import static io.partita.token.miditok.TokenType.TIME_SIGNATURE;
import static io.partita.token.miditok.TokenType.VELOCITY;

/** The token languages that there are, all of them with the instruments in one stream. */
public enum Kind {
  /**
   * Bars with their time signature, positions in them, and notes with durations (Huang and Yang
   * 2020).
   */
  REMI(
      SPECIAL,
      BAR,
      PITCH,
      VELOCITY,
      DURATION,
      POSITION,
      PITCH_DRUM,
      TEMPO,
      PROGRAM,
      TIME_SIGNATURE),
  /** Time shifts, and notes with durations (Fradet and others 2023). */
  TSD(SPECIAL, PITCH, VELOCITY, DURATION, TIME_SHIFT, PITCH_DRUM, TEMPO, PROGRAM),
  /** Time shifts, note ons and note offs (Oore and others 2018). */
  MIDI_LIKE(SPECIAL, NOTE_ON, NOTE_OFF, VELOCITY, TIME_SHIFT, DRUM_ON, DRUM_OFF, TEMPO, PROGRAM);

  @SuppressWarnings("ImmutableEnumChecker") // nobody writes to it
  private final Vocabulary vocabulary;

  Kind(TokenType... types) {
    this.vocabulary = new Vocabulary(types);
  }

  /** Its tokens and their ids. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** Whether metres are kept and written; otherwise all is taken as 4/4. */
  boolean hasMetres() {
    return this == REMI;
  }

  /** Whether notes have durations of a table; otherwise they end with a token of their own. */
  boolean hasDurations() {
    return this != MIDI_LIKE;
  }
}
