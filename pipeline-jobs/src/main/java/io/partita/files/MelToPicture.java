package io.partita.files;

import io.partita.lake.file.NewFile;
import io.partita.lake.run.ExitCode;
import io.partita.output.WrittenFiles;
import io.partita.picture.SpectrogramPicture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A picture of a log-mel spectrogram, with its times, frequencies and levels. */
@Command(name = "convert", description = "Draw a mel spectrogram as a PNG picture.")
public final class MelToPicture implements Callable<Integer> {
  @Mixin private MelInput input;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "OUT.png",
      description = "Picture to write.")
  private Path out;

  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws Exception {
    input.keepFrom(out);
    NewFile.require(out);
    MelFrames mel = input.read();
    SpectrogramPicture picture = new SpectrogramPicture(mel.recipe());
    for (float[] frame : mel.frames()) {
      picture.frame(frame);
    }
    byte[] png = picture.png(String.valueOf(out.getFileName()));
    NewFile.write(out, part -> Files.write(part, png));
    written.add(out);
    written.end();
    return ExitCode.OK;
  }
}
