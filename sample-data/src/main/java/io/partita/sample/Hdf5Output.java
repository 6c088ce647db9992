package io.partita.sample;

import static org.bytedeco.hdf5.global.hdf5.H5Aclose;
import static org.bytedeco.hdf5.global.hdf5.H5Acreate2;
import static org.bytedeco.hdf5.global.hdf5.H5Awrite;
import static org.bytedeco.hdf5.global.hdf5.H5D_FILL_TIME_ALLOC;
import static org.bytedeco.hdf5.global.hdf5.H5Dclose;
import static org.bytedeco.hdf5.global.hdf5.H5Dcreate2;
import static org.bytedeco.hdf5.global.hdf5.H5Dwrite;
import static org.bytedeco.hdf5.global.hdf5.H5E_DEFAULT;
import static org.bytedeco.hdf5.global.hdf5.H5Eset_auto2;
import static org.bytedeco.hdf5.global.hdf5.H5F_ACC_TRUNC;
import static org.bytedeco.hdf5.global.hdf5.H5Fclose;
import static org.bytedeco.hdf5.global.hdf5.H5Fcreate;
import static org.bytedeco.hdf5.global.hdf5.H5Gclose;
import static org.bytedeco.hdf5.global.hdf5.H5Gcreate2;
import static org.bytedeco.hdf5.global.hdf5.H5Gopen2;
import static org.bytedeco.hdf5.global.hdf5.H5P_CLS_DATASET_CREATE_ID_g;
import static org.bytedeco.hdf5.global.hdf5.H5P_CLS_FILE_CREATE_ID_g;
import static org.bytedeco.hdf5.global.hdf5.H5P_CLS_GROUP_CREATE_ID_g;
import static org.bytedeco.hdf5.global.hdf5.H5P_DEFAULT;
import static org.bytedeco.hdf5.global.hdf5.H5Pclose;
import static org.bytedeco.hdf5.global.hdf5.H5Pcreate;
import static org.bytedeco.hdf5.global.hdf5.H5Pset_chunk;
import static org.bytedeco.hdf5.global.hdf5.H5Pset_deflate;
import static org.bytedeco.hdf5.global.hdf5.H5Pset_fill_time;
import static org.bytedeco.hdf5.global.hdf5.H5Pset_obj_track_times;
import static org.bytedeco.hdf5.global.hdf5.H5Pset_shuffle;
import static org.bytedeco.hdf5.global.hdf5.H5S_SCALAR;
import static org.bytedeco.hdf5.global.hdf5.H5S_SELECT_SET;
import static org.bytedeco.hdf5.global.hdf5.H5S_UNLIMITED;
import static org.bytedeco.hdf5.global.hdf5.H5Sclose;
import static org.bytedeco.hdf5.global.hdf5.H5Screate;
import static org.bytedeco.hdf5.global.hdf5.H5Screate_simple;
import static org.bytedeco.hdf5.global.hdf5.H5Sselect_hyperslab;
import static org.bytedeco.hdf5.global.hdf5.H5T_COMPOUND;
import static org.bytedeco.hdf5.global.hdf5.H5T_CSET_ASCII;
import static org.bytedeco.hdf5.global.hdf5.H5T_CSET_UTF8;
import static org.bytedeco.hdf5.global.hdf5.H5T_C_S1_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_IEEE_F64LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_STD_I32LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_STD_I64LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_STR_NULLTERM;
import static org.bytedeco.hdf5.global.hdf5.H5Tclose;
import static org.bytedeco.hdf5.global.hdf5.H5Tcopy;
import static org.bytedeco.hdf5.global.hdf5.H5Tcreate;
import static org.bytedeco.hdf5.global.hdf5.H5Tinsert;
import static org.bytedeco.hdf5.global.hdf5.H5Tset_cset;
import static org.bytedeco.hdf5.global.hdf5.H5Tset_size;
import static org.bytedeco.hdf5.global.hdf5.H5Tset_strpad;
import static org.bytedeco.hdf5.global.hdf5.H5open;

import io.partita.hdf5.Hdf5Column;
import io.partita.msd.MsdLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.bytedeco.hdf5.H5E_auto2_t;
import org.bytedeco.javacpp.Pointer;

/**
 * An HDF5 file being written with the HDF5 library: superblock 0, no time stamps, so that the same
 * calls give the same bytes. The library keeps global state and is not safe for threads; here its
 * calls take turns on one lock, and several files may be written at once.
 */
final class Hdf5Output implements AutoCloseable {
  private static final Object LIBRARY = new Object();

  /** PyTables' word for zlib level 1 after shuffle, in the attribute FILTERS of a group. */
  private static final long PYTABLES_FILTERS = 65_793;

