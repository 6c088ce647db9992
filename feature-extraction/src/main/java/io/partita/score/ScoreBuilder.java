package io.partita.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * Makes a {@link Score} by code, event by event in any order. Events at one tick of one track keep
 * the order in which they were added. Every method checks ranges and throws {@link
 * IllegalArgumentException} with the value found.
 */
public final class ScoreBuilder {
  private static final Comparator<Note> MERGED_ORDER =
      Comparator.comparingLong(Note::onsetTick)
          .thenComparingInt(Note::track)
          .thenComparingInt(Note::pitch);

  private final Division division;
  private final List<Note> notes = new ArrayList<>();
  private final List<TempoEvent> tempos = new ArrayList<>();
  private final List<TimeSignature> timeSignatures = new ArrayList<>();
  private final List<KeySignature> keySignatures = new ArrayList<>();
  private final List<TextEvent> texts = new ArrayList<>();
  private final List<PedalEvent> pedals = new ArrayList<>();
  private final Map<Integer, Long> endTicks = new HashMap<>();
  private MidiWarnings warnings = MidiWarnings.NONE;

  ScoreBuilder(Division division) {
    this.division = division;
  }

  /** A note that a note off ends. */
  public ScoreBuilder note(
      int track,
      int channel,
      int program,
      int pitch,
      int velocity,
      long onsetTick,
      long offsetTick) {
    return note(
        new Note(
            track,
            channel,
            program,
            pitch,
            velocity,
            onsetTick,
            offsetTick,
            Double.NaN,
            Double.NaN,
            ClosedBy.NOTE_OFF));
  }

  /** A note as it is, except its seconds: those follow from the tempo events. */
  public ScoreBuilder note(Note note) {
    requireRange("port", note.port(), 0, 127);
    requireRange("channel", note.channel(), 0, 15);
    requireRange("program", note.program(), 0, 127);
    requireRange("pitch", note.pitch(), 0, 127);
    requireRange("velocity", note.velocity(), 1, 127);
    requireRange("offsetTick", note.offsetTick(), note.onsetTick(), Long.MAX_VALUE);
    extend(note.track(), note.onsetTick());
    extend(note.track(), note.offsetTick());
    notes.add(note);
    return this;
  }

  /** A tempo from a tick on, 1 to 16777215 microseconds a quarter, in track 0. */
  public ScoreBuilder tempo(long tick, int microsPerQuarter) {
    return tempo(new TempoEvent(tick, 0, microsPerQuarter));
  }

  public ScoreBuilder tempo(TempoEvent tempo) {
    requireRange(
        "microsPerQuarter", tempo.microsPerQuarter(), 1, TempoEvent.MAX_MICROS_PER_QUARTER);
    extend(tempo.track(), tempo.tick());
    tempos.add(tempo);
    return this;
  }

  /** A metre from a tick on, in track 0; the denominator is a power of two up to 128. */
  public ScoreBuilder timeSignature(long tick, int numerator, int denominator) {
    return timeSignature(TimeSignature.of(tick, numerator, denominator));
  }

  public ScoreBuilder timeSignature(TimeSignature metre) {
    requireRange("numerator", metre.numerator(), 1, 255);
    requireRange("denominator", metre.denominator(), 1, 128);
    if (Integer.bitCount(metre.denominator()) != 1) {
      throw new IllegalArgumentException(
          "denominator must be a power of two, but is " + metre.denominator());
    }
    requireRange("clocksPerClick", metre.clocksPerClick(), 0, 255);
    requireRange("notated32ndsPerQuarter", metre.notated32ndsPerQuarter(), 0, 255);
    extend(metre.track(), metre.tick());
    timeSignatures.add(metre);
    return this;
  }

  /** A key from a tick on, in track 0; flats are negative sharps. */
  public ScoreBuilder keySignature(long tick, int sharps, boolean minor) {
    return keySignature(new KeySignature(tick, 0, sharps, minor));
  }

  public ScoreBuilder keySignature(KeySignature key) {
    requireRange("sharps", key.sharps(), -7, 7);
    extend(key.track(), key.tick());
    keySignatures.add(key);
    return this;
  }

