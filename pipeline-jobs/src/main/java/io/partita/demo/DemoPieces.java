package io.partita.demo;

import io.partita.MalformedInputException;
import io.partita.audio.MelRecipe;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioPass;
import io.partita.command.model.Generate;
import io.partita.files.Render;
import io.partita.lake.file.NewFile;
import io.partita.lake.run.InputGuard;
import io.partita.lake.run.Spark;
import io.partita.model.archive.BuiltinModel;
import io.partita.model.job.GenerateOptions;
import io.partita.model.train.TrainedModel;
import io.partita.option.ReplaceOption;
import io.partita.picture.SpectrogramPicture;
import io.partita.sample.SampleData;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** What a demo has to listen to and to look at. */
final class DemoPieces {
  /** Seconds of a song. */
  static final double SONG_S = 40;

  /** A rock beat: backbeats, eighths on the hi-hat, a syncopated kick that bar 2 varies. */
  private static final long LOOP_SEED = 17;

  private static final String SONG = "song";
  private static final String CLIP = "clip.png";

  private DemoPieces() {}

  /**
   * Fails where a piece is there already, before any work.
   *
   * @param out folder
   */
  static void claim(Path out, ReplaceOption replace) throws IOException {
    replace.require(
        List.of(out.resolve(SONG + ".mid"), out.resolve(SONG + ".wav"), out.resolve(CLIP)));
    GenerateOptions loop = loopOptions(out, replace);
    loop.files(drums(loop), InputGuard.of(), List.of(), file -> {});
  }

  private static GenerateOptions loopOptions(Path out, ReplaceOption replace) {
    GenerateOptions options = new GenerateOptions();
    options.model = BuiltinModel.LOOPS.option();
    options.out = out.resolve("loop");
    options.seed = LOOP_SEED;
    options.replace = replace;
    return options;
  }

  private static TrainedModel<?> drums(GenerateOptions options) throws IOException {
    return TrainedModel.read(options.model, Spark.hadoopConfiguration());
  }

  /**
   * Writes a part of a song as MIDI and as sound.
   *
   * @param seed of the data set
   * @param out folder
   * @return the sound
   */
  static Path song(long seed, Path out) throws IOException {
    Path midi = out.resolve(SONG + ".mid");
    Path wav = out.resolve(SONG + ".wav");
    NewFile.write(midi, SampleData.excerpt(seed, SONG_S));
    Render render = new Render();
    SpokenCommand.parse("convert", render, midi.toString(), wav.toString());
    render.run();
    return wav;
  }

  /**
   * Lets the drum model that comes with Partita play: MIDI, sound that loops, and a picture.
   *
   * @param out folder
   * @return the sound
   */
  static Path loop(Path out, ReplaceOption replace) throws IOException {
    GenerateOptions options = loopOptions(out, replace);
    TrainedModel<?> drums = drums(options);
    Generate.write(options, drums, SONG_S);
    return options.out.resolve(options.name(drums, 0) + ".wav");
  }

  /**
   * Draws a clip, which is read out of its zip.
   *
   * @param data folder of generated data
   * @param clip name of the member
   * @param out folder
   * @return the picture
   */
  static Path spectrogram(Path data, String clip, Path out) throws IOException {
    Path picture = out.resolve(CLIP);
    try (ZipFile zip = new ZipFile(data.resolve("fma_small.zip").toFile())) {
      SeekableByteChannel bytes =
          new SeekableInMemoryByteChannel(zip.getInputStream(zip.getEntry(clip)).readAllBytes());
      SpectrogramPicture spectrogram = new SpectrogramPicture(MelRecipe.HIFIGAN_22K_80);
      try (AudioPass pass = new AudioPass(bytes, AudioLimits.defaults())) {
        pass.run(MelRecipe.HIFIGAN_22K_80, spectrogram);
      }
      Files.write(picture, spectrogram.png(clip));
      return picture;
    } catch (MalformedInputException e) {
      throw new IllegalStateException("The generator's own clip cannot be read", e);
    }
  }
}
