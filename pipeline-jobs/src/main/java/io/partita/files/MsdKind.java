package io.partita.files;

import io.partita.MalformedInputException;
import java.io.IOException;
import java.util.Map;

/** Million Song files, of one song or a summary. */
final class MsdKind implements FileKind {
  @Override
  public boolean isOf(Asked file) throws IOException {
    return MsdDescription.isOf(file.name(), file.input());
  }

  @Override
  public Map<String, Object> describe(Asked file) throws IOException, MalformedInputException {
    return MsdDescription.of(file.name(), file.input());
  }
}
