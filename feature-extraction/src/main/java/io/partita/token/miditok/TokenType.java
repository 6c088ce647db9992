package io.partita.token.miditok;

import java.util.List;
import java.util.stream.IntStream;

/** What a token may say; with its values, in the order of their ids, it makes the names. */
enum TokenType {
  SPECIAL("", List.of("PAD_None", "BOS_None", "EOS_None", "MASK_None")),
  BAR("Bar", List.of("None")),
  PITCH("Pitch", pitches()),
  NOTE_ON("NoteOn", pitches()),
  NOTE_OFF("NoteOff", pitches()),
  VELOCITY("Velocity", IntStream.rangeClosed(1, 32).mapToObj(i -> "" + 127 * i / 32).toList()),
  DURATION("Duration", Lengths.texts()),
  TIME_SHIFT("TimeShift", Lengths.texts()),
  POSITION("Position", range(0, 95)),
  PITCH_DRUM("PitchDrum", drumPitches()),
  DRUM_ON("DrumOn", drumPitches()),
  DRUM_OFF("DrumOff", drumPitches()),
  TEMPO("Tempo", Tempos.texts()),
  PROGRAM("Program", IntStream.range(0, 129).mapToObj(i -> i < 128 ? "" + i : "-1").toList()),
  TIME_SIGNATURE("TimeSig", Metres.texts());

  static final int LOWEST_PITCH = 21;
  static final int HIGHEST_PITCH = 109;
  static final int LOWEST_DRUM = 27;
  static final int HIGHEST_DRUM = 88;

  @SuppressWarnings("ImmutableEnumChecker") // Stream.toList is immutable
  private final List<String> names;

  TokenType(String word, List<String> values) {
    this.names = values.stream().map(value -> word.isEmpty() ? value : word + "_" + value).toList();
  }

  /** As MidiTok writes them: the word, an underscore and the value. */
  List<String> names() {
    return names;
  }

  /** The value of a token as a number, as {@code int} of Python has it; -1 where it is none. */
  int number(int index) {
    String name = names.get(index);
    String value = name.substring(name.lastIndexOf('_') + 1);
    return value.chars().allMatch(Character::isDigit) ? Integer.parseInt(value) : -1;
  }

  private static List<String> pitches() {
    return range(21, 109);
  }

  private static List<String> drumPitches() {
    return range(27, 88);
  }

  private static List<String> range(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList();
  }
}
