package io.partita.synth;

import io.partita.midi.MidiEvents;
import io.partita.score.TempoMap;
import java.util.List;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.Receiver;
import javax.sound.midi.ShortMessage;

/**
 * Hands a piece's channel messages to synthesizers, one a port, each a little before its time. They
 * take one message a microsecond, so what comes at once comes one after the other; what waits in
 * them is bounded by how far they are fed ahead, however much comes at once.
 */
final class MessageFeed {
  private static final int SUSTAIN_PEDAL = 64;
  private static final int ALL_NOTES_OFF = 123;

  private final MidiEvents events;
  private final TempoMap tempoMap;
  private final int[] order;
  private final PlayedPorts ports;
  private final List<Receiver> receivers;
  private final int mostNotesAtOnce;
  private int next;
  private long lastUs = -1;
  private long notesUs = -1;
  private int notesAtOnce;
  private boolean released;

  /**
   * @param order of the events to play
   * @param receivers one a port
   * @param mostNotesAtOnce those that begin at the same time after so many are left out
   */
  MessageFeed(
      MidiEvents events,
      TempoMap tempoMap,
      int[] order,
      PlayedPorts ports,
      List<Receiver> receivers,
      int mostNotesAtOnce) {
    this.events = events;
    this.tempoMap = tempoMap;
    this.order = order;
    this.ports = ports;
    this.receivers = receivers;
    this.mostNotesAtOnce = mostNotesAtOnce;
  }

  /** Hands over what comes before a time, and after the last event lets all notes go. */
  void sendUntil(double timeS) {
    long untilUs = Math.round(timeS * 1e6);
    while (next < order.length && lastUs < untilUs) {
      int event = order[next];
      double eventS = tempoMap.secondsAt(events.tick(event));
      if (eventS >= timeS) {
        return;
      }
      long us = Math.round(eventS * 1e6);
      if (!isNoteOn(events, event) || isAmongFirst(us)) {
        Receiver receiver = receivers.get(ports.synthesizer(events.port(event)));
        send(receiver, events.status(event), events.data1(event), events.data2(event), us);
      }
      next++;
    }
    if (next == order.length && !released) {
      receivers.forEach(this::release);
      released = true;
    }
  }

  /** The last message's time; not known before all were handed over. */
  double lastS() {
    return released ? lastUs / 1e6 : Double.MAX_VALUE;
  }

  static boolean isNoteOn(MidiEvents events, int event) {
    return (events.status(event) & 0xF0) == ShortMessage.NOTE_ON && events.data2(event) > 0;
  }

  private boolean isAmongFirst(long us) {
    notesAtOnce = us == notesUs ? notesAtOnce + 1 : 1;
    notesUs = us;
    return notesAtOnce <= mostNotesAtOnce;
  }

  private void release(Receiver receiver) {
    for (int channel = 0; channel < 16; channel++) {
      send(receiver, ShortMessage.CONTROL_CHANGE | channel, SUSTAIN_PEDAL, 0, lastUs);
      send(receiver, ShortMessage.CONTROL_CHANGE | channel, ALL_NOTES_OFF, 0, lastUs);
    }
  }

  private void send(Receiver receiver, int status, int data1, int data2, long us) {
    lastUs = Math.max(us, lastUs + 1);
    try {
      receiver.send(new ShortMessage(status, data1, data2), lastUs);
    } catch (InvalidMidiDataException e) {
      throw new IllegalStateException("Not a channel message: " + status, e);
    }
  }
}
