package io.partita.files;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.file.WavWriter;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.midi.MidiEvents;
import io.partita.score.Score;
import io.partita.synth.LoopLength;
import io.partita.synth.Synth;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a MIDI file is played. */
final class SynthOptions {
  @Option(
      names = "--soundfont",
      paramLabel = "FILE",
      description = "SoundFont (.sf2, .sf3, .dls); the JDK's sounds replace missing instruments.")
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
          "Longest playing time in seconds; longer files are refused (default: ${DEFAULT-VALUE}).")
  private long maxSeconds = Synth.MAX_DURATION_S;

  /** Fails on what can be told from these options alone. */
  void check() {
    if (sampleRateHz < 8_000 || sampleRateHz > 96_000) {
      throw new UserException(
          Mistake.BAD_OPTION, "--rate must be 8000 to 96000, not " + sampleRateHz + ".");
    }
    if (maxSeconds < 1) {
      throw new UserException(
          Mistake.BAD_OPTION, "--max-seconds must be at least 1, not " + maxSeconds + ".");
    }
  }

  /**
   * A synthesizer that is about to play a MIDI file.
   *
   * @throws MalformedInputException where it has no note, or lasts too long
   */
  Synth open(MidiEvents midi) throws MalformedInputException {
    return Synth.open(midi, sampleRateHz, Optional.ofNullable(soundFont), maxSeconds);
  }

  /**
   * Samples of a piece's whole bars.
   *
   * @param in the MIDI file's name
   * @throws UserException where it has no bars, or they last too long
   */
  long loopSamples(String in, Score score) {
    LoopLength loop =
        LoopLength.of(score)
            .orElseThrow(
                () ->
                    new UserException(
                        Mistake.NO_DATA,
                        in
                            + " has no bars to loop, as its time is not counted in quarters, or it"
                            + " is empty: leave out --loop."));
    if (loop.seconds() > maxSeconds) {
      throw new UserException(
          Mistake.TOO_LARGE,
          String.format(
              Locale.ROOT,
              "%s cannot be rendered: its %,d bars last %.0f s, more than --max-seconds %d.",
              in,
              loop.bars(),
              loop.seconds(),
              maxSeconds));
    }
    return Math.max(1, Math.round(loop.seconds() * sampleRateHz));
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
          Mistake.TOO_LARGE,
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
