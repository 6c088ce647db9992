package io.partita.score;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Names of sounds, from the General MIDI 1 sound set and, for drums outside of its range, the
 * standard set of General MIDI 2.
 */
public final class GeneralMidi {
  private static final List<String> PROGRAMS =
      """
      Acoustic Grand Piano
      Bright Acoustic Piano
      Electric Grand Piano
      Honky-tonk Piano
      Electric Piano 1
      Electric Piano 2
      Harpsichord
      Clavi
      Celesta
      Glockenspiel
      Music Box
      Vibraphone
      Marimba
      Xylophone
      Tubular Bells
      Dulcimer
      Drawbar Organ
      Percussive Organ
      Rock Organ
      Church Organ
      Reed Organ
      Accordion
      Harmonica
      Tango Accordion
      Acoustic Guitar (nylon)
      Acoustic Guitar (steel)
      Electric Guitar (jazz)
      Electric Guitar (clean)
      Electric Guitar (muted)
      Overdriven Guitar
      Distortion Guitar
      Guitar Harmonics
      Acoustic Bass
      Electric Bass (finger)
      Electric Bass (pick)
      Fretless Bass
      Slap Bass 1
      Slap Bass 2
      Synth Bass 1
      Synth Bass 2
      Violin
      Viola
      Cello
      Contrabass
      Tremolo Strings
      Pizzicato Strings
      Orchestral Harp
      Timpani
      String Ensemble 1
      String Ensemble 2
      SynthStrings 1
      SynthStrings 2
      Choir Aahs
      Voice Oohs
      Synth Voice
      Orchestra Hit
      Trumpet
      Trombone
      Tuba
      Muted Trumpet
      French Horn
      Brass Section
      SynthBrass 1
      SynthBrass 2
      Soprano Sax
      Alto Sax
      Tenor Sax
      Baritone Sax
      Oboe
      English Horn
      Bassoon
      Clarinet
      Piccolo
      Flute
      Recorder
      Pan Flute
      Blown Bottle
      Shakuhachi
      Whistle
      Ocarina
      Lead 1 (square)
      Lead 2 (sawtooth)
      Lead 3 (calliope)
      Lead 4 (chiff)
      Lead 5 (charang)
      Lead 6 (voice)
      Lead 7 (fifths)
      Lead 8 (bass + lead)
      Pad 1 (new age)
      Pad 2 (warm)
      Pad 3 (polysynth)
      Pad 4 (choir)
      Pad 5 (bowed)
      Pad 6 (metallic)
      Pad 7 (halo)
      Pad 8 (sweep)
      FX 1 (rain)
      FX 2 (soundtrack)
      FX 3 (crystal)
      FX 4 (atmosphere)
      FX 5 (brightness)
      FX 6 (goblins)
      FX 7 (echoes)
      FX 8 (sci-fi)
      Sitar
      Banjo
      Shamisen
      Koto
      Kalimba
      Bag Pipe
      Fiddle
      Shanai
      Tinkle Bell
      Agogo
      Steel Drums
      Woodblock
      Taiko Drum
      Melodic Tom
      Synth Drum
      Reverse Cymbal
      Guitar Fret Noise
      Breath Noise
      Seashore
      Bird Tweet
      Telephone Ring
      Helicopter
      Applause
      Gunshot
      """
          .lines()
          .toList();

  private static final int LOWEST_DRUM = 27;
  private static final List<String> DRUMS =
      """
      High Q
      Slap
      Scratch Push
      Scratch Pull
      Sticks
      Square Click
      Metronome Click
      Metronome Bell
      Acoustic Bass Drum
      Bass Drum 1
      Side Stick
      Acoustic Snare
      Hand Clap
      Electric Snare
      Low Floor Tom
      Closed Hi-Hat
      High Floor Tom
      Pedal Hi-Hat
      Low Tom
      Open Hi-Hat
      Low-Mid Tom
      Hi-Mid Tom
      Crash Cymbal 1
      High Tom
      Ride Cymbal 1
      Chinese Cymbal
      Ride Bell
      Tambourine
      Splash Cymbal
      Cowbell
      Crash Cymbal 2
      Vibraslap
      Ride Cymbal 2
      Hi Bongo
      Low Bongo
      Mute Hi Conga
      Open Hi Conga
      Low Conga
      High Timbale
      Low Timbale
      High Agogo
      Low Agogo
      Cabasa
      Maracas
      Short Whistle
      Long Whistle
      Short Guiro
      Long Guiro
      Claves
      Hi Wood Block
      Low Wood Block
      Mute Cuica
      Open Cuica
      Mute Triangle
      Open Triangle
      Shaker
      Jingle Bell
      Belltree
      Castanets
      Mute Surdo
      Open Surdo
      """
          .lines()
          .toList();

  /** Of eight programs each, in their order. */
  private static final List<String> FAMILIES =
      List.of(
          "piano",
          "chromatic percussion",
          "organ",
          "guitar",
          "bass",
          "strings",
          "ensemble",
          "brass",
          "reed",
          "pipe",
          "synth lead",
          "synth pad",
          "synth effects",
          "ethnic",
          "percussive",
          "sound effects");

  private static final int IN_FAMILY = 8;

  private GeneralMidi() {}

  /**
   * The programs of a name in upper or lower case: of a family, as {@code bass}, or of an
   * instrument, as {@code Cello}; none where nothing is called so.
   */
  public static List<Integer> programs(String name) {
    int family = FAMILIES.indexOf(name.toLowerCase(Locale.ROOT));
    return IntStream.range(0, PROGRAMS.size())
        .filter(
            program ->
                program / IN_FAMILY == family || PROGRAMS.get(program).equalsIgnoreCase(name))
        .boxed()
        .toList();
  }

  /** Names of families, as {@link #programs} knows them. */
  public static List<String> families() {
    return FAMILIES;
  }

  /**
   * An instrument's name, as {@code Cello} of 42.
   *
   * @param program counted from 0, as in the files; other numbers than 0 to 127 have no name
   */
  public static Optional<String> program(int program) {
    return at(PROGRAMS, program);
  }

  /**
   * A drum's name, as {@code Acoustic Snare} of 38.
   *
   * @param pitch of a note on the drum channel; other numbers than 27 to 87 have no name
   */
  public static Optional<String> drum(int pitch) {
    return at(DRUMS, pitch - LOWEST_DRUM);
  }

  private static Optional<String> at(List<String> names, int index) {
    return index < 0 || index >= names.size() ? Optional.empty() : Optional.of(names.get(index));
  }
}
