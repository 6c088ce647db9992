package io.partita.audio;

import io.partita.UserException;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Soundbank;
import javax.sound.midi.Synthesizer;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;

/**
 * The JDK's own software synthesizer with its output as a stream, without any audio device. That
 * mode is in a package the JDK does not export, so a few of its members are reached by reflection.
 */
final class Gervill {
  private static final String PACKAGE = "com.sun.media.sound.";

  /** Voices at once; more steal the oldest ones. */
  private static final int POLYPHONY = 256;

  private static final long SEED = 1;

  private static Soundbank builtIn;

  final Synthesizer synthesizer;
  final AudioInputStream output;

  /**
   * @param format of the output
   * @param soundFont instruments that go before the built-in ones
   */
  Gervill(AudioFormat format, Optional<Path> soundFont) {
    Optional<Soundbank> own = soundFont.map(Gervill::bank);
    // Its own default is the machine's SoundFont, or a bank cached in the home folder.
    Map<String, Object> settings =
        Map.of("load default soundbank", false, "max polyphony", POLYPHONY);
    synthesizer =
        (Synthesizer) reach("SoftSynthesizer", type -> type.getConstructor().newInstance());
    output =
        (AudioInputStream)
            reach(
                "SoftSynthesizer",
                type ->
                    type.getMethod("openStream", AudioFormat.class, Map.class)
                        .invoke(synthesizer, format, settings));
    synthesizer.loadAllInstruments(builtInBank());
    own.ifPresent(synthesizer::loadAllInstruments);
  }

  /** 128 instruments and a drum kit that the JDK computes, once for all. */
  private static synchronized Soundbank builtInBank() {
    if (builtIn == null) {
      builtIn = computeBank();
    }
    return builtIn;
  }

  /**
   * The JDK draws the phases of its sounds from {@link Math#random}, so that each run of Java would
   * have other ones. With a seed of ours they are the same, unless another thread draws meanwhile.
   */
  static Soundbank computeBank() {
    return (Soundbank)
        reach(
            "EmergencySoundbank",
            type -> {
              Field generator =
                  Class.forName("java.lang.Math$RandomNumberGeneratorHolder")
                      .getDeclaredField("randomNumberGenerator");
              generator.setAccessible(true);
              Random random = (Random) generator.get(null);
              random.setSeed(SEED);
              try {
                return type.getMethod("createSoundbank").invoke(null);
              } finally {
                random.setSeed(System.nanoTime());
              }
            });
  }

  private static Soundbank bank(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new UserException("There is no file " + file + " that can be read as a SoundFont.");
    }
    try {
      return MidiSystem.getSoundbank(file.toFile());
    } catch (InvalidMidiDataException | IOException | RuntimeException e) {
      throw new UserException(
          file + " is not a SoundFont that can be read. Give an .sf2 or a .dls file.", e);
    }
  }

  private interface Use {
    Object of(Class<?> type) throws ReflectiveOperationException;
  }

  private static Object reach(String type, Use use) {
    try {
      return use.of(Class.forName(PACKAGE + type));
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      throw new UserException(
          "Java keeps its synthesizer to itself. Start it with"
              + " --add-exports=java.desktop/com.sun.media.sound=ALL-UNNAMED"
              + " --add-opens=java.base/java.lang=ALL-UNNAMED, as ./partita does.",
          e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(type + " failed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new UserException(
          "This Java has no synthesizer: run Partita on a JDK 17 with the module java.desktop.", e);
    }
  }
}
