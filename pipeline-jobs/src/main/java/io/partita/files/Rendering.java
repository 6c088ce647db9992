package io.partita.files;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.AudioFault;
import io.partita.audio.file.SoundFormat;
import io.partita.lake.file.NewFile;
import io.partita.lake.run.StepProgress;
import io.partita.midi.MidiEvents;
import io.partita.option.LoopOption;
import io.partita.option.LoudnessOptions;
import io.partita.output.MusicFiles;
import io.partita.scorefile.ScoreFile;
import io.partita.synth.Synth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import picocli.CommandLine.Mixin;

/** How a MIDI file becomes a sound file. */
final class Rendering {
  @Mixin SynthOptions playing;

  @Mixin private LoopOption loop;

  @Mixin private LoudnessOptions loudness;

  /** Fails on what can be told from the options alone. */
  void check(Path out) {
    playing.check();
    loudness.check(out);
  }

  /** Fails on a name that is of no sound file, or of one that cannot hold this sound. */
  void checkFormat(Path out) {
    SoundFormat.of(out).check(out, playing.sampleRateHz, Synth.CHANNELS);
  }

  /**
   * Writes the sound.
   *
   * @param name of the MIDI file, for messages
   * @throws UserException where the MIDI file cannot be played
   */
  void write(String name, byte[] midi, Path out) throws IOException {
    SoundFormat format = SoundFormat.of(out);
    NewFile.write(out, part -> render(name, midi, format, part, out));
  }

  private void render(String name, byte[] midi, SoundFormat format, Path part, Path out)
      throws IOException {
    try {
      MidiEvents events = ScoreFile.events(midi);
      OptionalLong samples = OptionalLong.empty();
      if (loop.or(false)) {
        samples = OptionalLong.of(playing.loopSamples(name, events.score()));
      }
      render(name, events, samples, format, part, out);
    } catch (MalformedInputException e) {
      String cure =
          e.fault() == AudioFault.TOO_LONG ? "; raise --max-seconds to play all of it" : "";
      throw new UserException(
          Mistake.MALFORMED_FILE, name + " cannot be rendered: " + e.detail() + cure + ".", e);
    }
  }

  private void render(
      String name, MidiEvents events, OptionalLong samples, SoundFormat format, Path part, Path out)
      throws IOException, MalformedInputException {
    try (Synth synth = playing.open(events)) {
      if (format == SoundFormat.WAV) {
        playing.requireRoom(name, synth.endS());
      }
      if (!synth.missing().isEmpty()) {
        System.err.printf(
            Locale.ROOT,
            "%s lacks %s: Java's own sounds play them.%n",
            playing.soundFont,
            String.join(", ", synth.missing()));
      }
      try (StepProgress progress = new StepProgress("Rendering " + name, "seconds")) {
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
        System.err.println(out + " is silent: no note of " + name + " makes a sound.");
      }
    }
  }
}
