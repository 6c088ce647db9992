package io.partita.files;

import io.partita.MalformedInputException;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.Spark;
import java.io.IOException;
import java.util.Map;

/** MIDI files, and whatever else: their reader says what it is instead. */
final class MidiKind implements FileKind {
  @Override
  public boolean isOf(Asked file) {
    return true;
  }

  @Override
  public Map<String, Object> describe(Asked file) throws IOException, MalformedInputException {
    byte[] bytes = InputPath.bytes(file.name(), Spark.hadoopConfiguration());
    return MidiDescription.of(file.name(), bytes, file.notes(), file.scheme());
  }
}
