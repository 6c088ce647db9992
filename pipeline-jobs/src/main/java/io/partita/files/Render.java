package io.partita.files;

import io.partita.MalformedInputException;
import io.partita.UserException;
import io.partita.archive.InputFile;
import io.partita.audio.AudioFault;
import io.partita.input.InputPath;
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
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private SynthOptions playing;

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
    playing.check();
    loudness.check(out);
    InputFile input = InputPath.file(in, Spark.hadoopConfiguration());
    KeptInputs.of(in).local(playing.soundFont).keepFrom(out);
    NewFile.write(out, part -> render(input, part));
  }

  private void render(InputFile input, Path part) throws IOException {
    try (InputStream bytes = input.openStream();
        Synth synth = playing.open(bytes.readAllBytes())) {
      playing.requireRoom(in, synth.endS());
      if (!synth.missing().isEmpty()) {
        System.err.printf(
            "%s lacks %s: Java's own sounds play them.%n",
            playing.soundFont, String.join(", ", synth.missing()));
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
}
