package io.partita.midi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The pedals of a file: a value of 64 and above is down, and more of them change nothing until one
 * below 64 or a reset of all controllers (RP-015) on the port's channel, whichever track holds it.
 */
public final class Pedals {
  private static final int SUSTAIN = 64;
  private static final int SOSTENUTO = 66;
  private static final int SOFT = 67;
  private static final int DOWN_FROM = 64;
  private static final int UP = -1;

  private final List<PedalPress> presses = new ArrayList<>();

  /** Place in the list of the press that goes on, by controller and channel of all ports. */
  private final int[] held;

  private final int channels;

  private Pedals(int channels) {
    this.channels = channels;
    held = new int[(SOFT + 1) * channels];
    Arrays.fill(held, UP);
  }

  /** The presses of all pedals in the merged order of their beginnings. */
  public static List<PedalPress> of(MidiEvents events) {
    Pedals pedals = new Pedals(events.channelCount());
    for (int e : events.merged(message -> isMoved(MidiEvents.controller(message)))) {
      pedals.move(events, e);
    }
    return pedals.presses;
  }

  private static boolean isMoved(int controller) {
    return isPedal(controller) || controller == MidiEvents.RESET_CONTROLLERS;
  }

  private static boolean isPedal(int controller) {
    return controller == SUSTAIN || controller == SOSTENUTO || controller == SOFT;
  }

  private void move(MidiEvents events, int e) {
    int channel = events.channelOfAll(e);
    int controller = events.data1(e);
    long tick = events.tick(e);
    if (controller == MidiEvents.RESET_CONTROLLERS) {
      release(channel, SUSTAIN, tick);
      release(channel, SOSTENUTO, tick);
      release(channel, SOFT, tick);
    } else if (events.data2(e) < DOWN_FROM) {
      release(channel, controller, tick);
    } else if (held[slot(channel, controller)] == UP) {
      int track = events.track(e);
      held[slot(channel, controller)] = presses.size();
      presses.add(
          new PedalPress(
              track,
              events.port(e),
              channel % MidiEvents.CHANNELS,
              controller,
              tick,
              events.endTick(track),
              false));
    }
  }

  private void release(int channel, int controller, long tick) {
    int press = held[slot(channel, controller)];
    if (press != UP) {
      presses.set(press, presses.get(press).releasedAt(tick));
      held[slot(channel, controller)] = UP;
    }
  }

  private int slot(int channel, int controller) {
    return controller * channels + channel;
  }
}
