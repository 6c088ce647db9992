package io.partita.hdf5;

/** A column of a table as PyTables wrote it, or the element of an array. */
public record Hdf5Column(String name, Kind kind, int bytes) {
  /** What PyTables makes the chunks of a small table or array. */
  public static final int SMALL_CHUNK_BYTES = 8 * 1024;

  /** What a column's values are. */
  public enum Kind {
    INT32,
    FLOAT64,
    TEXT
  }

  public static Hdf5Column int32(String name) {
    return new Hdf5Column(name, Kind.INT32, Integer.BYTES);
  }

  public static Hdf5Column float64(String name) {
    return new Hdf5Column(name, Kind.FLOAT64, Double.BYTES);
  }

  public static Hdf5Column text(String name, int bytes) {
    return new Hdf5Column(name, Kind.TEXT, bytes);
  }

  /** Rows in each chunk of an array of {@code width} such elements a row. */
  public int arrayChunkRows(int width) {
    return SMALL_CHUNK_BYTES / (bytes * width);
  }
}
