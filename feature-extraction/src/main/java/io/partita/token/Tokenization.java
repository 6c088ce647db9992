package io.partita.token;

import java.util.Optional;

/**
 * What a scheme made of one file: compound tokens, or the reason why there are none.
 *
 * <p>A note is five integers: (time, duration, note, instrument, velocity). Time and duration are
 * in 10 ms, duration -1 where the note was never closed; note and velocity are 0 to 127; instrument
 * is the program, or 128 for percussion where the scheme has that.
 */
public final class Tokenization {
  /** Integers per note in {@link #tokens}. */
  public static final int TOKENS_PER_NOTE = 5;

  /** The duration of a note that was never closed. */
  public static final int UNKNOWN_DURATION = -1;

  /** Why a file has no tokens. */
  public enum Absence {
    /** The tracks of a format 2 file are independent: there is no common time. */
    FORMAT_2,
    /** The division is in frames, and the scheme's clock needs quarter notes. */
    SMPTE_DIVISION,
    /** A time does not fit 32 bits of 10 ms, about 248 days. */
    TIME_OVERFLOW,
    /** Scheme seed: a note precedes its channel's first program change; the original crashes. */
    NOTE_BEFORE_PROGRAM
  }

  private final TokenScheme scheme;
  private final Absence absence;
  private final int[] tokens;
  private final int orphanOffs;
  private final int unclosed;
  private final int messages;
  private final double endTimeS;

  private Tokenization(
      TokenScheme scheme,
      Absence absence,
      int[] tokens,
      int orphanOffs,
      int unclosed,
      int messages,
      double endTimeS) {
    this.scheme = scheme;
    this.absence = absence;
    this.tokens = tokens;
    this.orphanOffs = orphanOffs;
    this.unclosed = unclosed;
    this.messages = messages;
    this.endTimeS = endTimeS;
  }

  static Tokenization absent(TokenScheme scheme, Absence absence) {
    return new Tokenization(scheme, absence, new int[0], 0, 0, 0, 0);
  }

  static Tokenization of(
      TokenScheme scheme,
      int[] tokens,
      int orphanOffs,
      int unclosed,
      int messages,
      double endTimeS) {
    return new Tokenization(scheme, null, tokens, orphanOffs, unclosed, messages, endTimeS);
  }

  public TokenScheme scheme() {
    return scheme;
  }

  /** Why there are no tokens; empty where there are, be it none because the file has no notes. */
  public Optional<Absence> absence() {
    return Optional.ofNullable(absence);
  }

  /** Five integers a note in the order of onsets; the array is not copied. */
  public int[] tokens() {
    return tokens;
  }

  public int noteCount() {
    return tokens.length / TOKENS_PER_NOTE;
  }

  /** Note offs that met no open note of their (instrument, note, channel). */
  public int orphanOffs() {
    return orphanOffs;
  }

  /** Notes of duration -1. */
  public int unclosed() {
    return unclosed;
  }

  /** Durations that {@link #eventIds} cuts: 1000 and above. */
  public int truncations() {
    int count = 0;
    for (int i = 1; i < tokens.length; i += TOKENS_PER_NOTE) {
      count += tokens[i] > EventIds.MAX_DURATION ? 1 : 0;
    }
    return count;
  }

  /** Merged events, end-of-tracks left out. */
  public int messages() {
    return messages;
  }

  /** The running time at the last of the merged events, in seconds. */
  public double endTimeS() {
    return endTimeS;
  }

  /** The tokens as vocabulary ids, three a note, see {@link EventIds}. */
  public int[] eventIds() {
    return EventIds.ofTokens(tokens);
  }
}
