package io.partita.lake.table;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import io.partita.fma.FmaTable;
import java.util.ArrayList;
import io.partita.token.TokenSchemes;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The lake's tables: name, columns in order, and what each column means. Every table is partitioned
 * by {@code dataset}, a folder name ({@code notes/dataset=lmd_matched/}); {@link #TOKENS} also by
 * {@code scheme}. Partition columns are not in the files and come last when Spark reads the table.
 *
 * <p>The descriptions here are the only ones: {@code docs/tables.md} and {@code partita tables} are
 * made from them.
 */
@SuppressWarnings("ImmutableEnumChecker") // StructType and List.of are immutable
public enum LakeTable {
  TRACKS(
      "One row for each Million Song track that the archive names.",
      MsdColumns.song(
          required("n_midi", IntegerType, "distinct MIDI contents of the archive for this track"))),

  TRACK_MIDI(
      "Which MIDI contents belong to which track: one row for each pair.",
      List.of(
          required("track_id", StringType, "Million Song track id"),
          required("midi_md5", StringType, "content, as in midi_files; it may be a rejected one"),
          optional("score", DoubleType, "match score as published, usually 0..1, above 1 kept"),
          required(
              "rank_in_track", IntegerType, "1 = best score of the track; no score comes last"))),

  MIDI_SOURCES(
      "One row for each member of the archive, kept or rejected.",
      List.of(
          required("source", StringType, "input it came from, as its shortest distinct name"),
          required("path", StringType, "member's path inside the input"),
          optional("midi_md5", StringType, "MD5 of the member's bytes; null if not readable"),
          optional("track_id", StringType, "Million Song track id, where the path names one"),
          optional(
              "catalog",
              createMapType(StringType, StringType, false),
              "columns of the member's row in the catalog; null without one"),
          optional(
              "split",
              StringType,
              "train, validation or test: the catalog's own where it has one, else the content's;"
                  + " null for rejected members"))),

  MIDI_BYTES(
      "The bytes of each distinct MIDI content that was not rejected.",
      List.of(
          required("midi_md5", StringType, "MD5 of the bytes, lower-case hex"),
          required("bytes", BinaryType, "the file as it stood in the archive"))),

  MIDI_FILES(
      "One row for each distinct content, kept, repaired or rejected.",
      List.of(
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
              "for each token scheme asked for: ok, or why this file has no tokens"),
          optional(
              "split_group",
              StringType,
              "files that must stay in one split share it; null when rejected"),
          optional("split", StringType, "train, validation or test; null when rejected"))),

  NOTES(
      "One row for each note, sorted by (midi_md5, onset_tick, track, pitch).",
      List.of(
          required("midi_md5", StringType, "the file, as in midi_files"),
          required("note_idx", IntegerType, "position in the file's notes, from 0"),
          required("track", IntegerType, "MIDI track, from 0"),
          required("channel", IntegerType, "0..15"),
          required("program", IntegerType, "0..127, in force at the note on"),
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
              "note_off, note_on_velocity_0 or track_end (never closed in the file)"))),

  TOKENS(
      "Token sequences, one row for each file and scheme; also partitioned by scheme.",
      List.of(
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
          required("n_truncated", IntegerType, "durations too long for the scheme: 10 s or more of anticipation and seed"),
          optional("split", StringType, "train, validation or test, as in midi_files")),
      "scheme"),

  DRUM_SLICES(
      "Drum loops of 2 or 4 bars, on a grid of sixteenths: one row for each distinct one of each"
          + " piece of each file, sorted by (source, path, piece, start_step).",
      DrumColumns.slices()),

  DRUM_FILES(
      "What slice-drums made of each member of midi_sources, and why some gave no slice: one row"
          + " for each, and for 2 and 4 bars.",
      DrumColumns.files()),

  LATENTS(
      "What a MusicVAE makes of drum_slices: one row for each slice and model, z = mu + sigma · a"
          + " normal draw.",
      DrumColumns.latents()),

  QUARANTINE(
      "One row for each rejected member, for an archive that could not be read to its end, and for"
          + " metadata that fits nothing.",
      List.of(
          required("source", StringType, "input it came from, as its shortest distinct name"),
          required(
              "path",
              StringType,
              "member's path; the input's own when that is damaged; the metadata file's for a bad"
                  + " row of it"),
          optional("md5", StringType, "MD5 of the bytes; null where they could not be read"),
          optional("size_bytes", LongType, "bytes, as far as known"),
          required("fault", StringType, "kind of defect"),
          required(
              "byte_offset",
              LongType,
              "where it was noticed, from the start of the member, or of the archive where the"
                  + " fault is the archive's"),
          required("detail", StringType, "one sentence for a person"),
          required("run_id", StringType, "the run that rejected it"))),

  MSD_TRACKS(
      "One row for each Million Song track file: its summary columns and all of its arrays.",
      MsdColumns.track()),

  AUDIO_TRACKS(
      "One row for each audio file that could be decoded.",
      List.of(
          required(
              "track_id",
              StringType,
              "of the Free Music Archive the track's number without leading zeros, as fma_tracks"
                  + " has it; else the path"),
          required("source", StringType, "input it came from, as its shortest distinct name"),
          required("path", StringType, "file's path inside the input"),
          required("sha256", StringType, "SHA-256 of the file's bytes, lower-case hex"),
          required("size_bytes", LongType, "bytes of the file"),
          required("codec", StringType, "FFmpeg's word for it: mp3, flac, vorbis, pcm_s16le …"),
          required("container", StringType, "mp3, flac, ogg, wav, w64, au, mp4 or aac"),
          required("sample_rate_hz", IntegerType, "samples a second of each channel, as decoded"),
          required("channels", IntegerType, "1 mono, 2 stereo …, as decoded"),
          optional("bit_rate", LongType, "bits a second, as the file claims or implies"),
          required("n_samples", LongType, "samples of each channel that were decoded"),
          required("duration_s", DoubleType, "n_samples / sample_rate_hz: measured, not claimed"),
          optional("claimed_duration_s", DoubleType, "what the header says, seconds"),
          required(
              "n_decode_errors",
              IntegerType,
              "packets that could not be decoded, 1 more where the file breaks off, and samples"
                  + " that were no finite numbers and are taken for 0"),
          required(
              "peak",
              DoubleType,
              "largest magnitude of a sample of any channel; lossy codecs may exceed 1"),
          required(
              "rms_db",
              DoubleType,
              "root mean square over all channels, dB of full scale; -160 of pure silence"),
          required(
              "silence_ratio", DoubleType, "share of samples below -60 dB of full scale, 0..1"),
          required("clip_ratio", DoubleType, "share of samples at 32767/32768 or beyond, 0..1"),
          optional(
              "label",
              StringType,
              "genre: fma_tracks' genre_top, or the folder that the file lies in; null without"),
          optional(
              "split",
              StringType,
              "train, validation or test, as fma_tracks has it or as drawn; null without"
                  + " metadata"))),

  MEL(
      "Log-mel spectrograms: one row for each segment of each row of audio_tracks.",
      List.of(
          required("track_id", StringType, "as in audio_tracks"),
          required("segment", IntegerType, "0 for the first; each is of full length but the last"),
          required("recipe", StringType, "how it was made: hifigan-22k-80 or mel-16k-64"),
          required("recipe_version", IntegerType, "grows when a recipe gives other numbers"),
          required("dtype", StringType, "type of the values in mel: float16 or float32"),
          required("sample_rate_hz", IntegerType, "rate that the audio was brought to"),
          required("hop", IntegerType, "samples from one frame to the next, at sample_rate_hz"),
          required("n_mels", IntegerType, "values in a frame, low to high"),
          required("n_frames", IntegerType, "frames in this segment"),
          required(
              "mel",
              BinaryType,
              "[n_frames][n_mels] natural logarithms, frame after frame, little-endian;"
                  + " mel_array(mel, dtype) gives numbers"),
          required("mel_mean", DoubleType, "mean of the values, as before rounding to dtype"),
          required("mel_std", DoubleType, "their standard deviation"),
          required("mel_min", DoubleType, "the least; -11.512925 is silence"),
          required("mel_max", DoubleType, "the largest"))),

  FMA_TRACKS(
      "The Free Music Archive's tracks.csv: one row for each track, with audio or without.",
      FmaColumns.tracks()),

  FMA_GENRES("The Free Music Archive's genres.csv.", FmaColumns.of(FmaTable.GENRES)),

  FMA_FEATURES(
      "The Free Music Archive's features.csv: librosa's features, seven statistics of each.",
      FmaColumns.of(FmaTable.FEATURES)),

  FMA_ECHONEST(
      "The Free Music Archive's echonest.csv: what Echo Nest knew of some tracks.",
      FmaColumns.of(FmaTable.ECHONEST)),

  TRAINING_RUNS(
      "How trainings went: one row for each line of a model's metrics.jsonl.",
      List.of(
          required(
              "run_id",
              StringType,
              "names the training by data set, options and version; a resumed one keeps it"),
          required("model", StringType, "the model's folder, as given"),
          required("kind", StringType, "of model, as note-lstm"),
          required("epoch", DoubleType, "passes over the examples so far, with the fraction"),
          required("iteration", LongType, "updates that each worker has made so far"),
          required("examples", LongType, "trained on so far, by all workers"),
          required(
              "loss_nats",
              DoubleType,
              "for each prediction, with dropout: mean over the updates since the last row"),
          optional(
              "validation_loss_nats",
              DoubleType,
              "for each prediction, without dropout; null but at the end of an epoch"),
          required("learning_rate", DoubleType, "of the last update"),
          required("examples_per_s", DoubleType, "by all workers, since the last row"),
          required("seconds", DoubleType, "of training so far, resumed runs added up"))),

  STATISTICS(
      "What stats counted in a data set's tables: one row for each figure, bin or category.",
      List.of(
          required("table", StringType, "table of the lake"),
          optional("column", StringType, "its column; null for figures of whole rows"),
          required(
              "statistic",
              StringType,
              "rows, suspects, share, nulls, distinct, duplicates, leaks, min, max, mean, stddev,"
                  + " median, histogram or frequency"),
          optional(
              "category",
              StringType,
              "what a frequency is of; null for those beyond the 200 most frequent together, and"
                  + " where it is no frequency"),
          optional(
              "bin_low",
              DoubleType,
              "of a histogram: the bin's lower end, which belongs to it; null below the first"),
          optional(
              "bin_high",
              DoubleType,
              "of a histogram: the bin's upper end, which does not; null above the last"),
          required("value", DoubleType, "rows, or in the column's own unit")));

  /** The folder level that every table is partitioned by. */
  public static final String DATASET = "dataset";

  private static final String LATER = "later";

  private final String description;
  private final StructType schema;
  private final List<String> innerPartitions;

  LakeTable(String description, List<StructField> columns, String... innerPartitions) {
    this.description = description;
    this.schema = new StructType(columns.toArray(StructField[]::new));
    this.innerPartitions = List.of(innerPartitions);
  }

  /** Folder and view name, as {@code midi_files}. */
  public String tableName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String description() {
    return description;
  }

  /** The columns inside the files, in order, without partition columns. */
  public StructType schema() {
    return schema;
  }

  /** Folder levels below {@code dataset=…}; empty for most tables. */
  public List<String> innerPartitions() {
    return innerPartitions;
  }

  /** The columns as a reader sees them: those of the files, then the partition columns. */
  public StructType readSchema() {
    List<StructField> fields = new ArrayList<>(List.of(schema.fields()));
    for (String inner : innerPartitions) {
      fields.add(required(inner, StringType, "partition: folder " + inner + "=…"));
    }
    fields.add(required(DATASET, StringType, "partition: folder dataset=…, the name given"));
    return new StructType(fields.toArray(StructField[]::new));
  }

  /** Whether earlier versions of Partita did not write a column: it then reads as null. */
  static boolean isLater(StructField column) {
    return column.metadata().contains(LATER);
  }

  static StructField required(String name, DataType type, String meaning) {
    return new StructField(name, type, false, Metadata.empty()).withComment(meaning);
  }

  static StructField optional(String name, DataType type, String meaning) {
    return new StructField(name, type, true, Metadata.empty()).withComment(meaning);
  }

  static StructField later(String name, DataType type, String meaning) {
    Metadata later = new MetadataBuilder().putBoolean(LATER, true).build();
    return new StructField(name, type, true, later).withComment(meaning);
  }
}
