package io.partita.jobs;

import io.partita.MalformedInputException;
import io.partita.UserException;
import io.partita.archive.InputFile;
import io.partita.audio.Synth;
import io.partita.audio.WavWriter;
import io.partita.audio.WavWriter.SampleType;
import io.partita.midi.MidiEvents;
import io.partita.midi.MidiReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plays a MIDI file into a WAV file. */
@Command(
    name = "render",
    description = "Play a MIDI file into a WAV file, with the JDK's sounds or a SoundFont's.",
    footer = {
      "",
      "Examples:",
      "  partita render song.mid song.wav",
      "  partita render song.mid song.wav --soundfont grand-piano.sf2 --rate 48000"
    })
public final class Render implements Callable<Integer> {
  private static final int BLOCK_SAMPLES = 4096;

  @Parameters(index = "0", paramLabel = "IN.mid", description = "A MIDI file, local or hdfs:.")
  private String in;

  @Parameters(index = "1", paramLabel = "OUT.wav", description = "Replaced if it is there.")
  private Path out;

  @Option(
      names = "--soundfont",
      paramLabel = "FILE",
      description = "An .sf2 or .dls file; instruments that it lacks are the JDK's.")
  private Path soundFont;

  @Option(
      names = "--rate",
      paramLabel = "HZ",
      description = "Samples a second, 8000 to 96000 (default: ${DEFAULT-VALUE}).")
  private int sampleRateHz = 44_100;

  @Override
  public Integer call() throws IOException {
    if (sampleRateHz < 8_000 || sampleRateHz > 96_000) {
      throw new UserException("--rate must be 8000 to 96000, not " + sampleRateHz + ".");
    }
    InputFile input = Inspect.open(in);
    NewFile.write(out, part -> render(input, part));
    return ExitCode.OK;
  }

  private void render(InputFile input, Path part) throws IOException {
    try (InputStream bytes = input.openStream()) {
      play(MidiReader.events(bytes.readAllBytes()), sampleRateHz, soundFont, part);
    } catch (MalformedInputException e) {
      throw new UserException(in + " cannot be rendered: " + e.detail() + ".", e);
    }
  }

  /**
   * Plays a MIDI file's events into a WAV file of 16 bits.
   *
   * @param soundFont null for the JDK's sounds
   * @throws MalformedInputException where there is no note, or the music is too long
   */
  static void play(MidiEvents events, int sampleRateHz, Path soundFont, Path wavFile)
      throws IOException, MalformedInputException {
    float[][] planes = new float[Synth.CHANNELS][BLOCK_SAMPLES];
    try (Synth synth = Synth.open(events, sampleRateHz, Optional.ofNullable(soundFont));
        WavWriter wav = WavWriter.create(wavFile, SampleType.INT16, sampleRateHz, Synth.CHANNELS)) {
      for (int count = synth.read(planes); count >= 0; count = synth.read(planes)) {
        wav.write(planes, count);
      }
    }
  }
}
