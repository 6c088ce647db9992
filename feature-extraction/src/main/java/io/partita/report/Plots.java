package io.partita.report;

import io.partita.report.Plot.Shape;
import java.util.List;
import java.util.Locale;

/**
 * The plots of a data set's page, in its order. All but a few read what {@code partita stats} has
 * counted; a data set that lacks a table has no rows for its plots, and they are left out.
 */
public final class Plots {
  private static final int MOST_CATEGORIES = 20;

  private static final String TRACKS = "Tracks";
  private static final String FILES = "MIDI files";
  private static final String NOTES = "Notes";
  private static final String DRUMS = "Drum loops";
  private static final String CATALOG = "Catalog";
  private static final String AUDIO = "Audio";

  /** All of them. */
  public static final List<Plot> ALL =
      List.of(
          histogram(
              TRACKS,
              "Duration of tracks",
              "How long the recordings are.",
              "tracks.duration_s",
              "Duration (s)",
              "Tracks"),
          histogram(
              TRACKS,
              "Tempo of tracks",
              "As Echo Nest estimated it; tracks of unknown tempo are left out.",
              "tracks.tempo_bpm",
              "Tempo (quarters per minute)",
              "Tracks"),
          integers(
              TRACKS,
              "Key of tracks",
              "The pitch class that Echo Nest took for the tonic.",
              "tracks.key",
              "Key",
              "Tracks",
              Labels.KEY),
          integers(
              TRACKS,
              "Mode of tracks",
              "Minor or major, as Echo Nest estimated it.",
              "tracks.mode",
              "Mode",
              "Tracks",
              Labels.MODE),
          histogram(
              TRACKS,
              "Loudness of tracks",
              "Overall loudness of the recordings.",
              "tracks.loudness_db",
              "Loudness (dB)",
              "Tracks"),
          integers(
              TRACKS,
              "Time signature of tracks",
              "Beats in a bar, as Echo Nest estimated them.",
              "tracks.time_signature",
              "Beats in a bar",
              "Tracks",
              Labels.NONE),
          integers(
              TRACKS,
              "Year of tracks",
              "Year of release; tracks of unknown year are left out.",
              "tracks.year",
              "Year",
              "Tracks",
              Labels.NONE),
          integers(
              TRACKS,
              "MIDI files for each track",
              "How many distinct contents the archive has of a track.",
              "tracks.n_midi",
              "MIDI files",
              "Tracks",
              Labels.NONE),
          histogram(
              TRACKS,
              "Match scores",
              "How sure it is that a file is of its track, as published with the archive.",
              "track_midi.score",
              "Score (0 to 1)",
              "Files"),
          histogram(
              TRACKS,
              "Duration of Million Song tracks",
              "How long the recordings are.",
              "msd_tracks.duration_s",
              "Duration (s)",
              "Tracks"),
          histogram(
              TRACKS,
              "Tempo of Million Song tracks",
              "As Echo Nest estimated it.",
              "msd_tracks.tempo_bpm",
              "Tempo (quarters per minute)",
              "Tracks"),
          integers(
              TRACKS,
              "Key of Million Song tracks",
              "The pitch class that Echo Nest took for the tonic.",
              "msd_tracks.key",
              "Key",
              "Tracks",
              Labels.KEY),
          histogram(
              TRACKS,
              "Loudness of Million Song tracks",
              "Overall loudness of the recordings.",
              "msd_tracks.loudness_db",
              "Loudness (dB)",
              "Tracks"),
          integers(
              TRACKS,
              "Year of Million Song tracks",
              "Year of release; tracks of unknown year are left out.",
              "msd_tracks.year",
              "Year",
              "Tracks",
              Labels.NONE),
          histogram(
              FILES,
              "Duration of MIDI files",
              "From the start to the end of the last note.",
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
                  .formatted(MOST_CATEGORIES)),
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
              Labels.NONE),
          bars(
              CATALOG,
              "Genre",
              "The genre at the top, of tracks that have one.",
              "fma_tracks.genre_top",
              "Genre",
              "Tracks",
              Labels.NONE),
          integers(
              CATALOG,
              "Release date",
              "Year of the album's release.",
              "fma_tracks.album_date_released",
              "Year",
              "Tracks",
              Labels.NONE),
          integers(
              CATALOG,
              "Recording date",
              "Year of the recording.",
              "fma_tracks.track_date_recorded",
              "Year",
              "Tracks",
              Labels.NONE),
          histogram(
              CATALOG,
              "Duration of whole tracks",
              "As the archive's catalog has it, not of the clips.",
              "fma_tracks.track_duration",
              "Duration (s)",
              "Tracks"),
          bars(
              CATALOG,
              "Splits of tracks",
              "As the archive assigned them, disjoint by artist.",
              "fma_tracks.split",
              "Split",
              "Tracks",
              Labels.NONE),
          bars(
              CATALOG,
              "Subsets",
              "The smallest subset that has the track.",
              "fma_tracks.subset",
              "Subset",
              "Tracks",
              Labels.NONE),
          bars(
              CATALOG,
              "Licences",
              "Those that most tracks have.",
              "fma_tracks.track_license",
              "Licence",
              "Tracks",
              Labels.NONE),
          histogram(
              AUDIO,
              "Duration of audio",
              "Measured while decoding, not what a header claims.",
              "audio_tracks.duration_s",
              "Duration (s)",
              "Files"),
          histogram(
              AUDIO,
              "Loudness of audio",
              "Root mean square over all channels.",
              "audio_tracks.rms_db",
              "Loudness (dB of full scale)",
              "Files"),
          bars(
              AUDIO,
              "Labels",
              "Genre of the files that were decoded.",
              "audio_tracks.label",
              "Label",
              "Files",
              Labels.NONE),
          bars(
              AUDIO,
              "Codecs",
              "As FFmpeg names them.",
              "audio_tracks.codec",
              "Codec",
              "Files",
              Labels.NONE),
          bars(
              AUDIO,
              "Sample rates",
              "Samples a second of each channel, as decoded.",
              "audio_tracks.sample_rate_hz",
              "Sample rate (Hz)",
              "Files",
              Labels.NONE),
          bars(
              AUDIO,
              "Splits of audio",
              "Files that were decoded.",
              "audio_tracks.split",
              "Split",
              "Files",
              Labels.NONE),
          histogram(
              AUDIO,
              "Mel energy",
              "Mean of the log-mel values of each segment; -11.5 is silence.",
              "mel.mel_mean",
              "Mean log-mel (natural logarithm)",
              "Segments"),
          histogram(
              AUDIO,
              "Spread of mel energy",
              "Standard deviation of the log-mel values of each segment.",
              "mel.mel_std",
              "Standard deviation (natural logarithm)",
              "Segments"));

  private Plots() {}

  private static Plot histogram(
      String section, String title, String tells, String column, String x, String y) {
    return binned(section, title, tells, Shape.HISTOGRAM, column, x, y, Labels.NONE);
  }

  /** Of whole numbers, each with a bin of its own. */
  private static Plot integers(
      String section,
      String title,
      String tells,
      String column,
      String x,
      String y,
      Labels labels) {
    return binned(section, title, tells, Shape.INTEGERS, column, x, y, labels);
  }

  private static Plot binned(
      String section,
      String title,
      String tells,
      Shape shape,
      String column,
      String x,
      String y,
      Labels labels) {
    String sql =
        """
        SELECT bin_low, bin_high, value AS %s
        FROM statistics
        WHERE %s AND statistic = 'histogram'
        ORDER BY bin_low NULLS FIRST
        """
            .formatted(name(y), of(column));
    return new Plot(column, section, title, tells, shape, x, y, labels, sql);
  }

  private static Plot bars(
      String section,
      String title,
      String tells,
      String column,
      String x,
      String y,
      Labels labels) {
    String sql =
        """
        SELECT category AS %s, value AS %s
        FROM statistics
        WHERE %s AND statistic = 'frequency' AND value > 0
        ORDER BY value DESC, category NULLS LAST
        LIMIT %d
        """
            .formatted(
                column.substring(column.indexOf('.') + 1), name(y), of(column), MOST_CATEGORIES);
    return new Plot(column, section, title, tells, Shape.BARS, x, y, labels, sql);
  }

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
            .formatted(of("notes.program"), MOST_CATEGORIES);
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

  private static String of(String column) {
    int dot = column.indexOf('.');
    return "dataset = :name AND table = '"
        + column.substring(0, dot)
        + "' AND column = '"
        + column.substring(dot + 1)
        + "'";
  }

  private static String name(String y) {
    return y.toLowerCase(Locale.ROOT);
  }
}
