package io.partita.hdf5;

import io.jhdf.filter.FletcherChecksumFilter;
import io.jhdf.object.message.FilterPipelineMessage;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import io.partita.hdf5.Hdf5Storage.Defect;
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

  /** The format's own limit: a chunk's mask has a bit for each. */
  private static final int MOST_FILTERS = 32;

  /** zlib makes no more than 1,032 bytes of one. */
  private static final long MOST_EXPANSION = 1_032;

  private final List<FilterInfo> filters;

  private Hdf5Filters(List<FilterInfo> filters) {
    this.filters = filters;
  }

  static Hdf5Filters of(FilterPipelineMessage message, String path, long byteOffset) {
    if (message.getFilters().size() > MOST_FILTERS) {
      throw new Defect(
          Hdf5Fault.UNSUPPORTED_STORAGE,
          byteOffset,
          "Expected at most %d filters on %s, got %d"
              .formatted(MOST_FILTERS, path, message.getFilters().size()));
    }
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
  static final class FilterMismatch extends Exception {
    private static final long serialVersionUID = 1L;

    FilterMismatch(String detail) {
      super(detail);
    }
  }

  /**
   * Undoes the filters, last first.
   *
   * @param skipped the filters that this chunk went without, bit n for filter n
   * @return the rows, left in shuffled order where that is by whole rows
   */
  RowBlock undo(byte[] stored, int skipped, int rows, int rowBytes, int members, Inflater inflater)
      throws FilterMismatch {
    int chunkBytes = rows * rowBytes;
    byte[] bytes = stored;
    boolean shuffled = false;
    for (int i = filters.size() - 1; i >= 0; i--) {
      if (((skipped >> i) & 1) == 1) {
        continue;
      }
      FilterInfo filter = filters.get(i);
      switch (filter.getId()) {
        case DEFLATE -> bytes = inflate(bytes, chunkBytes + checksumBytes(i, skipped), inflater);
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
      throw new FilterMismatch("expected %,d bytes, got %,d".formatted(chunkBytes, bytes.length));
    }
    return new RowBlock(bytes, rows, rowBytes, shuffled, members);
  }

  /** What the checksums add that were taken before filter {@code number}. */
  private int checksumBytes(int number, int skipped) {
    int bytes = 0;
    for (int i = 0; i < number; i++) {
      if (filters.get(i).getId() == FLETCHER32 && ((skipped >> i) & 1) == 0) {
        bytes += FLETCHER32_BYTES;
      }
    }
    return bytes;
  }

  /** Inflates to exactly {@code length} bytes, so that zlib's own checksum is verified too. */
  private static byte[] inflate(byte[] deflated, int length, Inflater inflater)
      throws FilterMismatch {
    if (length > MOST_EXPANSION * deflated.length) {
      throw new FilterMismatch(
          "expected %,d bytes, more than %,d can be inflated to"
              .formatted(length, deflated.length));
    }
    byte[] bytes = new byte[length];
    inflater.reset();
    inflater.setInput(deflated);
    int done = 0;
    try {
      while (done < length) {
        int more = inflater.inflate(bytes, done, length - done);
        if (more == 0) {
          throw new FilterMismatch(
              "expected %,d bytes, the zlib stream ends after %,d".formatted(length, done));
        }
        done += more;
      }
      if (inflater.inflate(new byte[1]) > 0) {
        throw new FilterMismatch("expected %,d bytes, the zlib stream goes on".formatted(length));
      }
      if (!inflater.finished()) {
        throw new FilterMismatch("the zlib stream is cut short in its checksum");
      }
    } catch (DataFormatException e) {
      throw new FilterMismatch(
          "after %,d bytes the zlib stream says %s".formatted(done, e.getMessage()));
    }
    return bytes;
  }

  private static byte[] withoutChecksum(byte[] bytes) throws FilterMismatch {
    try {
      return new FletcherChecksumFilter().decode(bytes, new int[0]);
    } catch (RuntimeException e) {
      throw new FilterMismatch("the Fletcher-32 checksum does not match");
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
