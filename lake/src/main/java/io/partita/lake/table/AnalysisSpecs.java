package io.partita.lake.table;

import static io.partita.lake.table.Columns.later;
import static io.partita.lake.table.Columns.optional;
import static io.partita.lake.table.Columns.required;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.partita.statistics.Bins;

/** The tables of what is found in the notes of MIDI files. */
final class AnalysisSpecs {
  private static final Bins PER_CENT = Bins.linear(0, 100, 50);

  private AnalysisSpecs() {}

  public static TableSpec keys() {
    return TableSpec.table(
            "keys",
            "One row for the key that each file seems to be in, and one for each eight bars of it.")
        .columns(
            required("midi_md5", StringType, "the file, as in midi_files"),
            required("scope", StringType, "file, or bars for the notes that begin in eight bars"),
            required("first_bar", LongType, "the first of these bars, from 0; of a file 0"),
            required("key", StringType, "as C major"),
            required("tonic", IntegerType, "pitch class 0..11, 0 = C"),
            required("mode", StringType, "major or minor"),
            required(
                "correlation",
                DoubleType,
                "-1..1, of the time that each pitch class sounds, drums left out, with the key's"
                    + " profile"),
            required("margin", DoubleType, "0 or more, above the second best key"),
            later(
                "profile",
                StringType,
                "albrecht-shanahan (Albrecht and Shanahan 2013) or krumhansl-kessler (Krumhansl and"
                    + " Kessler 1982), as the run chose; null, in older lakes, is the latter"))
        .uniqueKey("midi_md5", "scope", "first_bar")
        .references("midi_md5", "midi_files")
        .origin(MidiSpecs.counted("keys"))
        .storage(Storage.USUAL.plain("correlation", "margin"))
        .reported(Reported.rows("counts.keys"))
        .statistics(StatisticsPlan.NONE.categories("key", "IF(scope = 'file', array(key), NULL)"))
        .ofContents()
        .build();
  }

  public static TableSpec trackExpressiveness() {
    return TableSpec.table(
            "track_expressiveness",
            "One row for each channel of a track that has notes: whether somebody played it, by the"
                + " heuristics of GigaMIDI (Lee et al. 2025).")
        .columns(
            required("midi_md5", StringType, "the file, as in midi_files"),
            required("track", IntegerType, "MIDI track, from 0"),
            required("channel", IntegerType, "0..15"),
            required("n_notes", IntegerType, "its notes, 1 or more"),
            required(
                "dnvr",
                DoubleType,
                "distinct note velocity ratio: per cent of the 127 velocities that it has"),
            optional(
                "nomml",
                IntegerType,
                "note onset median metric level 0..12: even 2i for onsets on a quarter divided by"
                    + " 2^i, odd 2i + 1 on two thirds of that, 12 on neither; SMPTE: null"),
            required("is_played", BooleanType, "whether nomml is 12"),
            later(
                "dnodr",
                DoubleType,
                "distinct note onset deviation ratio: distinct onsets within a quarter in per cent"
                    + " of its ticks; SMPTE: null"))
        .uniqueKey("midi_md5", "track", "channel")
        .references("midi_md5", "midi_files")
        .origin(MidiSpecs.counted("track_expressiveness"))
        .storage(Storage.USUAL.plain("midi_md5", "n_notes"))
        .reported(Reported.rows("counts.track_expressiveness"))
        .statistics(
            StatisticsPlan.NONE
                .numbers("dnvr", PER_CENT)
                .numbers("dnodr", PER_CENT)
                .codes("nomml", "nomml", Bins.integers(0, 12))
                .category("is_played"))
        .ofContents()
        .build();
  }
}
