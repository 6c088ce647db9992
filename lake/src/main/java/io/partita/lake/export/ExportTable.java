package io.partita.lake.export;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static org.apache.spark.sql.functions.col;

import io.partita.lake.TableShare;
import io.partita.lake.table.LakeTable;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What can be exported: rows of a table, with the split of what they belong to. */
public enum ExportTable {
  /** One row for each file: its tokens in a scheme. */
  TOKENS(LakeTable.TOKENS, "midi_md5", "n_tokens", "midi_md5"),
  /** One row for each segment of a track: frames of log-mel, and the label. */
  MEL(LakeTable.MEL, "track_id", "n_frames", "track_id", "segment"),
  /** One row for each note. */
  NOTES(LakeTable.NOTES, "midi_md5", "1", "midi_md5", "note_idx"),
  /** One row for each loop of drums. */
  DRUM_SLICES(
      LakeTable.DRUM_SLICES,
      "midi_md5",
      "size(steps)",
      "source",
      "path",
      "bars",
      "piece",
      "start_step"),
  /** One row for each melody of some bars. */
  MELODY_SLICES(
      LakeTable.MELODY_SLICES,
      "midi_md5",
      "size(labels)",
      "source",
      "path",
      "bars",
      "piece",
      "instrument",
      "start_step"),
  /** One row for each passage of three instruments. */
  TRIO_SLICES(
      LakeTable.TRIO_SLICES,
      "midi_md5",
      "size(melody)",
      "source",
      "path",
      "piece",
      "melody_instrument",
      "bass_instrument",
      "drum_instrument",
      "start_bar");

  static final String SPLIT = "split";
  static final String LABEL = "label";
  static final String GROUP = "split_group";

  private static final String[] MEL_COLUMNS = {
    "track_id",
    "segment",
    LABEL,
    "recipe",
    "sample_rate_hz",
    "hop",
    "n_mels",
    "n_frames",
    "dtype",
    "mel",
    SPLIT
  };

  private static final String[] NOTE_COLUMNS = {
    "midi_md5",
    "note_idx",
    "track",
    "channel",
    "program",
    "is_drum",
    "pitch",
    "velocity",
    "onset_tick",
    "offset_tick",
    "onset_s",
    "duration_s",
    SPLIT
  };

  private final LakeTable table;
  private final String document;
  private final String items;

  @SuppressWarnings("ImmutableEnumChecker") // nobody writes to it
  private final String[] order;

  ExportTable(LakeTable table, String document, String items, String... order) {
    this.table = table;
    this.document = document;
    this.items = items;
    this.order = order;
  }

  public LakeTable table() {
    return table;
  }

  /** The column that names the file or track of a row. */
  String document() {
    return document;
  }

  /** How many tokens, frames or notes a row has, as SQL. */
  String items() {
    return items;
  }

  /** Whether each row is a document of its own, of which a file can have several. */
  boolean isOfSlices() {
    return this == DRUM_SLICES || this == MELODY_SLICES || this == TRIO_SLICES;
  }

  /**
   * Adds {@link #GROUP}, which files that must stay in one split share: near-duplicates, where they
   * were looked for. A track of audio is its own.
   */
  Dataset<Row> grouped(Dataset<Row> rows, Map<LakeTable, Dataset<Row>> tables, String dataset) {
    if (this == MEL) {
      return rows.withColumn(GROUP, col(document));
    }
    Dataset<Row> found = of(tables, LakeTable.DUP_FILES, dataset);
    Dataset<Row> groups = found.isEmpty() ? of(tables, MIDI_FILES, dataset) : found;
    return rows.join(groups.select("midi_md5", GROUP), new String[] {"midi_md5"}, "left");
  }

  /** Columns by which rows are sorted. */
  String[] order() {
    return order.clone();
  }

  /**
   * The rows of a data set, with {@link #SPLIT}, null if absent.
   *
   * @param scheme of tokens
   */
  Dataset<Row> rows(Map<LakeTable, Dataset<Row>> tables, String dataset, String scheme) {
    Dataset<Row> rows = of(tables, table, dataset);
    return switch (this) {
      case TOKENS ->
          rows.where(col("scheme").equalTo(scheme)).select("midi_md5", "n_tokens", "tokens", SPLIT);
      case MEL ->
          rows.join(
                  of(tables, AUDIO_TRACKS, dataset).select("track_id", LABEL, SPLIT),
                  new String[] {"track_id"},
                  "left")
              .select(TableShare.columns(MEL_COLUMNS));
      case NOTES ->
          rows.join(
                  of(tables, MIDI_FILES, dataset).select("midi_md5", SPLIT),
                  new String[] {"midi_md5"},
                  "left")
              .select(TableShare.columns(NOTE_COLUMNS));
      case DRUM_SLICES, MELODY_SLICES, TRIO_SLICES -> rows.drop(DATASET);
    };
  }

  /** As on the command line. */
  @Override
  public String toString() {
    return table.tableName();
  }

  private static Dataset<Row> of(
      Map<LakeTable, Dataset<Row>> tables, LakeTable table, String dataset) {
    return tables.get(table).where(col(DATASET).equalTo(dataset));
  }
}
