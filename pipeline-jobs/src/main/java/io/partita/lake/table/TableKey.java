package io.partita.lake.table;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.DRUM_FILES;
import static io.partita.lake.table.LakeTable.MEL;
import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static io.partita.lake.table.LakeTable.MIDI_SOURCES;
import static io.partita.lake.table.LakeTable.NOTES;
import static io.partita.lake.table.LakeTable.TOKENS;
import static io.partita.lake.table.LakeTable.TRACKS;
import static io.partita.lake.table.LakeTable.TRACK_MIDI;

import java.util.List;

/**
 * The columns that say what a row is of.
 *
 * @param columns none of which is ever null
 * @param isUnique whether no two rows agree in all of them
 */
public record TableKey(List<String> columns, boolean isUnique) {
  /**
   * Values that another table has rows of.
   *
   * @param column of both tables; a null refers to nothing
   */
  public record Reference(LakeTable from, String column, LakeTable to) {}

  public static final List<Reference> REFERENCES =
      List.of(
          new Reference(TRACK_MIDI, "track_id", TRACKS),
          new Reference(TRACK_MIDI, "midi_md5", MIDI_FILES),
          new Reference(MIDI_SOURCES, "midi_md5", MIDI_FILES),
          new Reference(MIDI_BYTES, "midi_md5", MIDI_FILES),
          new Reference(NOTES, "midi_md5", MIDI_FILES),
          new Reference(TOKENS, "midi_md5", MIDI_FILES),
          new Reference(DRUM_FILES, "midi_md5", MIDI_FILES),
          new Reference(MEL, "track_id", AUDIO_TRACKS));

  public static TableKey of(LakeTable table) {
    return switch (table) {
      case TRACKS, MSD_TRACKS, AUDIO_TRACKS, FMA_TRACKS, FMA_FEATURES, FMA_ECHONEST ->
          unique("track_id");
      case FMA_GENRES -> unique("genre_id");
      case TRACK_MIDI -> unique("track_id", "midi_md5");
      case MIDI_FILES, MIDI_BYTES -> unique("midi_md5");
      case NOTES -> unique("midi_md5", "note_idx");
      case TOKENS -> unique("scheme", "midi_md5");
      case MEL -> unique("track_id", "segment", "recipe");
      // An archive may hold two members of one path: a copied file shows in the number of rows.
      case MIDI_SOURCES -> repeated("source", "path");
      case DRUM_FILES -> repeated("source", "path", "bars");
      case DRUM_SLICES -> repeated("source", "path", "midi_md5", "bars", "piece", "start_step");
      case LATENTS -> repeated("model_sha256", "source", "path", "bars", "piece", "start_step");
      case QUARANTINE -> repeated("source", "path", "fault");
      case STATISTICS -> repeated("table", "statistic", "value");
      case TRAINING_RUNS -> repeated("run_id", "model", "iteration");
    };
  }

  private static TableKey unique(String... columns) {
    return new TableKey(List.of(columns), true);
  }

  private static TableKey repeated(String... columns) {
    return new TableKey(List.of(columns), false);
  }
}
