package io.partita.files;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.AudioFault;
import io.partita.audio.file.SoundFormat;
import io.partita.lake.file.NewFile;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.KeptInputs;
import io.partita.lake.run.Spark;
import io.partita.lake.run.StepProgress;
import io.partita.midi.MidiEvents;
import io.partita.midi.MidiReader;
import io.partita.option.LoopOption;
import io.partita.option.LoudnessOptions;
import io.partita.output.MusicFiles;
import io.partita.output.WrittenFiles;
import io.partita.synth.Synth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Plays a MIDI file into a sound file. */
@Command(
    name = "render",
    description = "Render a MIDI file to audio, with the JDK's sounds or a SoundFont.",
    footer = {
      "",
      "Examples:",
      "  partita render song.mid song.wav",
      "  partita render song.mid song.mp3 --soundfont grand-piano.sf3 --rate 48000",
      "  partita render beat.mid beat.wav --loop",
      "",
      "A loop ends on the bar line after the last note. In .wav and .flac it has exactly as many",
      "samples; .mp3 and .ogg are coded in blocks, and most players leave a gap before they go on."
    })
public final class Render implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "IN.mid", description = "A MIDI file, local or hdfs:.")
  private String in;

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description = "Sound file to write: " + SoundFormat.ENDINGS + "; replaced if it is there.")
  private Path out;

  @Mixin private SynthOptions playing;

  @Mixin private LoopOption loop;

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
    byte[] midi = InputPath.bytes(in, Spark.hadoopConfiguration());
    KeptInputs.of(in).local(playing.soundFont).keepFrom(out);
    SoundFormat format = SoundFormat.of(out);
    format.check(out, playing.sampleRateHz, Synth.CHANNELS);
    NewFile.write(out, part -> render(midi, format, part));
  }

  private void render(byte[] midi, SoundFormat format, Path part) throws IOException {
    try {
      MidiEvents events = MidiReader.events(midi);
      OptionalLong samples = OptionalLong.empty();
      if (loop.or(false)) {
        samples = OptionalLong.of(playing.loopSamples(in, events.score()));
      }
      render(events, samples, format, part);
    } catch (MalformedInputException e) {
      String cure =
          e.fault() == AudioFault.TOO_LONG ? "; raise --max-seconds to play all of it" : "";
      throw new UserException(
          Mistake.MALFORMED_FILE, in + " cannot be rendered: " + e.detail() + cure + ".", e);
    }
  }

  private void render(MidiEvents events, OptionalLong samples, SoundFormat format, Path part)
      throws IOException, MalformedInputException {
    try (Synth synth = playing.open(events)) {
      if (format == SoundFormat.WAV) {
        playing.requireRoom(in, synth.endS());
      }
      if (!synth.missing().isEmpty()) {
        System.err.printf(
            Locale.ROOT,
            "%s lacks %s: Java's own sounds play them.%n",
            playing.soundFont,
            String.join(", ", synth.missing()));
      }
      try (StepProgress progress = new StepProgress("Rendering " + in, "seconds")) {
        long totalS = (long) Math.ceil(synth.endS());
        MusicFiles.play(
            synth,
            part,
            format,
            samples,
            loudness,
            playedS -> progress.show(Math.min((long) playedS, totalS), totalS));
      }
      if (synth.isSilent()) {
        System.err.println(out + " is silent: no note of " + in + " makes a sound.");
      }
    }
  }
}
