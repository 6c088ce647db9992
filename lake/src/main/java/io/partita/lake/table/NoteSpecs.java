package io.partita.lake.table;

import static io.partita.lake.table.Columns.joined;
import static io.partita.lake.table.Columns.later;
import static io.partita.lake.table.Columns.optional;
import static io.partita.lake.table.Columns.required;
import static io.partita.lake.table.Plot.histogram;
import static io.partita.lake.table.Plot.integers;
import static io.partita.lake.table.StatisticsPlan.MIDI_NUMBERS;
import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.statistics.Bins;
import io.partita.token.TokenSchemes;
import java.util.ArrayList;
import java.util.List;

/** The tables of what is in MIDI files: their notes, and sequences of tokens. */
final class NoteSpecs {
  private static final String NOTES = "Notes";
  private static final String TOKENS_OF = "tokens_";

  private NoteSpecs() {}

  public static TableSpec notes() {
    return TableSpec.table(
            "notes", "One row for each note, sorted by (midi_md5, onset_tick, track, pitch).")
        .columns(
            required("midi_md5", StringType, "the file, as in midi_files"),
            required("note_idx", IntegerType, "position in the file's notes, from 0"),
            required("track", IntegerType, "MIDI track, from 0"),
            required("channel", IntegerType, "0..15"),
            required(
                "program", IntegerType, "0..127, in force on the port's channel at the note on"),
            required("is_drum", BooleanType, "true on channel 9"),
            required("pitch", IntegerType, "0..127, 60 = C4"),
            required("velocity", IntegerType, "1..127"),
            required("onset_tick", LongType, "ticks from the start"),
            required("offset_tick", LongType, "ticks from the start; onset_tick or later"),
            required("onset_s", DoubleType, "seconds from the start"),
            required("duration_s", DoubleType, "seconds, 0 or more"),
            optional("bar", LongType, "bar from 0, by the time signatures; SMPTE: null"),
            optional(
                "position_in_bar_quarters",
                DoubleType,
                "quarters since the bar's start; SMPTE: null"),
            required(
                "closed_by",
                StringType,
                "note_off, note_on_velocity_0 or track_end (never closed in the file)"),
            later("port", IntegerType, "0..127, by MIDI port events; each has 16 channels"))
        .uniqueKey("midi_md5", "note_idx")
        .references("midi_md5", "midi_files")
        .origin(Origin.ingestedBy(MidiSpecs.INGESTS))
        .storage(
            Storage.USUAL
                .plain("onset_s", "duration_s", "position_in_bar_quarters")
                .climbing("note_idx", "onset_tick", "offset_tick"))
        .reported(Reported.rows("counts.notes"))
        // A drum's pitch names an instrument, and its program says nothing.
        .statistics(
            StatisticsPlan.NONE
                .numbers("pitch", "IF(is_drum, NULL, pitch)", MIDI_NUMBERS)
                .codes("program", "IF(is_drum, NULL, program)", MIDI_NUMBERS)
                .numbers("velocity", MIDI_NUMBERS)
                .numbers("duration_s", Bins.growing(-8, 6, 4))
                .category("is_drum")
                .category("closed_by"))
        .plots(
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
            programs())
        .ofContents()
        .build();
  }

  public static TableSpec tokens() {
    return TableSpec.table(
            "tokens",
            "Token sequences, one row for each file and scheme; also partitioned by scheme.")
        .columns(
            required("midi_md5", StringType, "the file, as in midi_files"),
            required("scheme_version", IntegerType, "version of the scheme's definition"),
            required(
                "tokens",
                createArrayType(IntegerType, false),
                "as the scheme has them; "
                    + TokenSchemes.all().stream()
                        .map(scheme -> scheme.label() + ": " + scheme.meaning())
                        .collect(joining("; "))),
            required("n_tokens", IntegerType, "length of tokens"),
            required("n_unclosed", IntegerType, "notes left without a duration"),
            required("n_orphan_off", IntegerType, "note offs that ended no note"),
            required("n_truncated", IntegerType, "durations too long for the scheme, as 10 s"),
            joined(
                "split",
                StringType,
                "train, validation or test, as in midi_files; not in the files"))
        .partitionedBy("scheme")
        .uniqueKey("scheme", "midi_md5")
        .references("midi_md5", "midi_files")
        .origin(Origin.ingestedBy(MidiSpecs.INGESTS))
        .storage(Storage.USUAL.largeRows().plain("tokens"))
        .reported(
            new Reported(
                "the sum of `n_tokens` with `counts.tokens_SCHEME`",
                report -> tokens(report.path("counts"))))
        .statistics(
            StatisticsPlan.NONE
                .numbers("n_tokens", Bins.growingWhole(2, 22, 4))
                .category("scheme")
                .category("split"))
        .ofContents()
        .build();
  }

  private static List<ReportedCount> tokens(JsonNode counts) {
    List<ReportedCount> tokens = new ArrayList<>();
    counts
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (name.startsWith(TOKENS_OF)) {
                String scheme = name.substring(TOKENS_OF.length());
                tokens.add(
                    new ReportedCount(
                        "tokens of " + scheme,
                        sum(when(col("scheme").equalTo(scheme), col("n_tokens"))),
                        counts.path(name).asLong()));
              }
            });
    return tokens;
  }

  private static Plot programs() {
    String sql =
        """
        SELECT int(bin_low) AS program, value AS notes
        FROM statistics
        WHERE %s AND statistic = 'histogram' AND value > 0
          AND bin_low IS NOT NULL AND bin_high IS NOT NULL
        ORDER BY value DESC, program
        LIMIT %d
        """
            .formatted(Plot.statisticsOf("notes.program"), Plot.MOST_CATEGORIES);
    return new Plot(
        "notes.program",
        NOTES,
        "Programs of notes",
        "Notes that each General MIDI program plays; drums are not counted.",
        Plot.Shape.BARS,
        "Program",
        "Notes",
        Labels.PROGRAM,
        sql);
  }
}
