package io.partita.files;

import io.partita.audio.file.SoundFormat;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.InputGuard;
import io.partita.lake.run.Spark;
import io.partita.output.WrittenFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Plays a MIDI file into a sound file. */
@Command(
    name = "convert",
    description = "Render a MIDI file to audio, with the JDK's sounds or a SoundFont.")
public final class Render implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "IN.mid",
      description = "A MIDI file, local, hdfs: or s3a:.")
  private String in;

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description = "Sound file to write: " + SoundFormat.ENDINGS + "; overwritten if it exists.")
  private Path out;

  @Mixin private Rendering rendering;

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
    rendering.check(out);
    byte[] midi = InputPath.bytes(in, Spark.hadoopConfiguration());
    InputGuard.of(in).local(rendering.playing.soundFont).keepFrom(out);
    rendering.checkFormat(out);
    rendering.write(in, midi, out);
  }
}
