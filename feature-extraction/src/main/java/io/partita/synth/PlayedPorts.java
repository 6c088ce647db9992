package io.partita.synth;

import io.partita.midi.MidiEvents;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The ports that a piece has notes on: a synthesizer has sixteen channels, so each port has one of
 * its own. After {@link #MOST} synthesizers they are shared.
 */
final class PlayedPorts {
  /** What a file of no music at all could ask for is eight times as many. */
  private static final int MOST = 16;

  private static final int NONE = -1;

  /** Of each port its synthesizer, or none without a note. */
  private final int[] synthesizers;

  private final int count;

  private PlayedPorts(int[] synthesizers, int count) {
    this.synthesizers = synthesizers;
    this.count = count;
  }

  /**
   * @param order of the events with a channel
   */
  static PlayedPorts of(MidiEvents events, int[] order) {
    int[] played =
        Arrays.stream(order)
            .filter(event -> MessageFeed.isNoteOn(events, event))
            .map(events::port)
            .sorted()
            .distinct()
            .toArray();
    int[] synthesizers = new int[events.channelCount() / 16];
    Arrays.fill(synthesizers, NONE);
    IntStream.range(0, played.length).forEach(i -> synthesizers[played[i]] = i % MOST);
    return new PlayedPorts(synthesizers, Math.min(played.length, MOST));
  }

  /** How many synthesizers play. */
  int count() {
    return count;
  }

  boolean isPlayed(int port) {
    return synthesizers[port] != NONE;
  }

  /** That of a port, from 0. */
  int synthesizer(int port) {
    return synthesizers[port];
  }
}
