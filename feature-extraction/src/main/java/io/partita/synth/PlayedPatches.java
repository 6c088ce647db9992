package io.partita.synth;

import io.partita.midi.MidiEvents;
import io.partita.score.Note;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sound.midi.ShortMessage;

/** The instruments that a piece's notes ask for, in the order of their first notes. */
final class PlayedPatches {
  private static final int BANK_HIGH = 0;
  private static final int BANK_LOW = 32;
  private static final int DATA_ENTRY = 6;
  private static final int PARAMETER_LOW = 100;
  private static final int PARAMETER_HIGH = 101;
  private static final int BEND_RANGE = 0;
  private static final int COARSE_TUNING = 2;
  private static final int HALFTONE_CENTS = 100;
  private static final int MIDDLE = 64;

  /** Two halftones of a bend, and half a one of fine tuning. */
  private static final int USUAL_BEND_CENTS = 300;

  /**
   * An instrument's place.
   *
   * @param bank of 14 bits
   */
  record Patch(boolean isDrums, int bank, int program) {
    @Override
    public String toString() {
      String name = (isDrums ? "drum kit " : "program ") + program;
      return bank == 0 ? name : name + " of bank " + bank / 128 + ":" + bank % 128;
    }
  }

  private final int sampleRateHz;
  private final Map<Patch, Played> patches = new LinkedHashMap<>();

  /** By channel of all ports. */
  private final int[] nextBank;

  private final int[] bank;
  private final int[] program;
  private final int[] parameter;
  private int bentCents = USUAL_BEND_CENTS;

  private PlayedPatches(int sampleRateHz, int channels) {
    this.sampleRateHz = sampleRateHz;
    nextBank = new int[channels];
    bank = new int[channels];
    program = new int[channels];
    parameter = new int[channels];
  }

  /**
   * @param order of the events with a channel
   */
  static Map<Patch, Played> of(MidiEvents events, int[] order, int sampleRateHz) {
    PlayedPatches found = new PlayedPatches(sampleRateHz, events.channelCount());
    for (int event : order) {
      found.add(
          events.status(event),
          events.channelOfAll(event),
          events.data1(event),
          events.data2(event));
    }
    found.patches.replaceAll(
        (patch, played) ->
            new Played(
                played.lowestKey(), played.highestKey(), found.bentCents, played.sampleRateHz()));
    return found.patches;
  }

  private void add(int status, int channel, int data1, int data2) {
    switch (status & 0xF0) {
      case ShortMessage.CONTROL_CHANGE -> control(channel, data1, data2);
      case ShortMessage.PROGRAM_CHANGE -> {
        program[channel] = data1;
        bank[channel] = nextBank[channel];
      }
      case ShortMessage.NOTE_ON -> {
        if (data2 > 0) {
          boolean isDrums = (status & 0x0F) == Note.DRUM_CHANNEL;
          note(new Patch(isDrums, bank[channel], program[channel]), data1);
        }
      }
      default -> {
        // no other message says which sound is heard, or how high
      }
    }
  }

  private void note(Patch patch, int key) {
    patches.merge(
        patch,
        new Played(key, key, 0, sampleRateHz),
        (before, one) ->
            new Played(
                Math.min(before.lowestKey(), key),
                Math.max(before.highestKey(), key),
                0,
                sampleRateHz));
  }

  private void control(int channel, int controller, int value) {
    switch (controller) {
      case BANK_HIGH -> nextBank[channel] = value << 7;
      case BANK_LOW -> nextBank[channel] = (nextBank[channel] & ~0x7F) + value;
      case PARAMETER_HIGH -> parameter[channel] = value << 7 | (parameter[channel] & 0x7F);
      case PARAMETER_LOW -> parameter[channel] = (parameter[channel] & ~0x7F) | value;
      case DATA_ENTRY -> {
        if (parameter[channel] == BEND_RANGE) {
          bentCents = Math.max(bentCents, USUAL_BEND_CENTS + value * HALFTONE_CENTS);
        } else if (parameter[channel] == COARSE_TUNING) {
          bentCents = Math.max(bentCents, USUAL_BEND_CENTS + (value - MIDDLE) * HALFTONE_CENTS);
        }
      }
      default -> {
        // neither a bank nor a tuning
      }
    }
  }
}
