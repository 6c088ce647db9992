package io.partita.lake.table;

import static io.partita.lake.table.Columns.later;
import static io.partita.lake.table.Columns.required;
import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.partita.score.TextEvent;
import java.util.Arrays;
import org.apache.spark.sql.types.StructField;

/** The tables of events in MIDI files beside their notes. */
final class EventSpecs {
  private EventSpecs() {}

  public static TableSpec lyrics() {
    return events(
            "lyrics",
            "lyric_idx",
            "One row for each syllable: lyric events, or else the texts of karaoke.")
        .columns(
            track(),
            tick("tick", "ticks from the start"),
            seconds("time_s", "seconds from the start"),
            required("text", StringType, "as it is written, hyphens and spaces included"),
            encoding(),
            later("begins", StringType, "line or paragraph, which karaoke marks; else null"))
        .build();
  }

  public static TableSpec markers() {
    return events(
            "markers",
            "marker_idx",
            "One row for each marker or cue point, as the name of a section.")
        .columns(
            track(),
            tick("tick", "ticks from the start"),
            seconds("time_s", "seconds from the start"),
            required("kind", StringType, "marker or cue_point"),
            required("text", StringType, "as it is written"),
            encoding())
        .statistics(StatisticsPlan.NONE.category("kind"))
        .build();
  }

  public static TableSpec pedal() {
    return events("pedal", "press_idx", "One row for each time that a pedal is held down.")
        .columns(
            track(),
            channel(),
            required("controller", IntegerType, "64 sustain, 66 sostenuto, 67 soft"),
            tick("down_tick", "ticks from the start; from a value of 64 on"),
            tick("up_tick", "ticks from the start; down_tick or later"),
            seconds("down_s", "seconds from the start"),
            seconds("up_s", "seconds from the start; down_s or later"),
            required("is_released", BooleanType, "false where it is held to its track's end"),
            port())
        .storage(Storage.USUAL.plain("press_idx", "down_tick", "up_tick", "down_s", "up_s"))
        .statistics(StatisticsPlan.NONE.category("controller").category("is_released"))
        .build();
  }

  public static TableSpec bends() {
    return events("bends", "bend_idx", "One row for each pitch bend.")
        .columns(
            track(),
            channel(),
            tick("tick", "ticks from the start"),
            seconds("time_s", "seconds from the start"),
            required("value", IntegerType, "-8192..8191; 0 is no bend"),
            required(
                "range_semitones",
                DoubleType,
                "what 8192 bends by: registered parameter 0 in force, else 2"),
            required("semitones", DoubleType, "value / 8192 * range_semitones"),
            port())
        .storage(Storage.USUAL.plain("bend_idx", "tick", "time_s"))
        .build();
  }

  /** Begins a table whose rows have a place among those of their file. */
  private static TableSpec.Builder events(String name, String index, String description) {
    return TableSpec.table(name, description)
        .columns(
            required("midi_md5", StringType, "the file, as in midi_files"),
            required(index, IntegerType, "position among the file's rows, from 0"))
        .uniqueKey("midi_md5", index)
        .references("midi_md5", "midi_files")
        .origin(MidiSpecs.counted(name))
        .reported(Reported.rows("counts." + name))
        .ofContents();
  }

  private static StructField track() {
    return required("track", IntegerType, "MIDI track, from 0");
  }

  private static StructField channel() {
    return required("channel", IntegerType, "0..15");
  }

  private static StructField encoding() {
    return later(
        "encoding",
        StringType,
        "of the text in the file: "
            + Arrays.stream(TextEvent.Encoding.values())
                .map(TextEvent.Encoding::label)
                .collect(joining(", ")));
  }

  private static StructField port() {
    return later("port", IntegerType, "0..127, by MIDI port events; each has 16 channels");
  }

  private static StructField tick(String name, String meaning) {
    return required(name, LongType, meaning);
  }

  private static StructField seconds(String name, String meaning) {
    return required(name, DoubleType, meaning);
  }
}
