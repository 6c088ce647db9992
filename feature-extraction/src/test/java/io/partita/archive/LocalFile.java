package io.partita.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file on a local disk. */
public record LocalFile(Path file) implements InputFile {
  @Override
  public String path() {
    return file.toString();
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
    return Files.isRegularFile(other) ? Optional.of(new LocalFile(other)) : Optional.empty();
  }

  @Override
  public SeekableByteChannel openChannel() throws IOException {
    return Files.newByteChannel(file);
  }
}
