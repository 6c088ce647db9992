package io.partita.msd;

import io.partita.MalformedInputException;
import io.partita.hdf5.Hdf5Dataset;
import io.partita.hdf5.Hdf5File;
import io.partita.hdf5.Hdf5Member;
import io.partita.hdf5.RowBlock;
import java.io.IOException;
import java.util.zip.Inflater;

/** A table {@code songs} of a file, checked to have the columns of its layout. Safe for threads. */
final class MsdTable {
  private final Hdf5Dataset dataset;
  private final Hdf5Member[] members;

  private MsdTable(Hdf5Dataset dataset, Hdf5Member[] members) {
    this.dataset = dataset;
    this.members = members;
  }

  static MsdTable open(Hdf5File file, MsdLayout.Table layout)
      throws IOException, MalformedInputException {
    Hdf5Dataset dataset = file.dataset(layout.group(), "songs");
    return new MsdTable(dataset, dataset.members(layout.columns()));
  }

  int rows() {
    return dataset.rows();
  }

  int chunkRows() {
    return dataset.chunks().chunkRows();
  }

  long byteOffset() {
    return dataset.byteOffset();
  }

  /** A place in the table for one thread; it keeps the chunk it is in. */
  Place place(Inflater inflater) {
    return new Place(inflater);
  }

  /** Gives a row's values one by one, in the order of the layout's columns. */
  final class Place {
    private final Inflater inflater;
    private int chunk = -1;
    private RowBlock block;
    private int rowInBlock;
    private int next;

    private Place(Inflater inflater) {
      this.inflater = inflater;
    }

    /** Goes to a row; the next value is that of the first column. */
    void goTo(int row) throws IOException, MalformedInputException {
      if (row / chunkRows() != chunk) {
        chunk = -1;
        block = dataset.chunks().read(row / chunkRows(), members.length, inflater);
        chunk = row / chunkRows();
      }
      rowInBlock = row % chunkRows();
      next = 0;
    }

    /** The text of the last column, {@code track_id} in the analysis; the next value stays. */
    String lastText() {
      return block.text(rowInBlock, members[members.length - 1]);
    }

    int integer() {
      return block.integer(rowInBlock, members[next++]);
    }

    double real() {
      return block.real(rowInBlock, members[next++]);
    }

    String text() {
      return block.text(rowInBlock, members[next++]);
    }
  }
}
