package io.partita.files;

import io.partita.MalformedInputException;
import io.partita.UserException;
import io.partita.archive.InputFile;
import io.partita.audio.AudioFault;
import io.partita.audio.file.WavWriter;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.input.InputPath;
import io.partita.midi.MidiReader;
import io.partita.run.ExitCode;
import io.partita.run.KeptInputs;
import io.partita.run.LoudnessOptions;
import io.partita.run.MusicFiles;
import io.partita.run.NewFile;
import io.partita.run.Spark;
import io.partita.run.StepProgress;
import io.partita.run.WrittenFiles;
import io.partita.synth.Synth;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  @Parameters(index = "0", paramLabel = "IN.mid", description = "A MIDI file, local or hdfs:.")
  private String in;

  @Parameters(
      index = "1",
      paramLabel = "OUT.wav",
      description = "WAV file to write; replaced if it is there.")
  private Path out;

  @Option(
      names = "--soundfont",
      paramLabel = "FILE",
      description = "An .sf2 or .dls file; instruments that it lacks are the JDK's, and named.")
  private Path soundFont;

  @Option(
      names = "--rate",
      paramLabel = "HZ",
      description = "Sample rate in Hz, 8000 to 96000 (default: ${DEFAULT-VALUE}).")
  private int sampleRateHz = 44_100;

  @Option(
      names = "--max-seconds",
      paramLabel = "S",
      description =
          "Longest playing time, in seconds; a file that lasts longer is refused (default:"
              + " ${DEFAULT-VALUE}, four hours).")
  private long maxSeconds = Synth.MAX_DURATION_S;

  @Mixin private LoudnessOptions loudness;

  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws IOException {
    run();
    written.add(out);
    written.end();
    return ExitCode.OK;
  }

  /** Writes the file. */
  public void run() throws IOException {
    if (sampleRateHz < 8_000 || sampleRateHz > 96_000) {
      throw new UserException("--rate must be 8000 to 96000, not " + sampleRateHz + ".");
    }
    if (maxSeconds < 1) {
      throw new UserException("--max-seconds must be at least 1, not " + maxSeconds + ".");
    }
    loudness.check(out);
    InputFile input = InputPath.file(in, Spark.hadoopConfiguration());
    KeptInputs.of(in).local(soundFont).keepFrom(out);
    NewFile.write(out, part -> render(input, part));
  }

  private void render(InputFile input, Path part) throws IOException {
    try (InputStream bytes = input.openStream();
        Synth synth =
            Synth.open(
                MidiReader.events(bytes.readAllBytes()),
                sampleRateHz,
                Optional.ofNullable(soundFont),
                maxSeconds)) {
      requireRoom(synth);
      if (!synth.missing().isEmpty()) {
        System.err.printf(
            "%s lacks %s: Java's own sounds play them.%n",
            soundFont, String.join(", ", synth.missing()));
      }
      try (StepProgress progress = new StepProgress("Rendering " + in, "seconds")) {
        long totalS = (long) Math.ceil(synth.endS());
        MusicFiles.play(
            synth,
            part,
            loudness,
            playedS -> progress.show(Math.min((long) playedS, totalS), totalS));
      }
      if (synth.isSilent()) {
        System.err.println(out + " is silent: no note of " + in + " makes a sound.");
      }
    } catch (MalformedInputException e) {
      String cure =
          e.fault() == AudioFault.TOO_LONG ? "; raise --max-seconds to play all of it" : "";
      throw new UserException(in + " cannot be rendered: " + e.detail() + cure + ".", e);
    }
  }

  private void requireRoom(Synth synth) {
    double samples = (synth.endS() + Synth.MAX_FADE_S) * sampleRateHz;
    if (samples > WavWriter.mostSamples(SampleType.INT16, Synth.CHANNELS)) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "%s cannot be rendered: its %.0f s at %d Hz do not fit into a WAV file of 4 GiB;"
                  + " give a lower --rate.",
              in,
              synth.endS(),
              sampleRateHz));
    }
  }
}
