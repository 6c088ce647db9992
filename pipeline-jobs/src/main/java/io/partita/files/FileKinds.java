package io.partita.files;

import io.partita.model.job.ModelFiles;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** The kinds of files that {@link Inspect} shows. */
final class FileKinds {
  /** The first that a file is of; the last takes what no other does. */
  private static final List<FileKind> ALL =
      Stream.of(
              Stream.of(new AudioKind(), new MsdKind()),
              ModelFiles.all().stream().map(ModelFileKind::new),
              Stream.of(new MidiKind()))
          .<FileKind>flatMap(kinds -> kinds)
          .toList();

  private FileKinds() {}

  static FileKind of(FileKind.Asked file) throws IOException {
    for (FileKind kind : ALL) {
      if (kind.isOf(file)) {
        return kind;
      }
    }
    throw new IllegalStateException("Expected a kind for every file");
  }
}
