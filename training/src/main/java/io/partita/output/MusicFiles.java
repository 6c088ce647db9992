package io.partita.output;

import io.partita.MalformedInputException;
import io.partita.UserException;
import io.partita.audio.Loudness;
import io.partita.audio.file.ClipWav;
import io.partita.audio.file.LevelledSound;
import io.partita.audio.file.SoundFormat;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.lake.file.Json;
import io.partita.lake.file.NewFile;
import io.partita.lake.file.NewFolder;
import io.partita.lake.run.InputGuard;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.option.LoudnessOptions;
import io.partita.option.ReplaceOption;
import io.partita.score.Score;
import io.partita.score.Track;
import io.partita.synth.LoopLength;
import io.partita.synth.Synth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;

/** A folder of what a model made: what to play, what to hear, what to see, where it comes from. */
public final class MusicFiles {
  /** What is written of a piece. */
  public enum Kind {
    MID,
    WAV,
    PNG,
    JSON;

    private String of(String name) {
      return name + "." + name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int SAMPLE_RATE_HZ = 44_100;
  private static final int BLOCK_SAMPLES = 4096;

  private final Path folder;
  private final LoudnessOptions loudness;
  private final ReplaceOption replace;
  private final Consumer<Path> written;
  private final Set<Kind> kinds;

  private MusicFiles(
      Path folder,
      LoudnessOptions loudness,
      ReplaceOption replace,
      Consumer<Path> written,
      Set<Kind> kinds) {
    this.folder = folder;
    this.loudness = loudness;
    this.replace = replace;
    this.written = written;
    this.kinds = kinds;
  }

  /**
   * The folder of {@code --out}, made if need be.
   *
   * @param loudness of the WAV files
   * @param written listener that is told of each file once it is there
   * @throws UserException where it is a file, or nothing can be written into it
   */
  public static MusicFiles in(
      Path out, LoudnessOptions loudness, ReplaceOption replace, Consumer<Path> written)
      throws IOException {
    loudness.lufs(); // a mistake leaves no folder
    return new MusicFiles(
        NewFolder.make("--out " + out, out), loudness, replace, written, EnumSet.allOf(Kind.class));
  }

  /** The same folder for files of some kinds alone: what is not written is not made. */
  public MusicFiles only(Set<Kind> wanted) {
    return new MusicFiles(folder, loudness, replace, written, wanted);
  }

  /**
   * To be called before any work.
   *
   * @param names of which files are going to be made
   * @throws UserException if one of them would replace an input or, without {@code --replace}, any
   *     file
   */
  public void claim(InputGuard inputs, Iterable<String> names) throws IOException {
    for (String name : names) {
      for (Kind kind : Kind.values()) {
        Path file = folder.resolve(kind.of(name));
        inputs.keepFrom(file);
        replace.require(List.of(file));
      }
    }
  }

  /** Deletes the NAME.json of an earlier run, whose other files are about to be replaced. */
  public void withdraw(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(Kind.JSON.of(name)));
  }

  /** Writes NAME.mid. */
  public void midi(String name, Score score) throws IOException {
    write(Kind.MID, name, part -> Files.write(part, MidiWriter.write(score)));
  }

  /**
   * Writes NAME.mid and NAME.wav; a score without a note is silence of its length.
   *
   * @param isLoop whether the sound is that of its bars, to be played round and round
   */
  public void midiAndWav(String name, Score score, boolean isLoop) throws IOException {
    midi(name, score);
    write(Kind.WAV, name, part -> play(score, part, isLoop));
  }

  /**
   * Writes NAME.wav of mono samples without their mean. Below 8 kHz, where no loudness is defined,
   * samples at a level come as many dB below full scale as the loudness is LUFS.
   *
   * @param samples finite
   * @param level a root mean square above 0: that of these samples, or of what they are to be
   *     compared with
   */
  public void sound(String name, float[] samples, int sampleRateHz, double level)
      throws IOException {
    OptionalDouble lufs = loudness.lufs();
    write(
        Kind.WAV,
        name,
        part -> {
          if (sampleRateHz < Loudness.LEAST_HZ) {
            double gain = lufs.isPresent() ? Math.pow(10, lufs.getAsDouble() / 20) / level : 1;
            ClipWav.write(part, samples, sampleRateHz, gain);
            return;
          }
          loudness.write(part, SoundFormat.WAV, sampleRateHz, samples);
        });
  }

