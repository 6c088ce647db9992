package io.partita.lake.table;

import static io.partita.lake.table.Columns.later;
import static io.partita.lake.table.Columns.optional;
import static io.partita.lake.table.Columns.required;
import static io.partita.lake.table.Plot.bars;
import static io.partita.lake.table.Plot.histogram;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.statistics.Bins;
import java.util.List;

/** The tables of audio files and of their spectrograms. */
final class AudioSpecs {
  private static final String[] INGESTS = {"ingest-audio", "ingest-fma"};

  private static final String AUDIO = "Audio";

  private AudioSpecs() {}

  public static TableSpec tracks() {
    return TableSpec.table("audio_tracks", "One row for each audio file that could be decoded.")
        .columns(
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
            required("container", StringType, "mp3, flac, ogg, wav, w64, aiff, au, mp4 or aac"),
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
                "genre: fma_tracks' genre_top, or the name of the file's folder; null without"),
            optional(
                "split",
                StringType,
                "train, validation or test, as fma_tracks has it or as drawn; null without"
                    + " metadata"))
        .uniqueKey("track_id")
        .origin(Origin.ingestedBy(INGESTS).asMain().withNotes())
        .storage(Storage.USUAL.plain("sha256"))
        .reported(new Reported("`members` that were not rejected", AudioSpecs::decoded))
        .statistics(
            StatisticsPlan.NONE
                .numbers("duration_s", StatisticsPlan.LENGTHS)
                .numbers("rms_db", Bins.linear(-80, 0, 80))
                .identity("sha256")
                .distinct("label")
                .category("label")
                .category("split")
                .category("codec")
                .category("container")
                .category("sample_rate_hz")
                .category("channels"))
        .plots(
            histogram(
                AUDIO,
                "Duration of audio",
                "Measured while decoding, not what a header claims. Bins grow with the duration.",
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
                Labels.NONE))
        .build();
  }

  public static TableSpec mel() {
    return TableSpec.table(
            "mel",
            "Log-mel spectrograms: one row for each segment of each row of audio_tracks, which has"
                + " its label and split.")
        .columns(
            required("track_id", StringType, "as in audio_tracks"),
            required(
                "segment", IntegerType, "0 for the first; each is of full length but the last"),
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
            required("mel_max", DoubleType, "the largest"))
        .uniqueKey("track_id", "segment", "recipe")
        .references("track_id", "audio_tracks")
        .origin(Origin.ingestedBy(INGESTS))
        .storage(
            Storage.USUAL
                .rowGroups(64L << 20)
                .largeRows()
                .plain("mel", "mel_mean", "mel_std", "mel_min", "mel_max"))
        .reported(
            Reported.sum(
                "the sum of `n_frames`", "frames", () -> sum("n_frames"), "counts.mel_frames"))
        .statistics(
            StatisticsPlan.NONE
                .numbers("mel_mean", Bins.linear(-12, 2, 140))
                .numbers("mel_std", Bins.linear(0, 6, 120))
                .category("recipe"))
        .plots(
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
                "Segments"))
        .build();
  }

  public static TableSpec codes() {
    return TableSpec.table(
            "codes",
            "What a quantiser makes of mel or latents, or a neural codec of audio_tracks: one"
                + " row for each file and model.")
        .columns(
            required(
                "model_sha256",
                StringType,
                "SHA-256 of the model's numbers, as in its card; of a codec's file"),
            optional(
                "model_run_id",
                StringType,
                "the training that they come from, as in its card; null of a codec"),
            required(
                "model", StringType, "the model's folder, as given; the name of a codec's file"),
            optional(
                "codebooks_sha256",
                StringType,
                "SHA-256 of shape and numbers of the codebooks; null if a codec's file hides them"),
            required("track_id", StringType, "as in audio_tracks"),
            optional(
                "split",
                StringType,
                "train, validation or test: of the recording's first; of a codec as in"
                    + " audio_tracks"),
            required("stages", IntegerType, "codes of a frame"),
            required("entries", IntegerType, "of each codebook; codes are below"),
            required("bits", IntegerType, "of a code: the least that tell entries apart"),
            required("n_frames", IntegerType, "frames of the file"),
            required(
                "codes",
                BinaryType,
                "[n_frames][stages] codes, each in so many bits, least significant bit first, the"
                    + " last byte filled with zeros"),
            optional(
                "mean_distance",
                DoubleType,
                "Euclidean distance of a normalised frame from what its codes decode to; null of a"
                    + " codec"),
            later(
                "n_samples",
                LongType,
                "samples of a channel of the file at a codec's rate; null of a quantiser"),
            later(
                "scales",
                BinaryType,
                "float32, little-endian: what a codec divided each segment of a second by; null"
                    + " where it divides by nothing"))
        .repeatedKey("model_sha256", "track_id")
        .references("track_id", "audio_tracks")
        .origin(Origin.derivedBy("encode-codes").from("mel", "audio_tracks"))
        .reported(Reported.ofLastModel("tracks"))
        .statistics(StatisticsPlan.NONE.category("model_sha256").category("split"))
        .build();
  }

  private static List<ReportedCount> decoded(JsonNode report) {
    JsonNode members = report.path("members");
    return Reported.rows(
        Reported.total(members) - members.path(ContentStatus.REJECTED.label()).asLong());
  }
}
