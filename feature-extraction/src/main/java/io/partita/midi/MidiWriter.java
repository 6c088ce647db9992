package io.partita.midi;

import io.partita.score.ClosedBy;
import io.partita.score.KeySignature;
import io.partita.score.Note;
import io.partita.score.Notes;
import io.partita.score.PedalEvent;
import io.partita.score.Score;
import io.partita.score.TempoEvent;
import io.partita.score.TextEvent;
import io.partita.score.TimeSignature;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A score as the bytes of a Standard MIDI File 1.0: running status, a program change before the
 * first note of a channel and before each that needs another (channel 9 begins with 0), port events
 * in tracks with another port than 0, each track closed by an end-of-track at its end tick.
 *
 * <p>{@link MidiReader} reads back the same score, where the format can express it: at one (track,
 * port, channel, pitch) a note must not end before one that began earlier, and only the last may be
 * left to the track's end. Time gaps beyond the format's 2^28 - 1 ticks are bridged by empty
 * sequencer-specific events. Controllers other than the sustain pedal, bends and system exclusive
 * messages are no part of a score and are not written.
 */
public final class MidiWriter {
  private static final int ANY_PORT = -1;
  private static final int META_PORT = 0x21;
  private static final int CHANNELS = 16;
  private static final int PORTS = 128;
  private static final int MAX_DELTA = 0x0FFFFFFF;
  private static final byte[] EMPTY_SEQUENCER_SPECIFIC = {(byte) 0xFF, 0x7F, 0};
  private static final byte[] END_OF_TRACK = {(byte) 0xFF, 0x2F, 0};

  /** At one tick: what describes comes first, then what ends, then what begins. */
  private enum Rank {
    DESCRIPTION,
    NOTE_OFF,
    NOTE_ON,
    LATE_NOTE_OFF
  }

  private static final class Message {
    final long tick;
    final Rank rank;
    final int port;
    final byte[] bytes;

    /**
     * @param port {@link #ANY_PORT} for what has no channel
     */
    Message(long tick, Rank rank, int port, byte[] bytes) {
      this.tick = tick;
      this.rank = rank;
      this.port = port;
      this.bytes = bytes;
    }
  }

  private static final Comparator<Message> FILE_ORDER =
      Comparator.comparingLong((Message m) -> m.tick).thenComparing(m -> m.rank);

  private final List<List<Message>> tracks = new ArrayList<>();
  private final boolean onsetsFirst;

  private MidiWriter(boolean onsetsFirst) {
    this.onsetsFirst = onsetsFirst;
  }

  /** The file's bytes, at one tick offs before ons. Equal scores give equal bytes. */
  public static byte[] write(Score score) {
    return new MidiWriter(false).file(score);
  }

  /** The same with ons before offs at one tick, the order in which tokens are decoded. */
  public static byte[] writeOnsetsFirst(Score score) {
    return new MidiWriter(true).file(score);
  }

  private byte[] file(Score score) {
    score.tracks().forEach(track -> tracks.add(new ArrayList<>()));
    addDescriptions(score);
    addNotes(score.notes());
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(
        ByteBuffer.allocate(14)
            .put("MThd".getBytes(StandardCharsets.US_ASCII))
            .putInt(6)
            .putShort((short) format(score))
            .putShort((short) tracks.size())
            .putShort((short) score.division().raw())
            .array());
    for (int i = 0; i < tracks.size(); i++) {
      byte[] body = body(tracks.get(i), score.tracks().get(i).endTick());
      file.writeBytes("MTrk".getBytes(StandardCharsets.US_ASCII));
      file.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
      file.writeBytes(body);
    }
    return file.toByteArray();
  }

  private static int format(Score score) {
    boolean known = score.format() >= 0 && score.format() <= 2;
    return known && (score.format() != 0 || score.tracks().size() <= 1) ? score.format() : 1;
  }

