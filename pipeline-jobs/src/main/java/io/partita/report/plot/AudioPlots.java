package io.partita.report.plot;

import static io.partita.report.plot.StatisticsPlots.bars;
import static io.partita.report.plot.StatisticsPlots.histogram;
import static io.partita.report.plot.StatisticsPlots.integers;

import java.util.List;

/** Plots of audio files, and of the catalog that describes them. */
final class AudioPlots {
  private static final String CATALOG = "Catalog";
  private static final String AUDIO = "Audio";

  static final List<Plot> ALL =
      List.of(
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

  private AudioPlots() {}
}
