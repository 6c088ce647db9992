package io.partita.midi;

import static io.partita.score.MidiWarning.INVALID_KEY_SIGNATURE;
import static io.partita.score.MidiWarning.INVALID_PORT;
import static io.partita.score.MidiWarning.INVALID_TIME_SIGNATURE;
import static io.partita.score.MidiWarning.TEMPO_LENGTH;
import static io.partita.score.MidiWarning.TEMPO_ZERO;

import io.partita.score.ClosedBy;
import io.partita.score.KeySignature;
import io.partita.score.MidiWarning;
import io.partita.score.MidiWarnings;
import io.partita.score.Notes;
import io.partita.score.PedalEvent;
import io.partita.score.Score;
import io.partita.score.TempoEvent;
import io.partita.score.TempoMap;
import io.partita.score.TextEvent;
import io.partita.score.TimeSignature;
import io.partita.score.Track;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** From events to a score: one pass per track, then the merged order of what was found. */
final class EventAssembly {
  private static final int MAX_DENOMINATOR_POWER = 7;
  private static final int SUSTAIN_PEDAL = 64;

  private final MidiEvents events;
  private final MidiWarnings.Tally tally = new MidiWarnings.Tally();
  private final List<TempoEvent> tempos = new ArrayList<>();
  private final List<TimeSignature> timeSignatures = new ArrayList<>();
  private final List<KeySignature> keySignatures = new ArrayList<>();
  private final Texts texts;
  private final List<PedalEvent> pedals = new ArrayList<>();
  private final String[] names;
  private final ProgramChanges programs;
  private final NotePairing pairing;

  private EventAssembly(MidiEvents events) {
    this.events = events;
    texts = new Texts(events);
    names = new String[events.trackCount];
    programs = new ProgramChanges(events);
    pairing = new NotePairing(events.size() / 2 + 1, events.trackCount, events.channelCount());
  }

  static Score score(MidiEvents events) {
    return new EventAssembly(events).assemble();
  }

  private Score assemble() {
    for (int track = 0; track < events.trackCount; track++) {
      readTrack(track);
    }
    tempos.sort(Comparator.comparingLong(TempoEvent::tick));
    timeSignatures.sort(Comparator.comparingLong(TimeSignature::tick));
    keySignatures.sort(Comparator.comparingLong(KeySignature::tick));
    List<TextEvent> inOrder = texts();
    pedals.sort(Comparator.comparingLong(PedalEvent::tick));
    TempoMap tempoMap = TempoMap.of(events.division, tempos);
    List<Track> tracks = tracks();
    Notes notes = pairing.notes(tempoMap);
    MidiWarnings warnings = events.warnings.plus(tally.toWarnings());
    return new Score(
        events.format,
        events.division,
        tracks,
        notes,
        tempoMap,
        tempos,
        timeSignatures,
        keySignatures,
        inOrder,
        pedals,
        pairing.orphanOffs(),
        OutOfStep.added(warnings, notes, pairing));
  }

  private List<Track> tracks() {
    List<Track> tracks = new ArrayList<>(events.trackCount);
    for (int i = 0; i < events.trackCount; i++) {
      tracks.add(
          new Track(names[i], pairing.channelMask(i), pairing.noteCount(i), events.endTick(i)));
    }
    return tracks;
  }

  private void readTrack(int track) {
    programs.startTrack();
    long[] ticks = events.tick;
    int[] messages = events.message;
    int end = events.firstEvent[track + 1];
    for (int e = events.firstEvent[track]; e < end; e++) {
      int message = messages[e];
      long tick = ticks[e];
      int kind = message & 0xF0;
      if (message < 0) {
        meta(track, e, tick);
      } else if (kind == 0x90 || kind == 0x80) {
        int channel = events.channelOfAll(e);
        int pitch = message >> 8 & 0x7F;
        if (MidiEvents.isNoteOn(message)) {
          int program = programs.programAt(channel, tick, e);
          pairing.noteOn(tick, channel, pitch, message >> 16, program);
        } else {
          pairing.noteOff(
              tick, channel, pitch, kind == 0x80 ? ClosedBy.NOTE_OFF : ClosedBy.NOTE_ON_VELOCITY_0);
        }
      } else if (kind == 0xB0 && (message >> 8 & 0x7F) == SUSTAIN_PEDAL) {
        pedals.add(new PedalEvent(tick, track, events.port(e), message & 0xF, message >> 16));
      }
    }
    pairing.endTrack(events.endTick(track));
  }

  private void meta(int track, int e, long tick) {
    if (!events.isMeta(e)) {
      return;
    }
    int type = events.data1(e);
    int length = events.payloadLength(e);
    if (type >= 1 && type <= 15) {
      texts.add(track, e, tick, TextEvent.Kind.ofMetaType(type));
    } else if (type == MidiEvents.META_TEMPO) {
      tempo(track, e, tick, length);
    } else if (type == MidiEvents.META_TIME_SIGNATURE) {
      int power = length < 4 ? -1 : events.payload(e, 1);
      if (power < 0 || power > MAX_DENOMINATOR_POWER || events.payload(e, 0) == 0) {
        warn(INVALID_TIME_SIGNATURE, e);
        return;
      }
      timeSignatures.add(
          new TimeSignature(
              tick,
              track,
              events.payload(e, 0),
              1 << power,
              events.payload(e, 2),
              events.payload(e, 3)));
    } else if (type == MidiEvents.META_KEY_SIGNATURE) {
      int sharps = length < 2 ? Byte.MIN_VALUE : (byte) events.payload(e, 0);
      if (sharps < -7 || sharps > 7 || events.payload(e, 1) > 1) {
        warn(INVALID_KEY_SIGNATURE, e);
        return;
      }
      keySignatures.add(new KeySignature(tick, track, sharps, events.payload(e, 1) == 1));
    } else if (Ports.isPort(events, e) && !Ports.isValid(events, e)) {
      warn(INVALID_PORT, e);
    }
  }

  private void tempo(int track, int e, long tick, int length) {
    int micros = events.microsPerQuarter(e);
    if (length != 3) {
      warn(TEMPO_LENGTH, e);
    }
    if (micros == 0) {
      warn(TEMPO_ZERO, e);
    }
    if (micros > 0) {
      tempos.add(new TempoEvent(tick, track, micros));
    }
  }

  private List<TextEvent> texts() {
    List<TextEvent> read = texts.read();
    for (TextEvent text : read) {
      if (text.kind() == TextEvent.Kind.TRACK_NAME && names[text.track()] == null) {
        names[text.track()] = text.text();
      }
    }
    read.sort(Comparator.comparingLong(TextEvent::tick));
    return read;
  }

  private void warn(MidiWarning warning, int e) {
    tally.add(warning, events.payloadOffset(e));
  }
}
