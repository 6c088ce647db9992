package io.partita.ingest.audio;

import static io.partita.fma.FmaTable.GENRES;
import static io.partita.fma.FmaTable.TRACKS;

import io.partita.AtInput;
import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.catalog.CatalogFault;
import io.partita.fma.FmaReader;
import io.partita.fma.FmaRow;
import io.partita.fma.FmaTable;
import io.partita.ingest.QuarantineFile;
import io.partita.ingest.StagedPartition;
import io.partita.lake.table.FmaColumns;
import io.partita.lake.table.TableFile;
import io.partita.split.Split;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;

/**
 * One file of the Free Music Archive's metadata as a table; rows that are none go to quarantine.
 */
final class FmaPartition {
  private final FmaMetadata metadata;
  private final StagedPartition staged;
  private final Configuration conf;
  private final QuarantineFile quarantine;

  FmaPartition(FmaMetadata metadata, StagedPartition staged, Configuration conf)
      throws IOException {
    this.metadata = metadata;
    this.staged = staged;
    this.conf = conf;
    this.quarantine = new QuarantineFile(staged);
  }

  void write(FmaTable table) throws IOException {
    AtInput.run(table.fileName() + " of " + metadata.source().name(), () -> writeRows(table));
  }

  private void writeRows(FmaTable table) throws IOException {
    try (staged) {
      TableFile<Row> rows = staged.rows(FmaRows.table(table).tableName(), FmaRows.table(table));
      Map<Integer, String> titles = table == TRACKS ? genreTitles() : Map.of();
      read(
          table,
          row -> {
            rows.write(table == TRACKS ? FmaRows.trackRow(row, titles) : FmaRows.row(row));
            staged.report().count(FmaColumns.counted(table), 1);
            noteOtherSplit(table, row);
          },
          bad -> {
            staged.report().count("bad_metadata_rows", 1);
            quarantine.note(
                metadata.source().name(),
                table.fileName(),
                bad.fault(),
                bad.byteOffset(),
                bad.detail());
          });
      staged.finish();
    }
  }

  /** What no later command will look for is kept, and told. */
  private void noteOtherSplit(FmaTable table, FmaRow row) throws IOException {
    if (table == TRACKS && row.value("split") instanceof String split && !Split.isKnown(split)) {
      staged.report().count("tracks_of_other_splits", 1);
      quarantine.note(
          metadata.source().name(),
          table.fileName(),
          CatalogFault.OTHER_SPLIT,
          0,
          "Track " + row.key() + " is in the split '" + split + "'");
    }
  }

  private Map<Integer, String> genreTitles() throws IOException {
    Map<Integer, String> titles = new HashMap<>();
    if (metadata.has(GENRES)) {
      read(GENRES, row -> titles.put(row.key(), (String) row.value("title")), bad -> {});
    }
    return titles;
  }

  /** Takes a row, or the reason why there is none. */
  private interface Sink<T> {
    void accept(T row) throws IOException;
  }

  private void read(FmaTable table, Sink<FmaRow> rows, Sink<MalformedInputException> badRows)
      throws IOException {
    try (FmaReader reader = metadata.open(table, conf)) {
      while (true) {
        Optional<FmaRow> row;
        try {
          row = reader.next();
        } catch (MalformedInputException e) {
          badRows.accept(e);
          continue;
        }
        if (row.isEmpty()) {
          return;
        }
        rows.accept(row.get());
      }
    } catch (IOException e) {
      if (e.getCause() instanceof MalformedInputException) {
        throw new UserException(
            Mistake.MALFORMED_FILE, "--metadata: " + e.getMessage() + ". Fetch it again.", e);
      }
      throw e;
    }
  }
}
