package io.partita.files;

import java.io.IOException;
import java.util.List;

/** The kinds of files that {@link Inspect} shows. */
final class FileKinds {
  /** The first that a file is of; the last takes what no other does. */
  private static final List<FileKind> ALL =
      List.of(new AudioKind(), new MsdKind(), new HostedKind(), new MidiKind());

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
