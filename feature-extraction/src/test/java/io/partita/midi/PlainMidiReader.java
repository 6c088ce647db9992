package io.partita.midi;

import io.partita.score.MidiWarning;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A second reader of MIDI files, to compare the fast one with: written on its own, with an object
 * for each event, one small step after the other, and no thought of speed. It shares no code with
 * {@link MidiReader} but the names of warnings and faults, and what files of other kinds look like.
 */
final class PlainMidiReader {
  /** A message with its time; of a meta event data1 is the type. */
  record Event(long tick, int status, int data1, int data2, List<Integer> payload) {
    boolean is(int metaType) {
      return status == 0xFF && data1 == metaType;
    }
  }

  /** What became of a file: a fault at an offset, or events by track. */
  record Reading(
      MidiFault fault,
      int faultOffset,
      int format,
      int division,
      List<List<Event>> tracks,
      Map<MidiWarning, Integer> warnings) {}

  /** The bytes end before the event does. */
  private static final class Ends extends Exception {
    private static final long serialVersionUID = 1;
  }

  /** A quantity goes on after four bytes. */
  private static final class TooLong extends Exception {
    private static final long serialVersionUID = 1;
  }

  private final byte[] raw;
  private final UnsignedBytes file;
  private final List<List<Event>> tracks = new ArrayList<>();
  private final Map<MidiWarning, Integer> warnings = new EnumMap<>(MidiWarning.class);
  private int firstTooLong = -1;
  private int fileEnd;

  /** The next byte to be read. */
  private int at;

  /** No event reads this byte or one behind it. */
  private int limit;

  private int channelStatus;
  private boolean otherSince;
  private boolean ended;
  private long tick;

  private PlainMidiReader(byte[] raw) {
    this.raw = raw;
    this.file = new UnsignedBytes(raw);
  }

  static Reading read(byte[] raw) {
    return new PlainMidiReader(raw).file();
  }

  private Reading file() {
    try {
      PlainHeader headers = new PlainHeader(raw, file, warnings);
      int header = headers.find();
      int format = file.big(header + 8, 2);
      int division = file.big(header + 12, 2);
      at = headers.at;
      fileEnd = headers.fileEnd;
      chunks();
      if (firstTooLong >= 0 && !hasNotes()) {
        throw new PlainHeader.Rejected(MidiFault.BAD_VLQ, firstTooLong);
      }
      if (tracks.size() != file.big(header + 10, 2)) {
        warn(MidiWarning.TRACK_COUNT);
      }
      return new Reading(null, 0, format, division, tracks, warnings);
    } catch (PlainHeader.Rejected e) {
      return new Reading(e.fault, e.offset, 0, 0, List.of(), Map.of());
    }
  }

  // ---- chunks

  private void chunks() {
    while (at < fileEnd) {
      if (isChunk("MTrk", at)) {
        if (fileEnd - at < 8) {
          warn(MidiWarning.TRUNCATED);
          return;
        }
        track();
      } else if (isChunk("MThd", at)) {
        warn(MidiWarning.TRAILING_GARBAGE);
        return;
      } else if (isAlien(at)) {
        warn(MidiWarning.ALIEN_CHUNK);
        at += 8 + file.big(at + 4, 4);
      } else {
        at = nextChunk(at);
        boolean track = isChunk("MTrk", at);
        warn(track ? MidiWarning.GARBAGE_BETWEEN_CHUNKS : MidiWarning.TRAILING_GARBAGE);
      }
    }
  }

  /** Four printable characters, and a length to the end of the file or to four others. */
  private boolean isAlien(int p) {
    if (p + 8 > fileEnd || !file.isPrintable(p)) {
      return false;
    }
    long next = p + 8 + (file.big(p + 4, 4) & 0xFFFFFFFFL);
    return next == fileEnd || (next + 4 <= fileEnd && file.isPrintable(next));
  }

  private int nextChunk(int from) {
    for (int p = from; p < fileEnd; p++) {
      if (isChunk("MTrk", p) || isChunk("MThd", p)) {
        return p;
      }
    }
    return fileEnd;
  }