  private static final int DEFLATE_LEVEL = 1;

  private final Path path;
  private final long file;
  private final Deque<Dataset> open = new ArrayDeque<>();

  private Hdf5Output(Path path, long file) {
    this.path = path;
    this.file = file;
  }

  /** Creates the file; one that is there is overwritten. */
  static Hdf5Output create(Path path) throws IOException {
    synchronized (LIBRARY) {
      H5open();
      H5Eset_auto2(H5E_DEFAULT(), (H5E_auto2_t) null, null);
      long creation = H5Pcreate(H5P_CLS_FILE_CREATE_ID_g());
      H5Pset_obj_track_times(creation, false);
      long file = H5Fcreate(path.toString(), H5F_ACC_TRUNC(), creation, H5P_DEFAULT);
      H5Pclose(creation);
      if (file < 0) {
        throw new IOException("Cannot create the HDF5 file " + path + ": is its folder writable?");
      }
      return new Hdf5Output(path, file);
    }
  }

  /** Gives the root its attributes. */
  void describeRoot(String title) throws IOException {
    synchronized (LIBRARY) {
      long root = check(H5Gopen2(file, "/", H5P_DEFAULT));
      describeGroup(root, title);
      utf8(root, "PYTABLES_FORMAT_VERSION", "2.1");
      check(H5Gclose(root));
    }
  }

  void group(String name, String title) throws IOException {
    synchronized (LIBRARY) {
      long creation = check(H5Pcreate(H5P_CLS_GROUP_CREATE_ID_g()));
      check(H5Pset_obj_track_times(creation, false));
      long group = check(H5Gcreate2(file, name, H5P_DEFAULT, creation, H5P_DEFAULT));
      describeGroup(group, title);
      check(H5Gclose(group));
      check(H5Pclose(creation));
    }
  }

  private void describeGroup(long group, String title) throws IOException {
    utf8(group, "CLASS", "GROUP");
    utf8(group, "VERSION", "1.0");
    utf8(group, "TITLE", title);
    int64(group, "FILTERS", PYTABLES_FILTERS);
  }

  /** Creates a table of {@code rows} rows and leaves it open for them. */
  Dataset table(MsdLayout.Table table, long rows, int chunkRows) throws IOException {
    synchronized (LIBRARY) {
      long type = check(H5Tcreate(H5T_COMPOUND, table.rowBytes()));
      int offset = 0;
      for (Hdf5Column column : table.columns()) {
        long member = typeOf(column);
        check(H5Tinsert(type, column.name(), offset, member));
        check(H5Tclose(member));
        offset += column.bytes();
      }
      Dataset dataset =
          dataset(table.path(), type, new long[] {rows}, new long[] {chunkRows}, table.rowBytes());
      utf8(dataset.id, "CLASS", "TABLE");
      utf8(dataset.id, "VERSION", "2.7");
      utf8(dataset.id, "TITLE", table.title());
      describeFields(dataset.id, table.columns());
      int64(dataset.id, "NROWS", rows);
      return dataset;
    }
  }

  private void describeFields(long dataset, List<Hdf5Column> columns) throws IOException {
    for (int i = 0; i < columns.size(); i++) {
      utf8(dataset, "FIELD_" + i + "_NAME", columns.get(i).name());
    }
    for (int i = 0; i < columns.size(); i++) {
      String name = "FIELD_" + i + "_FILL";
      switch (columns.get(i).kind()) {
        case INT32 -> scalar(dataset, name, check(H5Tcopy(H5T_STD_I32LE_g())), zeros(4));
        case FLOAT64 -> scalar(dataset, name, check(H5Tcopy(H5T_IEEE_F64LE_g())), zeros(8));
        case TEXT -> scalar(dataset, name, textType(1, H5T_CSET_ASCII), zeros(1));
      }
    }
  }

  /** Creates an array of {@code rows} rows, of {@code width} elements each where above 1. */
  Dataset array(String path, String title, Hdf5Column element, long rows, int width)
      throws IOException {
    synchronized (LIBRARY) {
      int chunkRows = element.arrayChunkRows(width);
      long[] dimensions = width == 1 ? new long[] {rows} : new long[] {rows, width};
      long[] chunk = width == 1 ? new long[] {chunkRows} : new long[] {chunkRows, width};
      Dataset dataset = dataset(path, typeOf(element), dimensions, chunk, element.bytes() * width);
      ascii(dataset.id, "CLASS", "EARRAY");
      ascii(dataset.id, "VERSION", "1.1");
      ascii(dataset.id, "TITLE", title);
      scalar(dataset.id, "EXTDIM", check(H5Tcopy(H5T_STD_I32LE_g())), zeros(4));
      return dataset;
    }
  }

