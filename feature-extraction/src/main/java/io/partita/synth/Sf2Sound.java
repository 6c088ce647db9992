package io.partita.synth;

import io.partita.MalformedInputException;
import java.util.Locale;

/**
 * A sample as a zone plays it.
 *
 * @param samples the list shdr
 * @param zone of the instrument
 * @param global the instrument's global zone
 * @param preset the preset's zone
 */
record Sf2Sound(Sf2Records samples, int sample, Sf2Zone zone, Sf2Zone global, Sf2Zone preset) {
  private static final int MOST_HZ = 1_000_000;
  private static final int ROM = 0x8000;

  /** Java's synthesizer takes as many steps for a loop of one sample, for each one it makes. */
  private static final double FASTEST = 1 << 14;

  private static final int START = 0;
  private static final int END = 1;
  private static final int LOOP_START = 2;
  private static final int LOOP_END = 3;
  private static final int LFO_TO_PITCH = 5;
  private static final int VIBRATO_TO_PITCH = 6;
  private static final int ENVELOPE_TO_PITCH = 7;
  private static final int KEY = 46;
  private static final int COARSE_TUNE = 51;
  private static final int FINE_TUNE = 52;
  private static final int MODES = 54;
  private static final int SCALE = 56;
  private static final int ROOT = 58;

  /** For each of the four places in a sample, the operator that counts 32,768 samples. */
  private static final int[] COARSE = {4, 12, 45, 50};

  void check(long frames, Played played) throws MalformedInputException {
    long start = samples.unsigned32(sample, 20);
    long end = samples.unsigned32(sample, 24);
    long rateHz = samples.unsigned32(sample, 36);
    if ((samples.unsigned16(sample, 44) & ROM) != 0) {
      throw fault(SoundFontFault.BAD_SAMPLE, "is in a sound card's memory, not in the file");
    }
    if (start >= end || end > frames) {
      throw fault(
          SoundFontFault.BAD_SAMPLE,
          "goes from " + start + " to " + end + " of " + frames + " in the file");
    }
    if (rateHz < 1 || rateHz > MOST_HZ) {
      throw fault(SoundFontFault.BAD_SAMPLE, "has a rate of " + rateHz + " Hz");
    }
    long from = start + offset(START);
    long until = end + offset(END);
    if (from < start || from >= until || until > end) {
      throw fault(
          SoundFontFault.BAD_SAMPLE,
          "is played from " + from + " to " + until + ", but goes from " + start + " to " + end);
    }
    int mode = inherited(MODES, 0);
    if (mode == 1 || mode == 3) {
      checkLoop(from, until);
    }
    checkSpeed(rateHz, played);
  }

  private void checkLoop(long from, long until) throws MalformedInputException {
    long loopStart = samples.unsigned32(sample, 28) + offset(LOOP_START);
    long loopEnd = samples.unsigned32(sample, 32) + offset(LOOP_END);
    if (loopStart < from || loopEnd <= loopStart || loopEnd > until) {
      throw fault(
          SoundFontFault.BAD_LOOP,
          String.format(
              Locale.ROOT,
              "has a loop from %d to %d: expected one of 1 or more within %d to %d",
              loopStart,
              loopEnd,
              from,
              until));
    }
  }

  private void checkSpeed(long rateHz, Played played) throws MalformedInputException {
    int root =
        zone.amount(ROOT, -1) == -1 ? samples.unsignedByte(sample, 40) : zone.amount(ROOT, 0);
    double cents =
        Math.max(cents(played.lowestKey(), root), cents(played.highestKey(), root))
            + (byte) samples.unsignedByte(sample, 41)
            + played.bentCents();
    double speed = Math.pow(2, cents / 1200) * rateHz / played.sampleRateHz();
    if (!(speed <= FASTEST)) {
      throw fault(
          SoundFontFault.BAD_TUNING,
          String.format(Locale.ROOT, "would be played %.3g times too fast", speed));
    }
  }

  /** Above the sample's own pitch, with all that may raise it. */
  private double cents(int playedKey, int root) {
    int key = zone.amount(KEY, -1) == -1 ? playedKey : zone.amount(KEY, 0);
    key = Math.max(zone.lowestKey(), Math.min(zone.highestKey(), key));
    return (key - root) * (double) inherited(SCALE, 100)
        + inherited(COARSE_TUNE, 0) * 100.0
        + inherited(FINE_TUNE, 0)
        + Math.abs(inherited(LFO_TO_PITCH, 0))
        + Math.abs(inherited(VIBRATO_TO_PITCH, 0))
        + Math.abs(inherited(ENVELOPE_TO_PITCH, 0));
  }

  private long offset(int place) {
    return zone.amount(place, 0) + ((long) zone.amount(COARSE[place], 0) << 15);
  }

  private int inherited(int operator, int unlessGiven) {
    int own = zone.amount(operator, global.amount(operator, unlessGiven));
    return (short) (own + preset.amount(operator, 0));
  }

  private MalformedInputException fault(SoundFontFault fault, String what) {
    return new MalformedInputException(
        fault,
        samples.offsetOf(sample),
        String.format(Locale.ROOT, "Sample %d, '%s', %s", sample, samples.text(sample), what));
  }
}
