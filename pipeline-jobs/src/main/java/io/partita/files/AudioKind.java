package io.partita.files;

import io.partita.MalformedInputException;
import io.partita.audio.file.AudioName;
import java.io.IOException;
import java.util.Map;

/** Audio by its name, or by what is to be drawn of it. */
final class AudioKind implements FileKind {
  @Override
  public boolean isOf(Asked file) {
    return AudioName.is(file.name()) || file.pictures().areAsked();
  }

  @Override
  public Map<String, Object> describe(Asked file) throws IOException, MalformedInputException {
    return file.pictures().describe(file.name(), file.input());
  }
}