  private Dataset dataset(String name, long type, long[] dimensions, long[] chunk, int rowBytes)
      throws IOException {
    long[] most = dimensions.clone();
    most[0] = H5S_UNLIMITED;
    long space = check(H5Screate_simple(dimensions.length, dimensions, most));
    long creation = check(H5Pcreate(H5P_CLS_DATASET_CREATE_ID_g()));
    check(H5Pset_chunk(creation, chunk.length, chunk));
    check(H5Pset_shuffle(creation));
    check(H5Pset_deflate(creation, DEFLATE_LEVEL));
    check(H5Pset_fill_time(creation, H5D_FILL_TIME_ALLOC));
    check(H5Pset_obj_track_times(creation, false));
    long id = check(H5Dcreate2(file, name, type, space, H5P_DEFAULT, creation, H5P_DEFAULT));
    check(H5Pclose(creation));
    Dataset dataset = new Dataset(id, type, space, dimensions, rowBytes);
    open.push(dataset);
    return dataset;
  }

  private long typeOf(Hdf5Column column) throws IOException {
    return switch (column.kind()) {
      case INT32 -> check(H5Tcopy(H5T_STD_I32LE_g()));
      case FLOAT64 -> check(H5Tcopy(H5T_IEEE_F64LE_g()));
      case TEXT -> textType(column.bytes(), H5T_CSET_ASCII);
    };
  }

  private long textType(int bytes, int characterSet) throws IOException {
    long type = check(H5Tcopy(H5T_C_S1_g()));
    check(H5Tset_size(type, bytes));
    check(H5Tset_strpad(type, H5T_STR_NULLTERM));
    check(H5Tset_cset(type, characterSet));
    return type;
  }

  private void utf8(long object, String name, String value) throws IOException {
    text(object, name, value, H5T_CSET_UTF8);
  }

  private void ascii(long object, String name, String value) throws IOException {
    text(object, name, value, H5T_CSET_ASCII);
  }

  private void text(long object, String name, String value, int characterSet) throws IOException {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    scalar(object, name, textType(bytes.length, characterSet), direct(bytes.length).put(bytes));
  }

  private void int64(long object, String name, long value) throws IOException {
    scalar(object, name, check(H5Tcopy(H5T_STD_I64LE_g())), direct(8).putLong(value));
  }

  /** Writes a scalar attribute and closes its type. */
  private void scalar(long object, String name, long type, ByteBuffer value) throws IOException {
    long space = check(H5Screate(H5S_SCALAR));
    long attribute = check(H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT));
    check(H5Awrite(attribute, type, new Pointer(value.flip())));
    check(H5Aclose(attribute));
    check(H5Sclose(space));
    check(H5Tclose(type));
  }

  private static ByteBuffer zeros(int bytes) {
    return direct(bytes).position(bytes);
  }

  /** A buffer the library can read from, in the byte order of the file. */
  static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private long check(long answer) throws IOException {
    if (answer < 0) {
      throw new IOException("Cannot write " + path + ": is the disk full?");
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    synchronized (LIBRARY) {
      while (!open.isEmpty()) {
        open.pop().close();
      }
      check(H5Fclose(file));
    }
  }

  /** A table or an array of the file, to be filled from its first row on. */
  final class Dataset {
    private final long id;
    private final long type;
    private final long space;
    private final long[] dimensions;
    private final int rowBytes;
    private long written;

    private Dataset(long id, long type, long space, long[] dimensions, int rowBytes) {
      this.id = id;
      this.type = type;
      this.space = space;
      this.dimensions = dimensions;
      this.rowBytes = rowBytes;
    }

    /**
     * Writes the rows between the beginning of a {@linkplain #direct direct} buffer and its
     * position after those written before, and clears the buffer.
     */
    void append(ByteBuffer rows) throws IOException {
      long[] count = dimensions.clone();
      count[0] = rows.position() / rowBytes;
      if (count[0] > 0) {
        long[] start = new long[count.length];
        start[0] = written;
        synchronized (LIBRARY) {
          check(H5Sselect_hyperslab(space, H5S_SELECT_SET, start, null, count, null));
          long memory = check(H5Screate_simple(count.length, count, null));
          check(H5Dwrite(id, type, memory, space, H5P_DEFAULT, new Pointer(rows.flip())));
          check(H5Sclose(memory));
        }
        written += count[0];
      }
      rows.clear();
    }

    private void close() throws IOException {
      check(H5Dclose(id));
      check(H5Sclose(space));
      check(H5Tclose(type));
    }
  }
}
