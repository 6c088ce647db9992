package io.partita.files;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.archive.InputFile;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioPass;
import io.partita.audio.file.AudioSummary;
import io.partita.audio.file.SoundFormat;
import io.partita.audio.file.SoundSink;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.lake.file.NewFile;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.InputGuard;
import io.partita.lake.run.Spark;
import io.partita.output.WrittenFiles;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decodes an audio file: its own rate and channels; as WAV or FLAC no sample more or less. */
@Command(
    name = "convert",
    description = "Convert an audio file to the format of OUT's extension, or to WAV.")
public final class Decode implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "IN", description = "An audio file, local, hdfs: or s3a:.")
  private String in;

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description = "Sound file to write: " + SoundFormat.ENDINGS + "; overwritten if it exists.")
  private Path out;

  @Option(
      names = "--float",
      description = "Write 32-bit floats to .wav instead of 16-bit integers.")
  private boolean isFloat;

  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws IOException {
    InputFile input = InputPath.file(in, Spark.hadoopConfiguration());
    InputGuard.of(in).keepFrom(out);
    SoundFormat format = SoundFormat.of(out);
    SampleType type = format.type(out, isFloat);
    NewFile.write(out, part -> decode(input, format, type, part));
    written.wrote(out);
    return ExitCode.OK;
  }

  private void decode(InputFile input, SoundFormat format, SampleType type, Path part)
      throws IOException {
    try (SeekableByteChannel bytes = input.openChannel();
        AudioPass pass = new AudioPass(bytes, AudioLimits.defaults())) {
      AudioSummary start = pass.summary();
      int rateHz = start.format().sampleRateHz();
      int channels = start.format().channels();
      format.check(out, rateHz, channels);
      try (SoundSink sink = format.create(part, type, rateHz, channels)) {
        pass.run(sink::write);
      }
      AudioSummary summary = pass.summary();
      System.err.printf(
          Locale.ROOT,
          "%s: %,d samples of %d channels at %,d Hz, %.3f s, %d decode errors%n",
          out,
          summary.nSamples(),
          summary.format().channels(),
          summary.format().sampleRateHz(),
          summary.durationS(),
          summary.decodeErrors());
    } catch (MalformedInputException e) {
      throw new UserException(
          Mistake.MALFORMED_FILE, in + " cannot be decoded: " + e.detail() + ".", e);
    }
  }
}
