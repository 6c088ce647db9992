package io.partita.musicxml;

import io.partita.score.Note;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** The instruments of all parts: channel, program and drum of each, as the part list has them. */
final class Instruments {
  private static final int CHANNELS = 16;

  private final Map<String, Part> parts = new HashMap<>();

  private final boolean[] taken = new boolean[CHANNELS];
  private int nextChannel;

  /**
   * What plays a note.
   *
   * @param channel 0 to 15
   * @param program 0 to 127
   * @param drum pitch of the sound that an unpitched note is, 0 to 127; -1 where the file says none
   */
  record Sound(int channel, int program, int drum) {}

  /** A part of the list. */
  static final class Part {
    final String name;
    private final Map<String, Sound> sounds = new HashMap<>();
    private Sound first;
    private String firstId;

    private Part(String name) {
      this.name = name;
    }

    /** The instrument of an id, or the part's first one. */
    Sound sound(String id) {
      return sounds.getOrDefault(id, first);
    }

    /** An instrument as a {@code midi-instrument} has it; what that leaves open stays. */
    void change(Element midi) {
      String id = midi.attribute("id");
      Sound old = sound(id);
      Sound changed =
          new Sound(
              value(midi, "midi-channel", CHANNELS, old.channel),
              value(midi, "midi-program", 128, old.program),
              value(midi, "midi-unpitched", 128, old.drum));
      sounds.put(id, changed);
      firstId = firstId == null ? id : firstId;
      first = firstId.equals(id) ? changed : first;
    }

    /** A number that MusicXML counts from 1, from 0. */
    private static int value(Element midi, String name, int max, int otherwise) {
      OptionalDouble value = midi.number(name);
      boolean isInRange =
          value.isPresent() && value.getAsDouble() >= 1 && value.getAsDouble() <= max;
      return isInRange ? (int) value.getAsDouble() - 1 : otherwise;
    }
  }

  /** Reads a {@code part-list}. */
  void read(Element list) {
    for (Element part : list.children("score-part")) {
      for (Element midi : part.children("midi-instrument")) {
        int channel = Part.value(midi, "midi-channel", CHANNELS, -1);
        if (channel >= 0) {
          taken[channel] = true;
        }
      }
    }
    for (Element part : list.children("score-part")) {
      add(part);
    }
  }

  private void add(Element scorePart) {
    String instrument =
        scorePart.child("score-instrument").map(i -> i.text("instrument-name")).orElse("");
    String name = scorePart.text("part-name");
    Part part = new Part(name.isEmpty() ? instrument : name);
    boolean hasChannel =
        scorePart.child("midi-instrument").filter(midi -> midi.has("midi-channel")).isPresent();
    part.first = new Sound(hasChannel ? 0 : freeChannel(), 0, -1);
    scorePart.children("midi-instrument").forEach(part::change);
    parts.put(scorePart.attribute("id"), part);
  }

  /** The part of an id; one that the list lacks gets a channel of its own and no name. */
  Part part(String id) {
    return parts.computeIfAbsent(
        id,
        unknown -> {
          Part part = new Part("");
          part.first = new Sound(freeChannel(), 0, -1);
          return part;
        });
  }

  /** The next channel that no part names; when all are named or given, they are given again. */
  private int freeChannel() {
    for (int i = 0; i < CHANNELS; i++) {
      int channel = nextChannel++ % CHANNELS;
      if (channel != Note.DRUM_CHANNEL && !taken[channel]) {
        return channel;
      }
    }
    int channel = nextChannel++ % CHANNELS;
    return channel == Note.DRUM_CHANNEL ? nextChannel++ % CHANNELS : channel;
  }
}