  /** Writes NAME.wav of mono samples as they are; those beyond [−1, 1] are clipped. */
  public void raw(String name, float[] samples, int sampleRateHz) throws IOException {
    write(
        Kind.WAV,
        name,
        part -> SoundFormat.WAV.write(part, SampleType.INT16, sampleRateHz, samples));
  }

  /** Writes NAME.png. */
  public void picture(String name, byte[] png) throws IOException {
    picture(name, () -> png);
  }

  /** Writes NAME.png, which is drawn only if it is wanted. */
  public void picture(String name, Supplier<byte[]> png) throws IOException {
    write(Kind.PNG, name, part -> Files.write(part, png.get()));
  }

  /**
   * Writes NAME.json, to be written last: where it is, the others are whole.
   *
   * @param provenance to which the loudness of the WAV files is added
   */
  public void provenance(String name, Map<String, Object> provenance) throws IOException {
    OptionalDouble lufs = loudness.lufs();
    provenance.put("loudness_lufs", lufs.isPresent() ? lufs.getAsDouble() : null);
    write(Kind.JSON, name, part -> Json.INDENTED.writeValue(part.toFile(), provenance));
  }

  private void write(Kind kind, String name, NewFile.Writing writing) throws IOException {
    if (!kinds.contains(kind)) {
      return;
    }
    Path whole = folder.resolve(kind.of(name));
    NewFile.write(whole, writing);
    written.accept(whole);
  }

  private void play(Score score, Path wav, boolean isLoop) throws IOException {
    if (score.notes().size() == 0) {
      silence(score, wav);
      return;
    }
    try (Synth synth =
        Synth.open(MidiReader.events(MidiWriter.write(score)), SAMPLE_RATE_HZ, Optional.empty())) {
      OptionalLong loop = isLoop ? loopSamples(score, SAMPLE_RATE_HZ) : OptionalLong.empty();
      play(synth, wav, SoundFormat.WAV, loop, loudness, playedS -> {});
    } catch (MalformedInputException e) {
      throw new IllegalStateException("What was just made cannot be played", e);
    }
  }

  /** Samples of a piece's whole bars; nothing where it has none. */
  public static OptionalLong loopSamples(Score score, int sampleRateHz) {
    return LoopLength.of(score)
        .map(loop -> OptionalLong.of(Math.round(loop.seconds() * sampleRateHz)))
        .orElse(OptionalLong.empty());
  }

  /**
   * Plays a piece into a sound file.
   *
   * @param loop samples of a loop, which what rings on is added to; nothing to let it ring
   * @param loudness of the file
   * @param played listener that is told how many seconds are
   * @throws MalformedInputException where the synthesizer fails
   */
  public static void play(
      Synth synth,
      Path file,
      SoundFormat format,
      OptionalLong loop,
      LoudnessOptions loudness,
      DoubleConsumer played)
      throws IOException, MalformedInputException {
    float[][] planes = new float[Synth.CHANNELS][BLOCK_SAMPLES];
    try (LevelledSound wav =
        loudness.create(file, format, synth.sampleRateHz(), Synth.CHANNELS, loop)) {
      for (int count = synth.read(planes); count >= 0; count = synth.read(planes)) {
        wav.write(planes, count);
        played.accept(synth.playedS());
      }
      wav.finish();
    }
  }

  private void silence(Score score, Path wavFile) throws IOException {
    long endTick = score.tracks().stream().mapToLong(Track::endTick).max().orElse(0);
    int samples = (int) Math.round(score.tempoMap().secondsAt(endTick) * SAMPLE_RATE_HZ);
    loudness.write(wavFile, SoundFormat.WAV, SAMPLE_RATE_HZ, new float[Synth.CHANNELS][samples]);
  }
}
