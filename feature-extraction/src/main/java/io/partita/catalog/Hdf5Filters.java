package io.partita.catalog;

import io.jhdf.filter.FletcherChecksumFilter;
import io.jhdf.object.message.FilterPipelineMessage;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import io.partita.catalog.Hdf5Storage.Defect;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What was done to a chunk before it was stored, and undone here: deflate, shuffle, Fletcher-32.
 */
final class Hdf5Filters {
  static final Hdf5Filters NONE = new Hdf5Filters(List.of());

  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final int FLETCHER32 = 3;
  private static final int FLETCHER32_BYTES = 4;

  /** zlib makes no more than 1,032 bytes of one. */
  private static final long MOST_EXPANSION = 1_032;

  private final List<FilterInfo> filters;

  private Hdf5Filters(List<FilterInfo> filters) {
    this.filters = filters;
  }

  static Hdf5Filters of(FilterPipelineMessage message, String path, long byteOffset) {
    for (FilterInfo filter : message.getFilters()) {
      boolean known =
          filter.getId() == DEFLATE
              || filter.getId() == FLETCHER32
              || (filter.getId() == SHUFFLE && filter.getData().length > 0);
      if (!known) {
        throw new Defect(
            Hdf5Fault.UNSUPPORTED_STORAGE,
            byteOffset,
            "Expected deflate, shuffle or Fletcher-32 on %s, got filter %d (%s)"
                .formatted(path, filter.getId(), filter.getName()));
      }
    }
    return new Hdf5Filters(List.copyOf(message.getFilters()));
  }

  /** The stored bytes are not what the filters left. */
  static final class Undoable extends Exception {
    private static final long serialVersionUID = 1L;

    Undoable(String detail) {
      super(detail);
    }
  }

  /**
   * Undoes the filters, last first.
   *
   * @param skipped the filters, by their place, that this chunk went without
   * @return the rows, left in shuffled order where that is by whole rows
   */
  RowBlock undo(
      byte[] stored, BitSet skipped, int rows, int rowBytes, int members, Inflater inflater)
      throws Undoable {
    int chunkBytes = rows * rowBytes;
    byte[] bytes = stored;
    boolean shuffled = false;
    for (int i = filters.size() - 1; i >= 0; i--) {
      if (skipped.get(i)) {
        continue;
      }
      FilterInfo filter = filters.get(i);
      switch (filter.getId()) {
        case DEFLATE -> bytes = inflate(bytes, chunkBytes, inflater);
        case FLETCHER32 -> bytes = withoutChecksum(bytes);
        default -> {
          int elementBytes = filter.getData()[0];
          if (i == 0 && elementBytes == rowBytes) {
            shuffled = true;
          } else {
            bytes = unshuffle(bytes, elementBytes);
          }
        }
      }
    }
    if (bytes.length != chunkBytes) {
      throw new Undoable("expected %,d bytes, got %,d".formatted(chunkBytes, bytes.length));
    }
    return new RowBlock(bytes, rows, rowBytes, shuffled, members);
  }

  private static byte[] inflate(byte[] deflated, int chunkBytes, Inflater inflater)
      throws Undoable {
    if (chunkBytes > MOST_EXPANSION * deflated.length) {
      throw new Undoable(
          "expected %,d bytes, more than %,d can be inflated to"
              .formatted(chunkBytes, deflated.length));
    }
    byte[] bytes = new byte[chunkBytes + FLETCHER32_BYTES]; // room for a checksum inside
    inflater.reset();
    inflater.setInput(deflated);
    int length = 0;
    try {
      while (!inflater.finished() && length < bytes.length) {
        int more = inflater.inflate(bytes, length, bytes.length - length);
        if (more == 0 && !inflater.finished()) {
          throw new Undoable("the zlib stream ends after %,d bytes".formatted(length));
        }
        length += more;
      }
    } catch (DataFormatException e) {
      throw new Undoable(
          "after %,d bytes the zlib stream says %s".formatted(length, e.getMessage()));
    }
    return Arrays.copyOf(bytes, length);
  }

  private static byte[] withoutChecksum(byte[] bytes) throws Undoable {
    try {
      return new FletcherChecksumFilter().decode(bytes, new int[0]);
    } catch (RuntimeException e) {
      throw new Undoable("the Fletcher-32 checksum does not match");
    }
  }

  /** Bytes that do not fill an element stand unshuffled at the end. */
  private static byte[] unshuffle(byte[] shuffled, int elementBytes) {
    if (elementBytes <= 1) {
      return shuffled;
    }
    int elements = shuffled.length / elementBytes;
    byte[] bytes = shuffled.clone();
    for (int plane = 0, from = 0; plane < elementBytes && elements > 0; plane++) {
      for (int to = plane; to < elements * elementBytes; to += elementBytes) {
        bytes[to] = shuffled[from++];
      }
    }
    return bytes;
  }
}
