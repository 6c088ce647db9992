package io.partita.files;

import io.partita.lake.file.NewFile;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.KeptInputs;
import io.partita.midi.MidiWriter;
import io.partita.model.latent.GivenFile;
import io.partita.musicxml.MusicXmlReader;
import io.partita.output.WrittenFiles;
import io.partita.score.Score;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A score as a MIDI file. */
@Command(
    name = "convert",
    description = "Convert a MusicXML file to a MIDI file.",
    footer = {"", "Example:", "  partita convert song.mxl song.mid --expand-repeats"})
public final class MusicXmlToMidi implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "IN.mxl", description = "A MusicXML file, local or hdfs:.")
  private String in;

  @Parameters(index = "1", paramLabel = "OUT.mid", description = "The MIDI file to write.")
  private Path out;

  @Option(
      names = "--expand-repeats",
      description = "Play repeats, endings, da capo and dal segno (default: as written).")
  private boolean expandRepeats;

  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws IOException {
    KeptInputs.of(in).keepFrom(out);
    Score score =
        GivenFile.read(in, file -> MusicXmlReader.read(file, Integer.MAX_VALUE, expandRepeats));
    NewFile.write(out, MidiWriter.write(score));
    written.wrote(out);
    System.err.printf(Locale.ROOT, "Wrote %s: %d notes.%n", out, score.notes().size());
    return ExitCode.OK;
  }
}
