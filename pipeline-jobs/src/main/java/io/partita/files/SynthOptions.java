package io.partita.files;

import io.partita.MalformedInputException;
import io.partita.UserException;
import io.partita.audio.file.WavWriter;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.midi.MidiReader;
import io.partita.synth.Synth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a MIDI file is played. */
final class SynthOptions {
  @Option(
      names = "--soundfont",
      paramLabel = "FILE",
      description = "An .sf2 or .dls file; instruments that it lacks are the JDK's, and named.")
  Path soundFont;

  @Option(
      names = "--rate",
      paramLabel = "HZ",
      description = "Sample rate in Hz, 8000 to 96000 (default: ${DEFAULT-VALUE}).")
  int sampleRateHz = 44_100;

  @Option(
      names = "--max-seconds",
      paramLabel = "S",
      description =
          "Longest playing time, in seconds; a file that lasts longer is refused (default:"
              + " ${DEFAULT-VALUE}, four hours).")
  private long maxSeconds = Synth.MAX_DURATION_S;

  /** Fails on what can be told from these options alone. */
  void check() {
    if (sampleRateHz < 8_000 || sampleRateHz > 96_000) {
      throw new UserException("--rate must be 8000 to 96000, not " + sampleRateHz + ".");
    }
    if (maxSeconds < 1) {
      throw new UserException("--max-seconds must be at least 1, not " + maxSeconds + ".");
    }
  }

  /**
   * A synthesizer that is about to play a MIDI file.
   *
   * @throws MalformedInputException where it is none, or lasts too long
   */
  Synth open(byte[] midi) throws IOException, MalformedInputException {
    return Synth.open(
        MidiReader.events(midi), sampleRateHz, Optional.ofNullable(soundFont), maxSeconds);
  }

  /**
   * Fails where what is played does not fit into a WAV file of 16 bits.
   *
   * @param in the MIDI file's name
   * @param endS seconds to its last sound
   */
  void requireRoom(String in, double endS) {
    double samples = (endS + Synth.MAX_FADE_S) * sampleRateHz;
    if (samples > WavWriter.mostSamples(SampleType.INT16, Synth.CHANNELS)) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "%s cannot be rendered: its %.0f s at %d Hz do not fit into a WAV file of 4 GiB;"
                  + " give a lower --rate.",
              in,
              endS,
              sampleRateHz));
    }
  }
}
