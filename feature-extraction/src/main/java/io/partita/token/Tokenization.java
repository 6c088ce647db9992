package io.partita.token;

import java.util.Optional;

/** What a scheme made of one file: tokens, or the reason why there are none. */
public final class Tokenization {
  /** Why a file has no tokens. */
  public enum Absence {
    /** The tracks of a format 2 file are independent: there is no common time. */
    FORMAT_2,
    /** The division is in frames, and the scheme's clock needs quarter notes. */
    SMPTE_DIVISION,
    /** A time does not fit 32 bits of 10 ms, about 248 days. */
    TIME_OVERFLOW,
    /** Scheme seed: a note precedes its channel's first program change; the original crashes. */
    NOTE_BEFORE_PROGRAM,
    /** Schemes as MidiTok: the file has a mistake with which it is none to the original. */
    DAMAGED,
    /** Schemes as MidiTok: far more quarter notes than events, whose empty bars would be tokens. */
    TOO_LONG,
    /** Scheme remi: a duration, rounded for one metre, falls where another has none. */
    DURATION_BETWEEN
  }

  /** No tokens of a file without notes. */
  public static final Tokenization NONE = of(new int[0], 0, 0, 0, 0, 0, 0);

  private final Absence absence;
  private final int[] tokens;
  private final int notes;
  private final int orphanOffs;
  private final int unclosed;
  private final int truncations;
  private final int messages;
  private final double endTimeS;

  private Tokenization(
      Absence absence,
      int[] tokens,
      int notes,
      int orphanOffs,
      int unclosed,
      int truncations,
      int messages,
      double endTimeS) {
    this.absence = absence;
    this.tokens = tokens;
    this.notes = notes;
    this.orphanOffs = orphanOffs;
    this.unclosed = unclosed;
    this.truncations = truncations;
    this.messages = messages;
    this.endTimeS = endTimeS;
  }

  /** Of a file that has none. */
  public static Tokenization absent(Absence absence) {
    return new Tokenization(absence, new int[0], 0, 0, 0, 0, 0, 0);
  }

  /**
   * Of a file that has some.
   *
   * @param tokens not copied
   * @param notes that they hold
   * @param orphanOffs note offs that met no open note
   * @param unclosed notes without a duration
   * @param truncations durations that the scheme cannot say
   * @param messages merged events, end-of-tracks left out
   * @param endTimeS the running time at the last of the merged events, in seconds
   */
  public static Tokenization of(
      int[] tokens,
      int notes,
      int orphanOffs,
      int unclosed,
      int truncations,
      int messages,
      double endTimeS) {
    return new Tokenization(
        null, tokens, notes, orphanOffs, unclosed, truncations, messages, endTimeS);
  }

  /**
   * The same of other tokens that say as much.
   *
   * @param others not copied
   */
  Tokenization with(int[] others) {
    return new Tokenization(
        absence, others, notes, orphanOffs, unclosed, truncations, messages, endTimeS);
  }

  /** Why there are no tokens; empty where there are, be it none because the file has no notes. */
  public Optional<Absence> absence() {
    return Optional.ofNullable(absence);
  }

  /** In the order of onsets; the array is not copied. */
  public int[] tokens() {
    return tokens;
  }

  public int noteCount() {
    return notes;
  }

  /** Note offs that met no open note of their (instrument, note, channel). */
  public int orphanOffs() {
    return orphanOffs;
  }

  /** Notes of duration -1. */
  public int unclosed() {
    return unclosed;
  }

  /** Durations that are too long for the scheme, as 10 s and more are in event ids. */
  public int truncations() {
    return truncations;
  }

  /** Merged events, end-of-tracks left out. */
  public int messages() {
    return messages;
  }

  /** The running time at the last of the merged events, in seconds. */
  public double endTimeS() {
    return endTimeS;
  }
}
