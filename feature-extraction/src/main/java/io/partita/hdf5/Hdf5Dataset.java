package io.partita.hdf5;

import io.jhdf.ObjectHeader;
import io.jhdf.object.datatype.CompoundDataType;
import io.jhdf.object.datatype.CompoundDataType.CompoundDataMember;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.message.DataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ContiguousDataLayoutMessage;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.DataTypeMessage;
import io.partita.MalformedInputException;
import io.partita.hdf5.Hdf5Column.Kind;
import io.partita.hdf5.Hdf5Storage.Defect;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A dataset of one dimension, or of two where the second is a row's width, and its rows a chunk at
 * a time. Everything that its header claims is checked against what the file holds. Safe for
 * threads.
 */
public final class Hdf5Dataset {
  /** Far above the 5,320 bytes of a song; a row is allocated at once. */
  private static final int MOST_ROW_BYTES = 1 << 20;

  private final String path;
  private final long byteOffset;
  private final DataType type;
  private final int rows;
  private final int width;
  private final Hdf5Chunks chunks;

  private Hdf5Dataset(
      String path, long byteOffset, DataType type, int rows, int width, Hdf5Chunks chunks) {
    this.path = path;
    this.byteOffset = byteOffset;
    this.type = type;
    this.rows = rows;
    this.width = width;
    this.chunks = chunks;
  }

  /** Opens the dataset whose object header is at {@code address}. */
  static Hdf5Dataset open(Hdf5Storage storage, long address, String path)
      throws IOException, MalformedInputException {
    long byteOffset = storage.offset(address);
    return Hdf5File.read(byteOffset, () -> open(storage, address, byteOffset, path));
  }

  private static Hdf5Dataset open(Hdf5Storage storage, long address, long byteOffset, String path) {
    ObjectHeader header = ObjectHeader.readObjectHeader(storage, address);
    if (!header.hasMessageOfType(DataSpaceMessage.class)) {
      throw new Defect(
          Hdf5Fault.MISSING_TABLE, byteOffset, "Expected a dataset at %s".formatted(path));
    }
    long[] dimensions =
        header.getMessageOfType(DataSpaceMessage.class).getDataSpace().getDimensionsAsLong();
    if (dimensions.length < 1 || dimensions.length > 2) {
      throw new Defect(
          Hdf5Fault.BAD_TABLE,
          byteOffset,
          "Expected %s to have 1 or 2 dimensions, got %d".formatted(path, dimensions.length));
    }
    DataType type = header.getMessageOfType(DataTypeMessage.class).getDataType();
    long rows = dimensions[0];
    long width = dimensions.length == 1 ? 1 : dimensions[1];
    if (rows < 0 || rows > Integer.MAX_VALUE) {
      throw new Defect(
          Hdf5Fault.BAD_TABLE,
          byteOffset,
          "Expected 0 to %,d rows in %s, got %s"
              .formatted(Integer.MAX_VALUE, path, Long.toUnsignedString(rows)));
    }
    if (type.getSize() < 1
        || type.getSize() > MOST_ROW_BYTES
        || width < 1
        || width > MOST_ROW_BYTES / type.getSize()) {
      throw new Defect(
          Hdf5Fault.BAD_TABLE,
          byteOffset,
          "Expected rows of 1 to %,d bytes in %s, got %s × %d"
              .formatted(MOST_ROW_BYTES, path, Long.toUnsignedString(width), type.getSize()));
    }
    int rowBytes = type.getSize() * (int) width;
    Hdf5Chunks chunks = chunks(storage, header, byteOffset, path, (int) rows, rowBytes);
    return new Hdf5Dataset(path, byteOffset, type, (int) rows, (int) width, chunks);
  }

  private static Hdf5Chunks chunks(
      Hdf5Storage storage,
      ObjectHeader header,
      long byteOffset,
      String path,
      int rows,
      int rowBytes) {
    DataLayoutMessage layout = header.getMessageOfType(DataLayoutMessage.class);
    if (layout instanceof ChunkedDataLayoutMessage chunked) {
      return Hdf5Chunks.indexed(storage, header, chunked, path, rows, rowBytes);
    }
    if (layout instanceof ContiguousDataLayoutMessage contiguous) {
      return Hdf5Chunks.contiguous(storage, contiguous.getAddress(), path, rows, rowBytes);
    }
    throw new Defect(
        Hdf5Fault.UNSUPPORTED_STORAGE,
        byteOffset,
        "Expected %s in chunks indexed by a version 1 B-tree, or contiguous, got %s: rewrite the"
                .formatted(path, layout.getDataLayout())
            + " file with h5repack in the earliest format");
  }

  public int rows() {
    return rows;
  }

  public int width() {
    return width;
  }

  public int rowBytes() {
    return type.getSize() * width;
  }

  /** Where its object header is in the file. */
  public long byteOffset() {
    return byteOffset;
  }

  public Hdf5Chunks chunks() {
    return chunks;
  }

  /**
   * The columns of a table, in the order given.
   *
   * @throws MalformedInputException if it is no table, or lacks a column of that name and kind
   */
  public Hdf5Member[] members(List<Hdf5Column> columns) throws MalformedInputException {
    if (!(type instanceof CompoundDataType compound)) {
      throw bad("Expected %s to be a table".formatted(path));
    }
    Map<String, CompoundDataMember> byName = new HashMap<>();
    compound.getMembers().forEach(member -> byName.put(member.getName(), member));
    Hdf5Member[] members = new Hdf5Member[columns.size()];
    for (int i = 0; i < members.length; i++) {
      Hdf5Column column = columns.get(i);
      CompoundDataMember member = byName.get(column.name());
      if (member == null) {
        throw bad("Expected a column %s in %s".formatted(column.name(), path));
      }
      members[i] =
          member(i, member.getOffset(), member.getDataType(), column.kind(), column.name());
    }
    return members;
  }

  /**
   * The element of an array at the place {@code index} of each row.
   *
   * @throws MalformedInputException if it is of another kind
   */
  public Hdf5Member element(int index, Kind kind) throws MalformedInputException {
    return member(index, index * type.getSize(), type, kind, "elements");
  }

  private Hdf5Member member(int number, int offset, DataType type, Kind kind, String name)
      throws MalformedInputException {
    Hdf5Member member = Hdf5Member.of(number, offset, type);
    if (member == null || member.kind() != kind) {
      throw bad(
          "Expected %s of kind %s in %s, got %s of %d bytes"
              .formatted(name, kind, path, type.getClass().getSimpleName(), type.getSize()));
    }
    if (offset < 0 || offset > rowBytes() - member.bytes()) {
      throw bad(
          "Expected %s of %s inside its row of %,d bytes, got offset %,d"
              .formatted(name, path, rowBytes(), offset));
    }
    return member;
  }

  private MalformedInputException bad(String detail) {
    return new MalformedInputException(Hdf5Fault.BAD_TABLE, byteOffset, detail);
  }
}
