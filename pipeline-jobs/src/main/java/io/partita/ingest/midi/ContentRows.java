package io.partita.ingest.midi;

import io.partita.lake.table.LakeTable;
import io.partita.lake.table.RowBuilder;
import io.partita.lake.table.TableFile;
import java.io.IOException;
import org.apache.spark.sql.Row;

/** The rows that a table has of one content, on their way into its file. */
final class ContentRows {
  private final LakeTable table;
  private final TableFile<Row> file;
  private final String md5;
  private int count;

  ContentRows(LakeTable table, TableFile<Row> file, String md5) {
    this.table = table;
    this.file = file;
    this.md5 = md5;
  }

  /** A row of the content; it is written when it is added. */
  RowBuilder row() {
    return RowBuilder.of(table).set("midi_md5", md5);
  }

  /**
   * The same with its place among the content's rows.
   *
   * @param column for the place, from 0
   */
  RowBuilder row(String column) {
    return row().set(column, count);
  }

  void add(RowBuilder row) throws IOException {
    file.write(row.row());
    count++;
  }

  /** Rows added. */
  int count() {
    return count;
  }
}