  private void addDescriptions(Score score) {
    for (TextEvent text : score.texts()) {
      byte[] bytes = text.text().getBytes(StandardCharsets.UTF_8);
      describe(text.track(), text.tick(), meta(text.kind().metaType(), bytes));
    }
    for (TempoEvent tempo : score.tempos()) {
      int micros = tempo.microsPerQuarter();
      byte[] bytes = {(byte) (micros >> 16), (byte) (micros >> 8), (byte) micros};
      describe(tempo.track(), tempo.tick(), meta(0x51, bytes));
    }
    for (TimeSignature metre : score.timeSignatures()) {
      byte[] bytes = {
        (byte) metre.numerator(),
        (byte) Integer.numberOfTrailingZeros(metre.denominator()),
        (byte) metre.clocksPerClick(),
        (byte) metre.notated32ndsPerQuarter()
      };
      describe(metre.track(), metre.tick(), meta(0x58, bytes));
    }
    for (KeySignature key : score.keySignatures()) {
      byte[] bytes = {(byte) key.sharps(), (byte) (key.minor() ? 1 : 0)};
      describe(key.track(), key.tick(), meta(0x59, bytes));
    }
    for (PedalEvent pedal : score.pedals()) {
      byte[] bytes = {(byte) (0xB0 | pedal.channel()), 64, (byte) pedal.value()};
      tracks
          .get(pedal.track())
          .add(new Message(pedal.tick(), Rank.DESCRIPTION, pedal.port(), bytes));
    }
  }

  private void describe(int track, long tick, byte[] bytes) {
    tracks.get(track).add(new Message(tick, Rank.DESCRIPTION, ANY_PORT, bytes));
  }

  private void addNotes(Notes notes) {
    int[] programs = new int[PORTS * CHANNELS];
    // Program 0 is said too: readers differ in what a channel plays before its first change.
    Arrays.fill(programs, -1);
    for (int port = 0; port < PORTS; port++) {
      programs[port * CHANNELS + Note.DRUM_CHANNEL] = 0;
    }
    for (Note note : notes) {
      List<Message> track = tracks.get(note.track());
      int channel = note.port() * CHANNELS + note.channel();
      if (programs[channel] != note.program()) {
        byte[] change = {(byte) (0xC0 | note.channel()), (byte) note.program()};
        track.add(new Message(note.onsetTick(), Rank.NOTE_ON, note.port(), change));
        programs[channel] = note.program();
      }
      byte[] on = {(byte) (0x90 | note.channel()), (byte) note.pitch(), (byte) note.velocity()};
      track.add(new Message(note.onsetTick(), Rank.NOTE_ON, note.port(), on));
      if (note.closedBy() != ClosedBy.TRACK_END) {
        int status = note.closedBy() == ClosedBy.NOTE_OFF ? 0x80 : 0x90;
        byte[] off = {(byte) (status | note.channel()), (byte) note.pitch(), 0};
        boolean zeroLength = note.offsetTick() == note.onsetTick();
        Rank early = zeroLength ? Rank.NOTE_ON : Rank.NOTE_OFF;
        Rank rank = onsetsFirst ? Rank.LATE_NOTE_OFF : early;
        track.add(new Message(note.offsetTick(), rank, note.port(), off));
      }
    }
  }

  private static byte[] body(List<Message> messages, long endTick) {
    messages.sort(FILE_ORDER);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    long tick = 0;
    int runningStatus = 0;
    int port = messages.stream().anyMatch(message -> message.port > 0) ? ANY_PORT : 0;
    for (Message message : messages) {
      boolean filled = writeDelta(body, message.tick - tick);
      tick = message.tick;
      if (message.port != ANY_PORT && message.port != port) {
        port = message.port;
        body.writeBytes(meta(META_PORT, new byte[] {(byte) port}));
        writeDelta(body, 0);
        filled = true;
      }
      byte[] bytes = message.bytes;
      int status = bytes[0] & 0xFF;
      boolean running = status == runningStatus && !filled;
      body.write(bytes, running ? 1 : 0, bytes.length - (running ? 1 : 0));
      runningStatus = status < 0xF0 ? status : 0;
    }
    writeDelta(body, endTick - tick);
    body.writeBytes(END_OF_TRACK);
    return body.toByteArray();
  }

  /** Returns whether filling events, which end running status, were needed. */
  private static boolean writeDelta(ByteArrayOutputStream body, long delta) {
    boolean filled = false;
    long rest = delta;
    while (rest > MAX_DELTA) {
      writeQuantity(body, MAX_DELTA);
      body.writeBytes(EMPTY_SEQUENCER_SPECIFIC);
      rest -= MAX_DELTA;
      filled = true;
    }
    writeQuantity(body, (int) rest);
    return filled;
  }

  private static byte[] meta(int type, byte[] payload) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + 6);
    bytes.write(0xFF);
    bytes.write(type);
    writeQuantity(bytes, payload.length);
    bytes.writeBytes(payload);
    return bytes.toByteArray();
  }

  private static void writeQuantity(ByteArrayOutputStream bytes, int value) {
    for (int shift = 21; shift > 0; shift -= 7) {
      if (value >>> shift != 0) {
        bytes.write(0x80 | (value >>> shift & 0x7F));
      }
    }
    bytes.write(value & 0x7F);
  }
}
