package io.partita.ingest.midi;

import io.partita.musicxml.MusicXmlFormat;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * MusicXML files to Parquet. Input: archives or folders with .musicxml, .xml or .mxl files, and a
 * CSV catalog where there is one. Output: the same tables as {@link IngestMidi}; midi_bytes has the
 * MIDI files made of them.
 */
@Command(
    name = "ingest musicxml",
    description = "Ingest a collection of MusicXML files, with its CSV catalog.")
public final class IngestMusicXml implements Callable<Integer> {
  @Mixin private ScoreIngest ingest = new ScoreIngest();

  @Override
  public Integer call() throws IOException {
    return ingest.run(new MusicXmlFormat());
  }
}