  /** The name of a track, as a text at tick 0. */
  public ScoreBuilder trackName(int track, String name) {
    return text(new TextEvent(0, track, TextEvent.Kind.TRACK_NAME, name));
  }

  public ScoreBuilder text(TextEvent text) {
    extend(text.track(), text.tick());
    texts.add(text);
    return this;
  }

  public ScoreBuilder pedal(PedalEvent pedal) {
    requireRange("port", pedal.port(), 0, 127);
    requireRange("channel", pedal.channel(), 0, 15);
    requireRange("value", pedal.value(), 0, 127);
    extend(pedal.track(), pedal.tick());
    pedals.add(pedal);
    return this;
  }

  /** Makes sure that a track exists and ends no earlier than a tick. */
  public ScoreBuilder endTick(int track, long tick) {
    extend(track, tick);
    return this;
  }

  /** What was tolerated and repaired while reading what the score is made of. */
  public ScoreBuilder warnings(MidiWarnings found) {
    warnings = found;
    return this;
  }

  /** The score: format 0 for one track, 1 otherwise. Tracks never mentioned are empty. */
  public Score build() {
    notes.sort(MERGED_ORDER);
    tempos.sort(byTickAndTrack(TempoEvent::tick, TempoEvent::track));
    timeSignatures.sort(byTickAndTrack(TimeSignature::tick, TimeSignature::track));
    keySignatures.sort(byTickAndTrack(KeySignature::tick, KeySignature::track));
    texts.sort(byTickAndTrack(TextEvent::tick, TextEvent::track));
    pedals.sort(byTickAndTrack(PedalEvent::tick, PedalEvent::track));
    TempoMap tempoMap = TempoMap.of(division, tempos);
    List<Track> tracks = tracks();
    return new Score(
        tracks.size() > 1 ? 1 : 0,
        division,
        tracks,
        notes(tempoMap),
        tempoMap,
        tempos,
        timeSignatures,
        keySignatures,
        texts,
        pedals,
        0,
        warnings);
  }

  private Notes notes(TempoMap tempoMap) {
    int[] packed = new int[notes.size()];
    byte[] ports = new byte[packed.length];
    for (int i = 0; i < packed.length; i++) {
      Note note = notes.get(i);
      ports[i] = (byte) note.port();
      packed[i] =
          Notes.withClosedBy(
              Notes.pack(note.pitch(), note.velocity(), note.program(), note.channel()),
              note.closedBy());
    }
    return new Notes(
        packed.length,
        notes.stream().mapToLong(Note::onsetTick).toArray(),
        notes.stream().mapToLong(Note::offsetTick).toArray(),
        notes.stream().mapToInt(Note::track).toArray(),
        ports,
        packed,
        tempoMap);
  }

  private List<Track> tracks() {
    int count = 1 + endTicks.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
    String[] names = new String[count];
    for (TextEvent text : texts) {
      if (text.kind() == TextEvent.Kind.TRACK_NAME && names[text.track()] == null) {
        names[text.track()] = text.text();
      }
    }
    int[] channelMasks = new int[count];
    int[] noteCounts = new int[count];
    for (Note note : notes) {
      channelMasks[note.track()] |= 1 << note.channel();
      noteCounts[note.track()]++;
    }
    List<Track> tracks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tracks.add(new Track(names[i], channelMasks[i], noteCounts[i], endTicks.getOrDefault(i, 0L)));
    }
    return tracks;
  }

  private void extend(int track, long tick) {
    requireRange("track", track, 0, 0xFFFF);
    requireRange("tick", tick, 0, Long.MAX_VALUE);
    endTicks.merge(track, tick, Math::max);
  }

  private static void requireRange(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be " + min + " to " + max + ", but is " + value);
    }
  }

  private static <T> Comparator<T> byTickAndTrack(ToLongFunction<T> tick, ToIntFunction<T> track) {
    return Comparator.comparingLong(tick).thenComparingInt(track);
  }
}
