package io.partita.lake.input;

import io.partita.archive.ZipDirectory;
import io.partita.lake.input.InputSlice.FileEntry;
import java.util.ArrayList;
import java.util.List;

/** Cuts inputs into slices of about so many bytes. */
record InputSlices(long sliceBytes, List<InputSlice> slices) {
  private static final int SLICE_FILES = 10_000;

  void zip(int source, String file, List<ZipDirectory.Entry> entries) {
    int from = 0;
    long bytes = 0;
    for (int i = 0; i < entries.size(); i++) {
      bytes += entries.get(i).compressedBytes();
      if (bytes >= sliceBytes || i + 1 - from == SLICE_FILES || i + 1 == entries.size()) {
        slices.add(
            new InputSlice.ZipEntries(source, file, new ArrayList<>(entries.subList(from, i + 1))));
        from = i + 1;
        bytes = 0;
      }
    }
  }

  void folder(int source, List<FileEntry> files) {
    int from = 0;
    long bytes = 0;
    for (int i = 0; i < files.size(); i++) {
      bytes += files.get(i).sizeBytes();
      if (bytes >= sliceBytes || i + 1 - from == SLICE_FILES || i + 1 == files.size()) {
        slices.add(new InputSlice.Files(source, from, new ArrayList<>(files.subList(from, i + 1))));
        from = i + 1;
        bytes = 0;
      }
    }
  }
}
