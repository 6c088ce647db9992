package io.partita.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A local file of any name, read without Hadoop, whose paths cannot hold every name.
 *
 * @param path that rows name it by
 */
public record LocalInput(Path file, String path) implements InputFile {
  /** By its name without the folder: rows about a damaged archive do not depend on where it is. */
  public LocalInput(Path file) {
    this(file, LocalName.text(file).replaceFirst("^.*/", ""));
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
