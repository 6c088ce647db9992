package io.partita.midi;

import static io.partita.score.MidiWarning.BAD_VLQ;
import static io.partita.score.MidiWarning.DATA_BYTE_CLAMPED;
import static io.partita.score.MidiWarning.EVENTS_AFTER_END_OF_TRACK;
import static io.partita.score.MidiWarning.RUNNING_STATUS_KEPT;
import static io.partita.score.MidiWarning.RUNNING_STATUS_MISSING;
import static io.partita.score.MidiWarning.SECOND_END_OF_TRACK;
import static io.partita.score.MidiWarning.SYSTEM_MESSAGE;
import static io.partita.score.MidiWarning.TRAILING_GARBAGE;

import io.partita.MalformedInputException;
import io.partita.score.MidiWarnings;

/** The events of one track (Standard MIDI File 1.0, MTrk event syntax), into an event buffer. */
final class TrackParser {
  /** Stands for a number that the end of the bytes cut off. */
  private static final int CUT = -1;

  /** Data bytes of the messages F0 to FF where these are in a track without being file events. */
  private static final int[] SYSTEM_DATA_BYTES = {0, 1, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

  private final byte[] source;
  private final EventBuffer buffer;
  private final MidiWarnings.Tally tally;

  private int position;
  private int end;
  private int runningStatus;
  private boolean runningStatusStale;
  private boolean ended;
  private boolean cut;
  private boolean lost;
  private boolean trackBehindSought;
  private boolean trackBehind;

  TrackParser(EventBuffer buffer, MidiWarnings.Tally tally) {
    this.source = buffer.source;
    this.buffer = buffer;
    this.tally = tally;
  }

  /** Whether an end-of-track was met. */
  boolean hasEnded() {
    return ended;
  }

  /** Whether the bytes ended inside an event, which is dropped. */
  boolean isCut() {
    return cut;
  }

  /** Whether a quantity of more than four bytes, behind which nothing has a place, ended it. */
  boolean isLost() {
    return lost;
  }

  /** Whether another track begins behind the end-of-track, inside what passed for this chunk. */
  boolean hasTrackBehind() {
    return trackBehind;
  }

  /**
   * Reads events.
   *
   * @param start of the first delta time
   * @param end offset at which reading stops at the latest
   * @param trusted whether {@code end} is the track's: then what is after an end-of-track is read
   *     too, unless another track is in it; otherwise reading stops there
   * @param likelyEnd offset at which reading stops if an event ends just there; -1 for none
   * @return where the last event kept ends
   * @throws MalformedInputException for more notes or events than the buffer takes
   */
  int parse(int start, int end, boolean trusted, int likelyEnd) throws MalformedInputException {
    this.end = end;
    long tick = 0;
    int p = start;
    while (p < end) {
      buffer.requireRoom(p);
      if (!trusted && p == likelyEnd) {
        return p;
      }
      int eventStart = p;
      int delta = source[p++];
      if (delta < 0) {
        position = eventStart;
        delta = quantity();
        p = position;
      }
      if (delta < 0 || p >= end) {
        return cutAt(eventStart);
      }
      tick += delta;
      int status = source[p];
      if (status < 0) {
        p++;
        status &= 0xFF;
      } else if (runningStatus != 0) {
        status = runningStatus;
        if (runningStatusStale) {
          tally.add(RUNNING_STATUS_KEPT, p);
        }
      } else {
        p = skipToStatus(p);
        if (p >= end) {
          return cutAt(eventStart);
        }
        status = source[p++] & 0xFF;
      }
      if (ended) {
        noteEventAfterEnd(p, status);
      }
      if (status >= MidiEvents.SYSEX) {
        position = p;
        if (!system(tick, status)) {
          return cutAt(eventStart);
        }
        p = position;
        if (ended && (!trusted || isTrackBehind(p))) {
          return p;
        }
        continue;
      }
      runningStatus = status;
      runningStatusStale = false;
      if (p >= end) {
        return cutAt(eventStart);
      }
      int data1 = source[p++];
      if (data1 < 0) {
        data1 = clamped(p - 1);
      }
      int data2 = 0;
      if ((status & 0xE0) != 0xC0) {
        if (p >= end) {
          return cutAt(eventStart);
        }
        data2 = source[p++];
        if (data2 < 0) {
          data2 = clamped(p - 1);
        }
      } else if (status < 0xD0) {
        buffer.programChanges++;
      }
      buffer.add(tick, status | data1 << 8 | data2 << 16);
    }
    buffer.requireRoom(p);
    return p;
  }

  /** Sought once, as it is rare that anything is there. */
  private boolean isTrackBehind(int from) {
    for (int p = from; !trackBehindSought && !trackBehind && p <= end - 4; p++) {
      trackBehind = Bytes.isId(source, p, HeaderChunk.MTRK);
    }
    trackBehindSought = true;
    return trackBehind;
  }

  /** After an end-of-track, what makes no event is garbage and not a loss. */
  private int cutAt(int eventStart) {
    if (ended) {
      tally.add(TRAILING_GARBAGE, eventStart);
    } else {
      cut = true;
    }
    return eventStart;
  }

  private void noteEventAfterEnd(int p, int status) {
    boolean endOfTrack =
        status == MidiEvents.META && p < end && source[p] == MidiEvents.META_END_OF_TRACK;
    tally.add(endOfTrack ? SECOND_END_OF_TRACK : EVENTS_AFTER_END_OF_TRACK, p - 1);
  }

  private int skipToStatus(int from) {
    tally.add(RUNNING_STATUS_MISSING, from);
    int p = from;
    while (p < end && source[p] >= 0) {
      p++;
    }
    return p;
  }

  /** A meta, system exclusive or stray message; false if it is cut off. */
  private boolean system(long tick, int status) {
    boolean meta = status == MidiEvents.META;
    if (!meta && status != MidiEvents.SYSEX && status != MidiEvents.SYSEX_CONTINUATION) {
      strayMessage(tick, status);
      return true;
    }
    if (meta && position >= end) {
      return false;
    }
    int type = meta ? source[position++] & 0xFF : 0;
    int length = quantity();
    if (length < 0 || length > end - position) {
      return false;
    }
    buffer.addPayload(tick, status | type << 8, position, length);
    position += length;
    ended |= meta && type == MidiEvents.META_END_OF_TRACK;
    runningStatusStale = true;
    return true;
  }

  /** Real-time and system common messages are noted with what data bytes follow them. */
  private void strayMessage(long tick, int status) {
    tally.add(SYSTEM_MESSAGE, position - 1);
    int packed = status;
    int last = Math.min(end, position + SYSTEM_DATA_BYTES[status & 0xF]);
    for (int shift = 8; position < last && source[position] >= 0; shift += 8) {
      packed |= source[position++] << shift;
    }
    buffer.add(tick, packed);
  }

  /** A data byte whose high bit is set: real-time messages have no place inside an event. */
  private int clamped(int p) {
    tally.add(DATA_BYTE_CLAMPED, p);
    return 0x7F;
  }

  private int quantity() {
    int start = position;
    int value = 0;
    while (position < end) {
      int b = source[position++];
      value = value << 7 | (b & 0x7F);
      if (b >= 0) {
        return value;
      }
      if (position - start == 4) {
        if (!ended) {
          tally.add(BAD_VLQ, start);
          lost = true;
        }
        return CUT;
      }
    }
    return CUT;
  }
}
