package io.partita.lake.table;

import static io.partita.lake.table.Columns.joined;
import static io.partita.lake.table.Columns.later;
import static io.partita.lake.table.Columns.optional;
import static io.partita.lake.table.Columns.required;
import static io.partita.lake.table.Plot.bars;
import static io.partita.lake.table.Plot.histogram;
import static io.partita.lake.table.Plot.integers;
import static io.partita.lake.table.StatisticsPlan.LENGTHS;
import static io.partita.lake.table.StatisticsPlan.MIDI_NUMBERS;
import static io.partita.lake.table.StatisticsPlan.TEMPO_BPM;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.scorefile.ScoreFile;
import io.partita.statistics.Bins;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The tables of MIDI files: where they were found, their bytes, and what each is. */
final class MidiSpecs {
  static final String[] INGESTS =
      Stream.concat(
              Stream.of("ingest-lmd", "ingest-midi"),
              ScoreFile.formats().stream().map(format -> "ingest-" + format.label()))
          .toArray(String[]::new);

  private static final String FILES = "MIDI files";

  private MidiSpecs() {}

  public static TableSpec sources() {
    return TableSpec.table(
            "midi_sources", "One row for each member of the archive, kept or rejected.")
        .columns(
            required("source", StringType, "input it came from, as its shortest distinct name"),
            required("path", StringType, "member's path inside the input"),
            optional("midi_md5", StringType, "MD5 of the member's bytes; null if not readable"),
            optional("track_id", StringType, "Million Song track id, where the path names one"),
            optional(
                "catalog",
                createMapType(StringType, StringType, false),
                "columns of the member's row in the catalog; null without one"),
            joined(
                "split",
                StringType,
                "train, validation or test: the catalog's own where it has one, else the content's;"
                    + " null for rejected members; not in the files"))
        // An archive may hold two members of one path: a copied file shows in the number of rows.
        .repeatedKey("source", "path")
        .references("midi_md5", "midi_files")
        .origin(Origin.ingestedBy(INGESTS))
        .storage(Storage.USUAL.plain("track_id", "catalog"))
        .reported(Reported.rowsOfAll("members"))
        .statistics(
            StatisticsPlan.NONE
                .distinct("source")
                .identity("midi_md5")
                .leaks("track_id")
                .category("split"))
        .build();
  }

  public static TableSpec bytes() {
    return TableSpec.table(
            "midi_bytes", "The bytes of each distinct MIDI content that was not rejected.")
        .columns(
            required("midi_md5", StringType, "MD5 of the member's bytes, lower-case hex"),
            required(
                "bytes",
                BinaryType,
                "the file as it was in the archive; of written music the MIDI file made of it"))
        .uniqueKey("midi_md5")
        .references("midi_md5", "midi_files")
        .origin(Origin.ingestedBy(INGESTS).sometimes(MidiSpecs::keptBytes))
        .storage(Storage.USUAL.rowGroups(8L << 20).largeRows().plain("midi_md5", "bytes"))
        .reported(Reported.rowsOfAll("splits"))
        .build();
  }

