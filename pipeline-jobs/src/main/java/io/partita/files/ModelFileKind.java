package io.partita.files;

import io.partita.MalformedInputException;
import io.partita.model.job.ModelFiles;
import java.io.IOException;
import java.util.Map;

/**
 * Models trained elsewhere. Nothing of them is run.
 *
 * @param files that can be such models
 */
record ModelFileKind(ModelFiles files) implements FileKind {
  @Override
  public boolean isOf(Asked file) throws IOException {
    return files.isOne(file.name(), file.input());
  }

  @Override
  public Map<String, Object> describe(Asked file) throws IOException, MalformedInputException {
    return files.describe(file.name(), file.input());
  }

  @Override
  public String text(Map<String, Object> description) {
    return ModelFileText.of(description);
  }
}
