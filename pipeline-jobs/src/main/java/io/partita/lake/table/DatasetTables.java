package io.partita.lake.table;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.DRUM_FILES;
import static io.partita.lake.table.LakeTable.DRUM_SLICES;
import static io.partita.lake.table.LakeTable.FMA_ECHONEST;
import static io.partita.lake.table.LakeTable.FMA_FEATURES;
import static io.partita.lake.table.LakeTable.FMA_GENRES;
import static io.partita.lake.table.LakeTable.FMA_TRACKS;
import static io.partita.lake.table.LakeTable.LATENTS;
import static io.partita.lake.table.LakeTable.MEL;
import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static io.partita.lake.table.LakeTable.MIDI_SOURCES;
import static io.partita.lake.table.LakeTable.MSD_TRACKS;
import static io.partita.lake.table.LakeTable.NOTES;
import static io.partita.lake.table.LakeTable.QUARANTINE;
import static io.partita.lake.table.LakeTable.STATISTICS;
import static io.partita.lake.table.LakeTable.TOKENS;
import static io.partita.lake.table.LakeTable.TRACKS;
import static io.partita.lake.table.LakeTable.TRACK_MIDI;
import static io.partita.lake.table.LakeTable.TRAINING_RUNS;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.fma.FmaTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which tables a data set has, by the command that made it.
 *
 * @param main has a row for each thing that was ingested
 * @param always made whatever the options are
 * @param sometimes made by some options or inputs, or by later commands
 */
public record DatasetTables(LakeTable main, List<LakeTable> always, List<LakeTable> sometimes) {
  private static final DatasetTables OF_MIDI =
      new DatasetTables(
          MIDI_FILES,
          List.of(TRACKS, TRACK_MIDI, MIDI_SOURCES, MIDI_FILES, NOTES, TOKENS, QUARANTINE),
          List.of(MIDI_BYTES, DRUM_SLICES, DRUM_FILES, LATENTS, TRAINING_RUNS, STATISTICS));

  private static final Map<String, DatasetTables> MADE_BY =
      Map.of(
          "ingest-lmd",
          OF_MIDI,
          "ingest-midi",
          OF_MIDI,
          "ingest-msd",
          new DatasetTables(MSD_TRACKS, List.of(MSD_TRACKS, QUARANTINE), List.of(STATISTICS)),
          "ingest-fma",
          new DatasetTables(
              AUDIO_TRACKS,
              List.of(AUDIO_TRACKS, MEL, FMA_TRACKS, QUARANTINE),
              List.of(FMA_GENRES, FMA_FEATURES, FMA_ECHONEST, STATISTICS)),
          "ingest-audio",
          new DatasetTables(
              AUDIO_TRACKS, List.of(AUDIO_TRACKS, MEL, QUARANTINE), List.of(STATISTICS)));

  /** The tables of a command; empty of one that this version does not know. */
  public static Optional<DatasetTables> madeBy(String command) {
    return Optional.ofNullable(MADE_BY.get(command));
  }

  /**
   * The tables that the ingest made.
   *
   * @param report of the ingest, which tells of those that it made sometimes; maybe a missing node
   */
  public List<LakeTable> expected(JsonNode report) {
    List<LakeTable> expected = new ArrayList<>(always);
    if (report.at("/options/--no-bytes").isBoolean()
        && !report.at("/options/--no-bytes").asBoolean()) {
      expected.add(MIDI_BYTES);
    }
    for (FmaTable table : FmaTable.values()) {
      LakeTable made = FmaColumns.table(table);
      if (report.path("counts").has(FmaColumns.counted(table)) && !expected.contains(made)) {
        expected.add(made);
      }
    }
    return expected;
  }

  /** Whether such a data set can have the table. */
  public boolean mayHave(LakeTable table) {
    return always.contains(table) || sometimes.contains(table);
  }
}
