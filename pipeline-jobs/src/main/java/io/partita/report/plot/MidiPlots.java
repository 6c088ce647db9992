package io.partita.report.plot;

import static io.partita.report.plot.StatisticsPlots.bars;
import static io.partita.report.plot.StatisticsPlots.histogram;
import static io.partita.report.plot.StatisticsPlots.integers;

import io.partita.report.plot.Plot.Shape;
import java.util.List;

/** Plots of MIDI files, their notes and their drum loops. */
final class MidiPlots {
  private static final String FILES = "MIDI files";
  private static final String NOTES = "Notes";
  private static final String DRUMS = "Drum loops";

  static final List<Plot> ALL =
      List.of(
          histogram(
              FILES,
              "Duration of MIDI files",
              "From the start to the end of the last note. Bins grow with the duration.",
              "midi_files.duration_s",
              "Duration (s)",
              "Files"),
          histogram(
              FILES,
              "Notes in each file",
              "Bins grow with the number of notes.",
              "midi_files.n_notes",
              "Notes",
              "Files"),
          histogram(
              FILES,
              "Note density",
              "Notes in a second, over a file's duration.",
              "midi_files.note_density",
              "Notes a second",
              "Files"),
          histogram(
              FILES,
              "Tempo at the start",
              "The first tempo of each file.",
              "midi_files.tempo_initial_bpm",
              "Tempo (quarters per minute)",
              "Files"),
          histogram(
              FILES,
              "Mean tempo",
              "Over each file's duration.",
              "midi_files.tempo_mean_bpm",
              "Tempo (quarters per minute)",
              "Files"),
          bars(
              FILES,
              "Key signatures",
              "The first key signature of each file that has one.",
              "midi_files.key",
              "Key",
              "Files",
              Labels.NONE),
          bars(
              FILES,
              "Time signatures",
              "The first time signature of each file that has one.",
              "midi_files.time_signature",
              "Time signature",
              "Files",
              Labels.NONE),
          bars(
              FILES,
              "Programs",
              "Files that use each General MIDI program; drums are not counted.",
              "midi_files.programs",
              "Program",
              "Files",
              Labels.PROGRAM),
          integers(
              FILES,
              "Tracks in each file",
              "Track chunks, those without a note too.",
              "midi_files.n_tracks",
              "Track chunks",
              "Files",
              Labels.NONE),
          integers(
              FILES,
              "Lowest pitch",
              "The lowest note of each file.",
              "midi_files.pitch_min",
              "Pitch",
              "Files",
              Labels.PITCH),
          integers(
              FILES,
              "Highest pitch",
              "The highest note of each file.",
              "midi_files.pitch_max",
              "Pitch",
              "Files",
              Labels.PITCH),
          histogram(
              FILES,
              "Size of files",
              "Bins grow with the size.",
              "midi_files.size_bytes",
              "Size (bytes)",
              "Files"),
          bars(
              FILES,
              "Status of files",
              "Whether a content was kept, repaired or rejected.",
              "midi_files.status",
              "Status",
              "Files",
              Labels.NONE),
          bars(
              FILES,
              "Repairs and oddities",
              "Files that have each kind of warning.",
              "midi_files.warnings",
              "Warning",
              "Files",
              Labels.NONE),
          bars(
              FILES,
              "Splits of files",
              "Contents in each split; files alike share one.",
              "midi_files.split",
              "Split",
              "Files",
              Labels.NONE),
          integers(
              NOTES,
              "Pitch",
              "All notes but those of drums; C4 is pitch 60.",
              "notes.pitch",
              "Pitch",
              "Notes",
              Labels.PITCH),
          integers(
              NOTES,
              "Velocity",
              "How hard the notes are struck.",
              "notes.velocity",
              "Velocity (1 to 127)",
              "Notes",
              Labels.NONE),
          histogram(
              NOTES,
              "Duration of notes",
              "Bins grow with the duration.",
              "notes.duration_s",
              "Duration (s)",
              "Notes"),
          programsOfNotes(),
          new Plot(
              null,
              FILES,
              "Style",
              "The style that the data set's own catalog names for each file.",
              Shape.BARS,
              "Style",
              "Files",
              Labels.NONE,
              """
              SELECT catalog['style'] AS style, count(*) AS files
              FROM midi_sources
              WHERE dataset = :name AND catalog['style'] IS NOT NULL
              GROUP BY style
              ORDER BY files DESC, style
              LIMIT %d
              """
                  .formatted(StatisticsPlots.MOST_CATEGORIES)),
          histogram(
              DRUMS,
              "Hits in each loop",
              "Drums hit in all steps of a loop.",
              "drum_slices.n_hits",
              "Hits",
              "Loops"),
          bars(
              DRUMS,
              "Files without a loop",
              "Why slice-drums found none.",
              "drum_files.reason",
              "Reason",
              "Files",
              Labels.NONE));

  private MidiPlots() {}

  private static Plot programsOfNotes() {
    String sql =
        """
        SELECT int(bin_low) AS program, value AS notes
        FROM statistics
        WHERE %s AND statistic = 'histogram' AND value > 0
          AND bin_low IS NOT NULL AND bin_high IS NOT NULL
        ORDER BY value DESC, program
        LIMIT %d
        """
            .formatted(StatisticsPlots.of("notes.program"), StatisticsPlots.MOST_CATEGORIES);
    return new Plot(
        "notes.program",
        NOTES,
        "Programs of notes",
        "Notes that each General MIDI program plays; drums are not counted.",
        Shape.BARS,
        "Program",
        "Notes",
        Labels.PROGRAM,
        sql);
  }
}