  private void track() {
    int lengthField = at + 4;
    int start = at + 8;
    long claimed = start + (file.big(lengthField, 4) & 0xFFFFFFFFL);
    boolean holds = claimed == fileEnd;
    if (claimed < fileEnd) {
      int p = (int) claimed;
      holds = isChunk("MTrk", p) || isChunk("MThd", p) || isAlien(p);
    }
    int next = nextChunk(start);
    boolean endsThere = !holds && claimed > start && claimed <= next && !hasEnd(claimed, next);
    List<Event> events = new ArrayList<>();
    tracks.add(events);
    at = start;
    limit = holds ? (int) claimed : next;
    channelStatus = 0;
    otherSince = false;
    ended = false;
    tick = 0;
    boolean anotherInside = false;
    while (at < limit) {
      if (endsThere && at == claimed) {
        break;
      }
      int eventStart = at;
      long tickBefore = tick;
      try {
        Event event = event();
        events.add(event);
        if (event.is(0x2F) && !ended) {
          ended = true;
          anotherInside = holds && nextTrack(at) < limit;
        }
        if (ended && (!holds || anotherInside)) {
          break;
        }
      } catch (Ends | TooLong e) {
        at = eventStart;
        tick = tickBefore;
        if (ended) {
          warn(MidiWarning.TRAILING_GARBAGE);
          break;
        }
        if (e instanceof Ends) {
          warn(MidiWarning.TRUNCATED);
        }
        int found = nextChunk(at);
        at = holds ? (int) Math.min(found, claimed) : found;
        return;
      }
    }
    if (!ended) {
      warn(
          at == fileEnd && claimed > fileEnd ? MidiWarning.TRUNCATED : MidiWarning.NO_END_OF_TRACK);
    }
    if (holds && !anotherInside) {
      at = (int) claimed;
    } else if (at != claimed && (ended || at < fileEnd)) {
      warn(MidiWarning.TRACK_LENGTH);
    }
  }

  private int nextTrack(int from) {
    int p = from;
    while (p + 4 <= limit && !file.isAt("MTrk", p)) {
      p++;
    }
    return p + 4 <= limit ? p : limit;
  }

  private boolean hasEnd(long from, int to) {
    for (int p = (int) from; p + 3 <= to; p++) {
      if (file.file.subList(p, p + 3).equals(List.of(0xFF, 0x2F, 0x00))) {
        return true;
      }
    }
    return false;
  }

  // ---- events

  private Event event() throws Ends, TooLong {
    tick += quantity();
    int first = next();
    int statusAt = at - 1;
    int status = first;
    if (first < 0x80 && channelStatus == 0) {
      warn(MidiWarning.RUNNING_STATUS_MISSING);
      while (status < 0x80) {
        status = next();
      }
      statusAt = at - 1;
    } else if (first < 0x80) {
      at--;
      status = channelStatus;
      if (otherSince) {
        warn(MidiWarning.RUNNING_STATUS_KEPT);
      }
    }
    if (ended) {
      boolean end = status == 0xFF && statusAt + 1 < limit && file.get(statusAt + 1) == 0x2F;
      warn(end ? MidiWarning.SECOND_END_OF_TRACK : MidiWarning.EVENTS_AFTER_END_OF_TRACK);
    }
    return switch (status) {
      case 0xFF -> {
        int type = next();
        yield payload(status, type);
      }
      case 0xF0, 0xF7 -> payload(status, 0);
      case 0xF1, 0xF3 -> stray(status, 1);
      case 0xF2 -> stray(status, 2);
      case 0xF4, 0xF5, 0xF6, 0xF8, 0xF9, 0xFA, 0xFB, 0xFC, 0xFD, 0xFE -> stray(status, 0);
      default -> channelMessage(status);
    };
  }

  private Event channelMessage(int status) throws Ends {
    channelStatus = status;
    otherSince = false;
    int kind = status / 16;
    int data1 = data();
    int data2 = kind == 0xC || kind == 0xD ? 0 : data();
    return new Event(tick, status, data1, data2, List.of());
  }

  private int data() throws Ends {
    int value = next();
    if (value > 127) {
      warn(MidiWarning.DATA_BYTE_CLAMPED);
      return 127;
    }
    return value;
  }

  private Event payload(int status, int type) throws Ends, TooLong {
    long length = quantity();
    if (at + length > limit) {
      throw new Ends();
    }
    List<Integer> payload = List.copyOf(file.file.subList(at, at + (int) length));
    at += (int) length;
    otherSince = true;
    return new Event(tick, status, type, 0, payload);
  }

  private Event stray(int status, int dataBytes) {
    warn(MidiWarning.SYSTEM_MESSAGE);
    int[] data = new int[2];
    for (int i = 0; i < dataBytes && at < limit && file.get(at) < 0x80; i++) {
      data[i] = file.get(at++);
    }
    return new Event(tick, status, data[0], data[1], List.of());
  }

  private long quantity() throws Ends, TooLong {
    int start = at;
    long value = 0;
    for (int i = 0; i < 4; i++) {
      int b = next();
      value = value * 128 + b % 128;
      if (b < 128) {
        return value;
      }
    }
    if (!ended) {
      warn(MidiWarning.BAD_VLQ);
      firstTooLong = firstTooLong < 0 ? start : firstTooLong;
    }
    throw new TooLong();
  }

  private int next() throws Ends {
    if (at >= limit) {
      throw new Ends();
    }
    return file.get(at++);
  }

  // ---- what is asked often

  private boolean hasNotes() {
    return tracks.stream()
        .flatMap(List::stream)
        .anyMatch(e -> e.status() / 16 == 0x9 && e.data2() > 0);
  }

  private boolean isChunk(String name, int p) {
    return p + 4 <= fileEnd && file.isAt(name, p);
  }

  private void warn(MidiWarning warning) {
    warnings.merge(warning, 1, Integer::sum);
  }
}
