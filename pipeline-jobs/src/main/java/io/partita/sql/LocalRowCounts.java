package io.partita.sql;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.duckdb.DeclaredTable;
import io.partita.duckdb.LakeFiles;
import io.partita.lake.RowCounts;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What {@link RowCounts} counts, of a lake on a disk of this machine: without Hadoop. */
final class LocalRowCounts {
  private static final int CONSISTENT_LOOKS = 100;

  /** The length of the footer, and PAR1. */
  private static final int TAIL_BYTES = 8;

  private static final int MAGIC = 0x31524150;

  private LocalRowCounts() {}

  /**
   * Counts one whole version of each data set.
   *
   * @return by table and data set, both in order; those without rows are left out
   * @throws UserException where a file is damaged
   * @throws IOException when the lake is republished faster than its files can be read
   */
  static Map<String, Map<String, Long>> of(Path root) throws IOException {
    for (int look = 0; look < CONSISTENT_LOOKS; look++) {
      LakeFiles files = LakeFiles.of(root);
      try {
        Map<String, Map<String, Long>> counts = count(files);
        if (files.runs().equals(LakeFiles.runs(root))) {
          return counts;
        }
      } catch (NoSuchFileException swapped) {
        // A publish has moved a file.
      }
    }
    throw new IOException("Lake " + root + " is republished faster than it can be read.");
  }

  private static Map<String, Map<String, Long>> count(LakeFiles files) throws IOException {
    Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
    for (String table : DeclaredTable.all().keySet()) {
      for (Map.Entry<String, LakeFiles.Folder> dataset :
          files.tables().getOrDefault(table, Map.of()).entrySet()) {
        long rows = 0;
        for (Path file : dataset.getValue().files()) {
          rows += rows(file, table);
        }
        if (rows > 0) {
          counts.computeIfAbsent(table, name -> new TreeMap<>()).put(dataset.getKey(), rows);
        }
      }
    }
    return counts;
  }

  /** The rows that a file's footer tells of. */
  private static long rows(Path file, String table) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      long length = bytes.length();
      if (length < TAIL_BYTES) {
        throw damaged(file, table, "it is not a Parquet file (length is too low: " + length + ")");
      }
      bytes.seek(length - TAIL_BYTES);
      int footer = Integer.reverseBytes(bytes.readInt());
      int magic = Integer.reverseBytes(bytes.readInt());
      if (magic != MAGIC || footer < 0 || footer > length - TAIL_BYTES) {
        throw damaged(file, table, "it is not a Parquet file, or is cut");
      }
      bytes.seek(length - TAIL_BYTES - footer);
      byte[] metadata = new byte[footer];
      bytes.readFully(metadata);
      return new Footer(ByteBuffer.wrap(metadata)).rows();
    } catch (IllegalArgumentException | ArithmeticException | BufferUnderflowException e) {
      throw damaged(file, table, "its footer is damaged");
    }
  }

  /**
   * A footer's FileMetaData, in Thrift's compact protocol (Parquet format, parquet.thrift). To read
   * the one number by Parquet's own classes takes longer than all else that is done here.
   */
  private record Footer(ByteBuffer bytes) {
    private static final int NUM_ROWS = 3;

    private static final int I16 = 4;
    private static final int I64 = 6;
    private static final int DOUBLE = 7;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int SET = 10;
    private static final int STRUCT = 12;

    /**
     * @throws IllegalArgumentException where it has none
     */
    long rows() {
      int field = 0;
      for (int head = head(); head != 0; head = head()) {
        field = field(head, field);
        if (field == NUM_ROWS && (head & 0xf) == I64) {
          return zigzag();
        }
        skip(head & 0xf);
      }
      throw new IllegalArgumentException("A footer without a number of rows");
    }

    private int head() {
      return bytes.get() & 0xff;
    }

    /** The number of a field, mostly told by how much it is more than the one before. */
    private int field(int head, int before) {
      return head >> 4 == 0 ? (int) zigzag() : before + (head >> 4);
    }

    private void skip(int type) {
      switch (type) {
        case 1, 2 -> {} // true and false are in the head
        case 3 -> bytes.get();
        case I16, 5, I64 -> varint();
        case DOUBLE -> bytes.getDouble();
        case BINARY -> {
          int length = Math.toIntExact(varint());
          bytes.position(Math.addExact(bytes.position(), length));
        }
        case LIST, SET -> {
          int head = head();
          long size = head >> 4 == 0xf ? varint() : head >> 4;
          for (long i = 0; i < size; i++) {
            skipElement(head & 0xf);
          }
        }
        case STRUCT -> {
          int field = 0;
          for (int head = head(); head != 0; head = head()) {
            field = field(head, field);
            skip(head & 0xf);
          }
        }
        default -> throw new IllegalArgumentException("A footer has no type " + type);
      }
    }

    /** In lists truth values have a byte each. */
    private void skipElement(int type) {
      skip(type <= 2 ? 3 : type);
    }

    private long zigzag() {
      long value = varint();
      return (value >>> 1) ^ -(value & 1);
    }

    private long varint() {
      long value = 0;
      for (int shift = 0; shift < Long.SIZE; shift += 7) {
        int next = head();
        value |= (long) (next & 0x7f) << shift;
        if (next < 0x80) {
          return value;
        }
      }
      throw new IllegalArgumentException("A number of a footer has no end");
    }
  }

  private static UserException damaged(Path file, String table, String reason) {
    return new UserException(
        Mistake.DAMAGED_LAKE,
        "Cannot read %s, a file of the table %s: %s. Ingest the data set again."
            .formatted(file, table, reason));
  }
}
