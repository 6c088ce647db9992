package io.partita.msd;

import io.partita.msd.MsdSong.Analysis;
import io.partita.msd.MsdSong.Artist;
import io.partita.msd.MsdSong.Estimate;
import io.partita.msd.MsdSong.Release;

/** Rows of the three tables as a song; the counterpart of {@code MsdRowEncoder}. */
final class MsdRowDecoder {
  private MsdRowDecoder() {}

  /**
   * Decodes a song from three places that are at the beginning of its rows. Each call for a value
   * takes the next column, so that calls in one expression are in the order of the columns.
   */
  static MsdSong song(MsdTable.Place analysis, MsdTable.Place metadata, MsdTable.Place mbz) {
    int analysisSampleRate = analysis.integer();
    String audioMd5 = analysis.text();
    double danceability = analysis.real();
    double duration = analysis.real();
    double endOfFadeIn = analysis.real();
    double energy = analysis.real();
    MsdIndexes.Timeline bars = timeline(analysis);
    MsdIndexes.Timeline beats = timeline(analysis);
    MsdIndexes.Timeline sections = timeline(analysis);
    MsdIndexes.Segments segments =
        new MsdIndexes.Segments(
            analysis.integer(),
            analysis.integer(),
            analysis.integer(),
            analysis.integer(),
            analysis.integer(),
            analysis.integer(),
            analysis.integer());
    MsdIndexes.Timeline tatums = timeline(analysis);
    Estimate key = estimate(analysis);
    double loudness = analysis.real();
    Estimate mode = estimate(analysis);
    double startOfFadeOut = analysis.real();
    double tempo = analysis.real();
    Estimate timeSignature = estimate(analysis);
    String trackId = analysis.text();

    String analyzerVersion = metadata.text();
    int artist7digitalid = metadata.integer();
    double artistFamiliarity = metadata.real();
    double artistHotttnesss = metadata.real();
    String artistId = metadata.text();
    double artistLatitude = metadata.real();
    String artistLocation = metadata.text();
    double artistLongitude = metadata.real();
    String artistMbid = metadata.text();
    String artistName = metadata.text();
    int artistPlaymeid = metadata.integer();
    String genre = metadata.text();
    int idxArtistTerms = metadata.integer();
    int idxSimilarArtists = metadata.integer();
    String release = metadata.text();
    int release7digitalid = metadata.integer();
    double songHotttnesss = metadata.real();
    String songId = metadata.text();
    String title = metadata.text();
    int track7digitalid = metadata.integer();

    int idxArtistMbtags = mbz.integer();
    int year = mbz.integer();

    return new MsdSong(
        trackId,
        songId,
        track7digitalid,
        title,
        new Artist(
            artistId,
            artistMbid,
            artist7digitalid,
            artistPlaymeid,
            artistName,
            artistFamiliarity,
            artistHotttnesss,
            artistLatitude,
            artistLongitude,
            artistLocation),
        new Release(release, release7digitalid, year),
        songHotttnesss,
        genre,
        new Analysis(
            audioMd5,
            duration,
            tempo,
            loudness,
            key,
            mode,
            timeSignature,
            danceability,
            energy,
            endOfFadeIn,
            startOfFadeOut,
            analysisSampleRate),
        analyzerVersion,
        new MsdIndexes(
            bars,
            beats,
            sections,
            segments,
            tatums,
            idxArtistTerms,
            idxSimilarArtists,
            idxArtistMbtags));
  }

  private static MsdIndexes.Timeline timeline(MsdTable.Place analysis) {
    return new MsdIndexes.Timeline(analysis.integer(), analysis.integer());
  }

  private static Estimate estimate(MsdTable.Place analysis) {
    return new Estimate(analysis.integer(), analysis.real());
  }
}
