package io.partita.token;

import io.partita.Labelled;
import java.util.Optional;

/**
 * What a scheme made of one file: tokens, or the reason why there are none.
 *
 * @param absence why there are no tokens; empty where there are, be it none because the file has no
 *     notes
 * @param tokens in the order of onsets; not copied
 * @param noteCount notes that they hold
 * @param orphanOffs note offs that met no open note of their (instrument, note, channel)
 * @param unclosed notes without a duration: of duration -1
 * @param truncations durations that are too long for the scheme, as 10 s and more are in event ids
 * @param messages merged events, end-of-tracks left out
 * @param endTimeS the running time at the last of the merged events, in seconds
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Tokenization(
    Optional<Absence> absence,
    int[] tokens,
    int noteCount,
    int orphanOffs,
    int unclosed,
    int truncations,
    int messages,
    double endTimeS) {
  /** Why a file has no tokens. */
  public enum Absence implements Labelled {
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
  public static final Tokenization NONE =
      new Tokenization(Optional.empty(), new int[0], 0, 0, 0, 0, 0, 0);

  /** Of a file that has none. */
  public static Tokenization absent(Absence absence) {
    return new Tokenization(Optional.of(absence), new int[0], 0, 0, 0, 0, 0, 0);
  }

  /**
   * The same of other tokens that say as much.
   *
   * @param others not copied
   */
  Tokenization with(int[] others) {
    return new Tokenization(
        absence, others, noteCount, orphanOffs, unclosed, truncations, messages, endTimeS);
  }
}
