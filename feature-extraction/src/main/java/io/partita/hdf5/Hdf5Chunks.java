package io.partita.hdf5;

import io.jhdf.Constants;
import io.jhdf.ObjectHeader;
import io.jhdf.btree.BTreeV1;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessage;
import io.jhdf.object.message.FilterPipelineMessage;
import io.partita.MalformedInputException;
import io.partita.hdf5.Hdf5Storage.Defect;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.zip.Inflater;

/**
 * The stored pieces of a dataset: chunk n holds the rows from n × {@link #chunkRows} on. A
 * contiguous dataset is cut into such pieces too. Safe for threads, each with its own inflater.
 */
public final class Hdf5Chunks {
  /** PyTables and h5py go up to 1 MiB or so; a chunk is allocated at once. */
  private static final int MOST_CHUNK_BYTES = 16 << 20;

  private static final int CONTIGUOUS_BYTES = 1 << 16;

  private final Hdf5Storage storage;
  private final String path;
  private final int rowBytes;
  private final int chunkRows;
  private final long[] addresses;
  private final int[] storedBytes;

  /** Of each chunk the filters it went without, bit n for filter n. */
  private final int[] skippedFilters;

  private final BitSet present = new BitSet();
  private final Hdf5Filters filters;

  private Hdf5Chunks(
      Hdf5Storage storage,
      String path,
      int rowBytes,
      int chunkRows,
      int count,
      Hdf5Filters filters) {
    this.storage = storage;
    this.path = path;
    this.rowBytes = rowBytes;
    this.chunkRows = chunkRows;
    this.addresses = new long[count];
    this.storedBytes = new int[count];
    this.skippedFilters = new int[count];
    this.filters = filters;
  }

  /** Chunks under a B-tree of version 1. Each that has rows must be there. */
  static Hdf5Chunks indexed(
      Hdf5Storage storage,
      ObjectHeader header,
      ChunkedDataLayoutMessage layout,
      String path,
      int rows,
      int rowBytes) {
    int[] chunk = layout.getChunkDimensions();
    long rootAddress = layout.getBTreeAddress();
    long byteOffset = storage.offset(rootAddress);
    int elementBytes = layout.getSize();
    long chunkRowBytes = chunk.length == 1 ? elementBytes : (long) elementBytes * chunk[1];
    if (chunk.length > 2
        || chunkRowBytes != rowBytes
        || chunk[0] < 1
        || chunk[0] > MOST_CHUNK_BYTES / rowBytes) {
      throw new Defect(
          Hdf5Fault.BAD_TABLE,
          byteOffset,
          "Expected chunks of whole rows of %,d bytes and of at most %,d bytes in %s, got %s × %,d"
              .formatted(rowBytes, MOST_CHUNK_BYTES, path, Arrays.toString(chunk), elementBytes));
    }
    Hdf5Filters filters =
        header.hasMessageOfType(FilterPipelineMessage.class)
            ? Hdf5Filters.of(header.getMessageOfType(FilterPipelineMessage.class), path, byteOffset)
            : Hdf5Filters.NONE;
    List<Chunk> stored =
        rows == 0 || rootAddress == Constants.UNDEFINED_ADDRESS
            ? List.of()
            : BTreeV1.createDataBTree(storage, rootAddress, chunk.length).getChunks();
    int count = count(rows, chunk[0]);
    if (count > stored.size()) {
      throw new Defect(
          Hdf5Fault.CORRUPT_CHUNK,
          byteOffset,
          "Expected %,d chunks for the %,d rows of %s, the index has %,d"
              .formatted(count, rows, path, stored.size()));
    }
    Hdf5Chunks chunks = new Hdf5Chunks(storage, path, rowBytes, chunk[0], count, filters);
    stored.forEach(chunks::put);
    chunks.requireComplete(byteOffset);
    return chunks;
  }

  /** Each chunk must be there, and all together be no more than the file. */
  private void requireComplete(long byteOffset) {
    long total = 0;
    for (int i = 0; i < addresses.length; i++) {
      if (!present.get(i)) {
        throw new Defect(
            Hdf5Fault.CORRUPT_CHUNK,
            byteOffset,
            "Expected a chunk for row %,d of %s, the index has none"
                .formatted((long) i * chunkRows, path));
      }
      total += Math.max(0, storedBytes[i]);
    }
    if (total > storage.size()) {
      throw new Defect(
          Hdf5Fault.CORRUPT_CHUNK,
          byteOffset,
          "Expected the chunks of %s to lie apart, they add up to %,d bytes in a file of %,d"
              .formatted(path, total, storage.size()));
    }
  }

  private void put(Chunk chunk) {
    long[] offset = chunk.getChunkOffset();
    long number = offset[0] / chunkRows;
    if (number >= 0 && number < addresses.length && offset[0] % chunkRows == 0) {
      addresses[(int) number] = chunk.getAddress();
      storedBytes[(int) number] = chunk.getSize();
      long[] mask = chunk.getFilterMask().toLongArray();
      skippedFilters[(int) number] = mask.length == 0 ? 0 : (int) mask[0];
      present.set((int) number);
    }
  }

  /** Rows one after the other from {@code address} on. */
  static Hdf5Chunks contiguous(
      Hdf5Storage storage, long address, String path, int rows, int rowBytes) {
    long bytes = (long) rows * rowBytes;
    if (rows > 0 && (address < 0 || bytes > storage.size() - address)) {
      throw new Defect(
          Hdf5Fault.CORRUPT_CHUNK,
          storage.offset(address),
          "Expected %,d bytes of %s at address %,d, the file has %,d bytes"
              .formatted(bytes, path, address, storage.size()));
    }
    int chunkRows = Math.max(1, CONTIGUOUS_BYTES / rowBytes);
    Hdf5Chunks chunks =
        new Hdf5Chunks(
            storage, path, rowBytes, chunkRows, count(rows, chunkRows), Hdf5Filters.NONE);
    for (int i = 0; i < chunks.addresses.length; i++) {
      long from = (long) i * chunkRows * rowBytes;
      chunks.addresses[i] = address + from;
      chunks.storedBytes[i] = (int) Math.min((long) chunkRows * rowBytes, bytes - from);
    }
    return chunks;
  }

  private static int count(int rows, int chunkRows) {
    return (int) (((long) rows + chunkRows - 1) / chunkRows);
  }

  public int chunkRows() {
    return chunkRows;
  }

  /**
   * Reads chunk {@code number} and undoes its filters.
   *
   * @param members the most members a row will be asked for
   * @throws MalformedInputException CORRUPT_CHUNK if it is not what its rows need
   */
  public RowBlock read(int number, int members, Inflater inflater)
      throws IOException, MalformedInputException {
    long byteOffset = storage.offset(addresses[number]);
    try {
      byte[] stored =
          Hdf5File.read(byteOffset, () -> storage.bytes(addresses[number], storedBytes[number]));
      int rows = filters == Hdf5Filters.NONE ? storedBytes[number] / rowBytes : chunkRows;
      return filters.undo(stored, skippedFilters[number], rows, rowBytes, members, inflater);
    } catch (Hdf5Filters.FilterMismatch | MalformedInputException e) {
      throw new MalformedInputException(
          Hdf5Fault.CORRUPT_CHUNK,
          byteOffset,
          "Cannot read the rows from %,d on of %s: %s"
              .formatted((long) number * chunkRows, path, e.getMessage()));
    }
  }
}
