package io.partita.midi;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The pitch bends of a file in the merged order of all tracks, one after another: a file may have a
 * million.
 */
public final class PitchBends implements Iterator<PitchBend> {
  private static final int DATA_ENTRY = 6;
  private static final int DATA_ENTRY_FINE = 38;
  private static final int OTHER_PARAMETER_FINE = 98;
  private static final int OTHER_PARAMETER = 99;
  private static final int PARAMETER_FINE = 100;
  private static final int PARAMETER = 101;

  private static final int BEND = 0xE0;
  private static final int NO_PARAMETER = 0x3FFF;
  private static final int BEND_RANGE = 0;
  private static final int DEFAULT_SEMITONES = 2;

  private final MidiEvents events;
  private final int[] merged;
  private int next;

  /** The parameter that a data entry sets, by channel of all ports, as 14 bits. */
  private final int[] parameter;

  private final int[] semitones;
  private final int[] cents;

  public PitchBends(MidiEvents events) {
    this.events = events;
    merged = events.merged(PitchBends::isRead);
    parameter = new int[events.channelCount()];
    semitones = new int[parameter.length];
    cents = new int[parameter.length];
    Arrays.fill(parameter, NO_PARAMETER);
    Arrays.fill(semitones, DEFAULT_SEMITONES);
    setRanges();
  }

  @Override
  public boolean hasNext() {
    return next < merged.length;
  }

  @Override
  public PitchBend next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int e = merged[next++];
    int channel = events.channelOfAll(e);
    PitchBend bend =
        new PitchBend(
            events.tick(e),
            events.track(e),
            events.port(e),
            channel % MidiEvents.CHANNELS,
            (events.data2(e) << 7 | events.data1(e)) - PitchBend.CENTRE,
            semitones[channel] + cents[channel] / 100.0);
    setRanges();
    return bend;
  }

  private static boolean isRead(int message) {
    return isBend(message)
        || switch (MidiEvents.controller(message)) {
          case DATA_ENTRY, DATA_ENTRY_FINE -> true;
          case PARAMETER, PARAMETER_FINE, OTHER_PARAMETER, OTHER_PARAMETER_FINE -> true;
          case MidiEvents.RESET_CONTROLLERS -> true;
          default -> false;
        };
  }

  private static boolean isBend(int message) {
    return message >= 0 && (message & 0xF0) == BEND;
  }

  /** Reads the controllers up to the next bend. */
  private void setRanges() {
    while (next < merged.length && !isBend(events.message[merged[next]])) {
      int e = merged[next++];
      set(events.channelOfAll(e), events.data1(e), events.data2(e));
    }
  }

  private void set(int channel, int controller, int value) {
    boolean isRange = parameter[channel] == BEND_RANGE;
    switch (controller) {
      case PARAMETER -> parameter[channel] = value << 7 | (parameter[channel] & 0x7F);
      case PARAMETER_FINE -> parameter[channel] = (parameter[channel] & 0x3F80) | value;
      case DATA_ENTRY -> semitones[channel] = isRange ? value : semitones[channel];
      case DATA_ENTRY_FINE -> cents[channel] = isRange ? value : cents[channel];
      default -> parameter[channel] = NO_PARAMETER;
    }
  }
}
