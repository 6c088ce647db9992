package io.partita.synth;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.synth.PlayedPatches.Patch;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sound.midi.Instrument;
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
  static final int POLYPHONY = 256;

  private static Soundbank builtIn;

  final Synthesizer synthesizer;
  final AudioInputStream output;

  /**
   * @param format of the output
   * @param instruments that go before the built-in ones
   */
  Gervill(AudioFormat format, List<Instrument> instruments) {
    NoPreferences.use();
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
    instruments.forEach(synthesizer::loadInstrument);
  }

  /**
   * 128 instruments and a drum kit as the JDK computes them where there is no SoundFont: once, and
   * not in each JVM, as it draws their phases at random.
   */
  private static synchronized Soundbank builtInBank() {
    if (builtIn == null) {
      try (InputStream file =
          new BufferedInputStream(Gervill.class.getResourceAsStream("jdk.sf2"))) {
        builtIn = MidiSystem.getSoundbank(file);
      } catch (IOException | InvalidMidiDataException e) {
        throw new IllegalStateException("The built-in sounds cannot be read", e);
      }
    }
    return builtIn;
  }

  /** Where an instrument is found. */
  static Patch patch(Instrument instrument) {
    javax.sound.midi.Patch patch = instrument.getPatch();
    boolean isDrums =
        (boolean)
            reach(
                "ModelPatch",
                type ->
                    type.isInstance(patch)
                        && (boolean) type.getMethod("isPercussion").invoke(patch));
    return new Patch(isDrums, patch.getBank(), patch.getProgram());
  }

  /**
   * Looks at an instrument as it was read: a loop that is empty or beyond its sample would never
   * end.
   *
   * @throws UserException where it cannot be played
   */
  static void requirePlayable(java.nio.file.Path file, Instrument instrument) {
    try {
      reach("ModelByteBufferWavetable", type -> checked(type, instrument));
    } catch (RuntimeException e) {
      throw new UserException(
          Mistake.MALFORMED_FILE,
          String.format(
              Locale.ROOT,
              "%s cannot be played as a SoundFont: %s of its %s.",
              file,
              e instanceof IllegalArgumentException ? e.getMessage() : "Java cannot use a zone",
              patch(instrument)),
          e);
    }
  }

  private static Object checked(Class<?> wavetable, Instrument instrument)
      throws ReflectiveOperationException {
    Class<?> model = Class.forName(PACKAGE + "ModelInstrument");
    Class<?> performer = Class.forName(PACKAGE + "ModelPerformer");
    for (Object one : (Object[]) model.getMethod("getPerformers").invoke(instrument)) {
      for (Object sound : (List<?>) performer.getMethod("getOscillators").invoke(one)) {
        if (wavetable.isInstance(sound)) {
          requirePlayable(wavetable, sound);
        }
      }
    }
    return instrument;
  }

  private static void requirePlayable(Class<?> wavetable, Object sound)
      throws ReflectiveOperationException {
    Object buffer = wavetable.getMethod("getBuffer").invoke(sound);
    AudioFormat format = (AudioFormat) wavetable.getMethod("getFormat").invoke(sound);
    if (buffer == null || format == null || !(format.getSampleRate() >= 1)) {
      throw new IllegalArgumentException("a sample has no format");
    }
    long bytes = (long) buffer.getClass().getMethod("capacity").invoke(buffer);
    double frames = (double) bytes / format.getFrameSize();
    float start = (float) wavetable.getMethod("getLoopStart").invoke(sound);
    float length = (float) wavetable.getMethod("getLoopLength").invoke(sound);
    boolean isLooped = (int) wavetable.getMethod("getLoopType").invoke(sound) != 0;
    if (frames < 1) {
      throw new IllegalArgumentException("a sample is empty");
    }
    if (isLooped && !(start >= 0 && length >= 1 && start + length <= frames)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a loop of %.0f from %.0f on does not lie in its sample of %.0f",
              length,
              start,
              frames));
    }
  }

  private interface Use {
    Object of(Class<?> type) throws ReflectiveOperationException;
  }

  private static Object reach(String type, Use use) {
    try {
      return use.of(Class.forName(PACKAGE + type));
    } catch (IllegalAccessException e) {
      throw new UserException(
          Mistake.MISSING_TOOL,
          "Java keeps its synthesizer to itself. Start it with"
              + " --add-exports=java.desktop/com.sun.media.sound=ALL-UNNAMED, as ./partita does.",
          e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(type + " failed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new UserException(
          Mistake.MISSING_TOOL,
          "This Java has no synthesizer: run Partita on a JDK 17 with the module java.desktop.",
          e);
    }
  }
}
