package io.partita.ingest.midi;

import io.partita.abc.AbcFormat;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * ABC notation to Parquet. Input: archives or folders with .abc files, and a CSV catalog where
 * there is one. Output: the same tables as {@link IngestMidi}, with each tune of a file as a piece
 * of its own, {@code file.abc#3}; midi_bytes has the MIDI files made of them.
 */
@Command(
    name = "ingest abc",
    description = "Ingest a collection of tunes in ABC notation, with its CSV catalog.")
public final class IngestAbc implements Callable<Integer> {
  @Mixin private ScoreIngest ingest = new ScoreIngest();

  @Override
  public Integer call() throws IOException {
    return ingest.run(new AbcFormat());
  }
}
