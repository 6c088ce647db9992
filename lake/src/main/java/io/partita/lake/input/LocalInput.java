package io.partita.lake.input;

import io.partita.archive.InputFile;
import io.partita.archive.LocalName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A local file of any name, read without Hadoop, whose paths cannot hold every name. */
record LocalInput(Path file) implements InputFile {
  @Override
  public String path() {
    // Without its folder: rows about a damaged archive must not depend on where it lies.
    String path = LocalName.text(file);
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public long size() throws IOException {
    return Files.size(file);
  }

  @Override
  public InputStream openStream() throws IOException {
    return Files.newInputStream(file);
  }

  @Override
  public Optional<InputFile> beside(String name) {
    Path other = file.resolveSibling(name);
    return Files.isRegularFile(other) ? Optional.of(new LocalInput(other)) : Optional.empty();
  }

  @Override
  public SeekableByteChannel openChannel() throws IOException {
    return Files.newByteChannel(file);
  }
}