  public static TableSpec files() {
    return TableSpec.table(
            "midi_files", "One row for each distinct content, kept, repaired or rejected.")
        .columns(
            required("midi_md5", StringType, "MD5 of the bytes, lower-case hex"),
            required("path", StringType, "path of the first member with this content"),
            required("size_bytes", LongType, "bytes"),
            required("status", StringType, "ok, repaired or rejected"),
            optional("fault", StringType, "why it was rejected; null otherwise"),
            optional("byte_offset", LongType, "where the fault was noticed; null otherwise"),
            required(
                "warnings",
                createMapType(StringType, IntegerType, false),
                "repairs and oddities by kind, with their counts; empty when there are none"),
            later(
                "suspect",
                BooleanType,
                "whether it has the warning OUT_OF_STEP, and its notes may be noise; null when"
                    + " rejected"),
            optional("format", IntegerType, "0 one track, 1 parallel tracks, 2 separate patterns"),
            optional(
                "division", IntegerType, "ticks per quarter; negative for SMPTE, as in the file"),
            optional("n_tracks", IntegerType, "track chunks found"),
            optional("n_notes", IntegerType, "notes"),
            optional("n_drum_notes", IntegerType, "notes on channel 9 (counted from 0)"),
            optional("n_unclosed", IntegerType, "notes that no note off ends; closed at track end"),
            optional("n_orphan_off", IntegerType, "note offs that end no note"),
            optional("n_zero_length", IntegerType, "notes of zero ticks"),
            optional("duration_s", DoubleType, "end of the last note, seconds; 0 without notes"),
            optional(
                "programs",
                createArrayType(IntegerType, false),
                "distinct programs 0..127 of non-drum notes, ascending"),
            optional("pitch_min", IntegerType, "lowest pitch 0..127 (60 = C4); null without notes"),
            optional("pitch_max", IntegerType, "highest pitch 0..127; null without notes"),
            optional("tempo_initial_bpm", DoubleType, "quarters per minute at tick 0; SMPTE: null"),
            optional(
                "tempo_mean_bpm", DoubleType, "quarters per minute over the duration; SMPTE: null"),
            optional("n_tempo_changes", IntegerType, "tempo events after the first that change it"),
            optional("time_signature", StringType, "the first one, as 4/4; null if none is given"),
            optional("n_time_signature_changes", IntegerType, "changes after the first"),
            optional("key", StringType, "first key signature, as C major; null if none is given"),
            optional("note_density", DoubleType, "notes per second; null at duration 0"),
            optional(
                "content_hash",
                StringType,
                "SHA-256 over the distinct (onset on a 24-per-quarter grid, pitch, is_drum): equal"
                    + " for the same notes whatever PPQ, track order, velocity, tempo or program;"
                    + " null when rejected"),
            required(
                "token_status",
                createMapType(StringType, StringType, false),
                "how it went with each token scheme that the ingest was asked for: ok, or why this"
                    + " file has no tokens; of what tokenize added or wrote again it says nothing,"
                    + " table tokens has a row where there are some"),
            optional(
                "split_group",
                StringType,
                "files that must stay in one split share it; null when rejected"),
            optional("split", StringType, "train, validation or test; null when rejected"))
        .uniqueKey("midi_md5")
        .origin(Origin.ingestedBy(INGESTS).asMain())
        .storage(Storage.USUAL.plain("midi_md5", "content_hash"))
        .reported(
            new Reported(
                "`counts.contents`, and those marked suspect with `counts.suspects`",
                report -> contents(report.path("counts"))))
        .statistics(fileStatistics())
        .plots(filePlots())
        .ofContents()
        .build();
  }

  /** Of a table that earlier versions did not write: the report counts its rows where it is. */
  static Origin counted(String table) {
    return Origin.ingestedBy(INGESTS).sometimes(report -> report.path("counts").has(table));
  }

  private static boolean keptBytes(JsonNode report) {
    JsonNode option = report.at("/options/no_bytes");
    return option.isBoolean() && !option.asBoolean();
  }

  /** Earlier versions marked no suspects. */
  private static List<ReportedCount> contents(JsonNode counts) {
    List<ReportedCount> figures = new ArrayList<>(Reported.rows(counts.path("contents").asLong()));
    if (counts.has(ReportedCount.SUSPECTS)) {
      figures.add(
          new ReportedCount(
              "suspects", count_if(col("suspect")), counts.path(ReportedCount.SUSPECTS).asLong()));
    }
    return figures;
  }

  private static StatisticsPlan fileStatistics() {
    return StatisticsPlan.NONE
        .numbers("duration_s", LENGTHS)
        .numbers("tempo_initial_bpm", TEMPO_BPM)
        .numbers("tempo_mean_bpm", TEMPO_BPM)
        .numbers("n_tracks", Bins.integers(0, 64))
        .numbers("n_notes", Bins.growingWhole(0, 20, 4))
        .numbers("note_density", Bins.linear(0, 60, 120))
        .numbers("pitch_min", MIDI_NUMBERS)
        .numbers("pitch_max", MIDI_NUMBERS)
        .numbers("size_bytes", Bins.growingWhole(5, 26, 4))
        .identity("content_hash")
        .leaks("split_group")
        .category("status")
        .category("fault")
        .category("format")
        .category("key")
        .category("time_signature")
        .category("split")
        .categories("programs", "CAST(programs AS array<string>)")
        .categories("warnings", "map_keys(warnings)");
  }

  private static Plot[] filePlots() {
    return new Plot[] {
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
          "Contents in each split; near-duplicates share one.",
          "midi_files.split",
          "Split",
          "Files",
          Labels.NONE),
      stylePlot()
    };
  }

  private static Plot stylePlot() {
    return new Plot(
        null,
        FILES,
        "Style",
        "The style that the data set's own catalog names for each file.",
        Plot.Shape.BARS,
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
            .formatted(Plot.MOST_CATEGORIES));
  }
}
