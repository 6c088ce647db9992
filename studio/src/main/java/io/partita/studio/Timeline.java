package io.partita.studio;

import io.partita.Labelled;
import io.partita.MalformedInputException;
import io.partita.midi.MidiReader;
import io.partita.score.Meter;
import io.partita.score.Notes;
import io.partita.score.PedalEvent;
import io.partita.score.Score;
import io.partita.score.SungText;
import io.partita.score.TempoEvent;
import io.partita.score.TextEvent;
import io.partita.score.TimeSignature;
import io.partita.symbolic.KeyFinder;
import io.partita.symbolic.KeyProfile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a MIDI file has beside its notes, over seconds, as a page draws it above them. */
final class Timeline {
  /** Of each kind; beyond that nobody sees one. */
  private static final int MOST = 5_000;

  private static final int LONGEST_TEXT = 200;

  /** As table keys has them. */
  private static final int PASSAGE_BARS = 8;

  private static final int PEDAL_DOWN = 64;
  private static final double MICROS_PER_MINUTE = 60e6;

  private final Score score;
  private final Optional<Meter> meter;

  private Timeline(Score score) {
    this.score = score;
    this.meter = Meter.of(score);
  }

  /**
   * All of it.
   *
   * @return {@code bars}: where they begin, up to the last note; {@code metres}, {@code tempos} in
   *     quarters a minute, {@code keys} that the notes of eight bars seem to be in, {@code markers}
   *     and {@code words}: each a list of a time and what is there, words with a third element:
   *     {@code line}, {@code paragraph} or nothing; {@code pedal}: from when to when it is down
   */
  static Map<String, Object> of(byte[] midi) throws MalformedInputException {
    Timeline timeline = new Timeline(MidiReader.read(midi));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("bars", timeline.bars());
    all.put("metres", timeline.metres());
    all.put("tempos", timeline.tempos());
    all.put("keys", timeline.keys());
    all.put("markers", timeline.markers());
    all.put("words", timeline.words());
    all.put("pedal", timeline.pedal());
    return all;
  }

  /** Where bars begin up to the last note, in seconds; none where the file has no metre. */
  static List<Double> bars(byte[] midi) throws MalformedInputException {
    return new Timeline(MidiReader.read(midi)).bars();
  }

  private List<Double> bars() {
    List<Double> bars = new ArrayList<>();
    if (meter.isPresent()) {
      long end = lastTick(score.notes());
      for (long tick = 0;
          tick <= end && bars.size() < MOST;
          tick = meter.get().barLineFrom(tick + 1)) {
        bars.add(seconds(tick));
      }
    }
    return bars;
  }

  private static long lastTick(Notes notes) {
    long last = -1;
    for (int i = 0; i < notes.size(); i++) {
      last = Math.max(last, notes.onsetTick(i));
    }
    return last;
  }

  private double seconds(long tick) {
    return score.tempoMap().secondsAt(tick);
  }

  private List<List<Object>> metres() {
    List<List<Object>> metres = new ArrayList<>();
    if (meter.isPresent()) {
      for (TimeSignature metre : score.timeSignatures()) {
        addChange(metres, metre.tick(), metre.text());
      }
    }
    return metres;
  }

  private List<List<Object>> tempos() {
    List<List<Object>> tempos = new ArrayList<>();
    if (meter.isPresent()) {
      for (TempoEvent tempo : score.tempos()) {
        double perMinute = MICROS_PER_MINUTE / tempo.microsPerQuarter();
        addChange(tempos, tempo.tick(), Math.round(10 * perMinute) / 10.0);
      }
    }
    return tempos;
  }

  private List<List<Object>> keys() {
    List<List<Object>> keys = new ArrayList<>();
    if (meter.isPresent()) {
      long tick = 0;
      long bar = 0;
      for (KeyFinder.Passage passage :
          KeyFinder.passages(score, PASSAGE_BARS, KeyProfile.ALBRECHT_SHANAHAN)) {
        while (bar < passage.firstBar()) {
          tick = meter.get().barLineFrom(tick + 1);
          bar++;
        }
        addChange(keys, tick, passage.key().text());
      }
    }
    return keys;
  }

  /** Of several at one time the last holds; one that changes nothing is left out. */
  private void addChange(List<List<Object>> changes, long tick, Object value) {
    double time = seconds(tick);
    if (!changes.isEmpty() && changes.get(changes.size() - 1).get(0).equals(time)) {
      changes.remove(changes.size() - 1);
    }
    boolean isNew = changes.isEmpty() || !changes.get(changes.size() - 1).get(1).equals(value);
    if (isNew && changes.size() < MOST) {
      changes.add(List.of(time, value));
    }
  }

  private List<List<Object>> markers() {
    return score.texts().stream()
        .filter(text -> text.kind() == TextEvent.Kind.MARKER && !text.text().isBlank())
        .limit(MOST)
        .map(text -> List.<Object>of(seconds(text.tick()), shortened(text.text().strip())))
        .toList();
  }

  private List<List<Object>> words() {
    return SungText.of(score).stream()
        .limit(MOST)
        .map(
            word ->
                List.<Object>of(
                    seconds(word.event().tick()),
                    shortened(word.event().text()),
                    word.begins().map(Labelled::label).orElse("")))
        .toList();
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
  }

  /** When the pedal of any channel is down. */
  private List<List<Double>> pedal() {
    List<List<Double>> pressed = new ArrayList<>();
    Set<Integer> down = new HashSet<>();
    double from = 0;
    for (PedalEvent event : score.pedals()) {
      boolean wasDown = !down.isEmpty();
      int channel = event.port() * 16 + event.channel();
      if (event.value() >= PEDAL_DOWN) {
        down.add(channel);
      } else {
        down.remove(channel);
      }
      double time = seconds(event.tick());
      if (!wasDown && !down.isEmpty()) {
        from = time;
      } else if (wasDown && down.isEmpty() && time > from && pressed.size() < MOST) {
        pressed.add(List.of(from, time));
      }
    }
    return pressed;
  }
}
