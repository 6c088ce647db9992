package io.partita.drum;

import io.partita.Labelled;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table from pitches of the drum channel to {@link DrumClass}es. Both maps are those of the
 * published MusicVAE and GrooVAE data pipelines.
 */
public enum DrumMap implements Labelled {
  /** General MIDI and what is close to it, as MusicVAE reduces it. */
  GM {
    @Override
    int[] pitches(DrumClass drum) {
      return switch (drum) {
        case KICK -> new int[] {36, 35};
        case SNARE -> new int[] {38, 27, 28, 31, 32, 33, 34, 37, 39, 40, 56, 65, 66, 75, 85};
        case CLOSED_HI_HAT -> new int[] {42, 44, 54, 68, 69, 70, 71, 73, 78, 80, 22};
        case OPEN_HI_HAT -> new int[] {46, 67, 72, 74, 79, 81, 26};
        case LOW_TOM -> new int[] {45, 29, 41, 43, 61, 64, 84};
        case MID_TOM -> new int[] {48, 47, 60, 63, 77, 86, 87};
        case HIGH_TOM -> new int[] {50, 30, 62, 76, 83};
        case CRASH -> new int[] {49, 52, 55, 57, 58};
        case RIDE -> new int[] {51, 53, 59, 82};
      };
    }
  },

  /**
   * Roland's TD-11, which Groove was played on, as GrooVAE reduces it. The kit sends the 22 pitches
   * named here; any other pitch has the class that {@link #GM} gives it, so that a file that was
   * not played on such a kit keeps its drums.
   */
  ROLAND {
    @Override
    int[] pitches(DrumClass drum) {
      return switch (drum) {
        case KICK -> new int[] {36};
        case SNARE -> new int[] {38, 37, 40};
        case CLOSED_HI_HAT -> new int[] {42, 22, 44};
        case OPEN_HI_HAT -> new int[] {46, 26};
        case LOW_TOM -> new int[] {43, 58};
        case MID_TOM -> new int[] {47, 45};
        case HIGH_TOM -> new int[] {50, 48};
        case CRASH -> new int[] {49, 52, 55, 57};
        case RIDE -> new int[] {51, 53, 59};
      };
    }
  };

  /** Edges of Roland's hi-hat, closed and open. General MIDI has no drum below 35. */
  private static final List<Integer> ROLANDS_OWN = List.of(22, 26);

  private static final int PITCHES = 128;

  @SuppressWarnings("ImmutableEnumChecker") // nobody writes to it
  private final DrumClass[] ofPitch = new DrumClass[PITCHES];

  static {
    GM.add(GM);
    ROLAND.add(GM);
    ROLAND.add(ROLAND);
  }

  /** The pitches of a class. */
  abstract int[] pitches(DrumClass drum);

  private void add(DrumMap map) {
    for (DrumClass drum : DrumClass.values()) {
      for (int pitch : map.pitches(drum)) {
        ofPitch[pitch] = drum;
      }
    }
  }

  /** The map of a label; empty for an unknown label. */
  public static Optional<DrumMap> of(String label) {
    return Arrays.stream(values()).filter(map -> map.label().equals(label)).findFirst();
  }

  /** All labels, as {@code gm, roland}. */
  public static String labels() {
    return Arrays.stream(values()).map(DrumMap::label).collect(Collectors.joining(", "));
  }

  /** The pitch that a hit of a class is written with: the first that the map names, 36 to 51. */
  public int pitchOf(DrumClass drum) {
    return pitches(drum)[0];
  }

  /**
   * The class of a pitch of the drum channel; empty for pitches that no class has.
   *
   * @param pitch 0 to 127
   */
  public Optional<DrumClass> classOf(int pitch) {
    return Optional.ofNullable(ofPitch[pitch]);
  }

  /** Whether Roland's kits send a pitch that General MIDI gives to no drum. */
  public static boolean isRolandsOwn(int pitch) {
    return ROLANDS_OWN.contains(pitch);
  }

  /** Whether the maps give a pitch different classes. */
  public static boolean isAmbiguous(int pitch) {
    return GM.ofPitch[pitch] != ROLAND.ofPitch[pitch];
  }

  @Override
  public String toString() {
    return label();
  }
}
