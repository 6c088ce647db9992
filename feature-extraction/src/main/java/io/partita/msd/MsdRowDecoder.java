package io.partita.msd;

/** Rows of the three tables as a song; the counterpart of {@code MsdRowEncoder}. */
final class MsdRowDecoder {
  private MsdRowDecoder() {}

  /** Decodes a song from three places that are at the beginning of its rows. */
  static MsdSong song(MsdTable.Place analysis, MsdTable.Place metadata, MsdTable.Place mbz) {
    int analysisSampleRate = analysis.integer();
    String audioMd5 = analysis.text();
    double danceability = analysis.real();
    double duration = analysis.real();
    double endOfFadeIn = analysis.real();
    double energy = analysis.real();
    int idxBarsConfidence = analysis.integer();
    int idxBarsStart = analysis.integer();
    int idxBeatsConfidence = analysis.integer();
    int idxBeatsStart = analysis.integer();
    int idxSectionsConfidence = analysis.integer();
    int idxSectionsStart = analysis.integer();
    int idxSegmentsConfidence = analysis.integer();
    int idxSegmentsLoudnessMax = analysis.integer();
    int idxSegmentsLoudnessMaxTime = analysis.integer();
    int idxSegmentsLoudnessStart = analysis.integer();
    int idxSegmentsPitches = analysis.integer();
    int idxSegmentsStart = analysis.integer();
    int idxSegmentsTimbre = analysis.integer();
    int idxTatumsConfidence = analysis.integer();
    int idxTatumsStart = analysis.integer();
    int key = analysis.integer();
    double keyConfidence = analysis.real();
    double loudness = analysis.real();
    int mode = analysis.integer();
    double modeConfidence = analysis.real();
    double startOfFadeOut = analysis.real();
    double tempo = analysis.real();
    int timeSignature = analysis.integer();
    double timeSignatureConfidence = analysis.real();
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
        artistId,
        artistMbid,
        artist7digitalid,
        artistPlaymeid,
        release7digitalid,
        track7digitalid,
        audioMd5,
        artistName,
        title,
        release,
        year,
        duration,
        tempo,
        loudness,
        key,
        keyConfidence,
        mode,
        modeConfidence,
        timeSignature,
        timeSignatureConfidence,
        danceability,
        energy,
        endOfFadeIn,
        startOfFadeOut,
        analysisSampleRate,
        artistFamiliarity,
        artistHotttnesss,
        songHotttnesss,
        artistLatitude,
        artistLongitude,
        artistLocation,
        genre,
        analyzerVersion,
        new MsdIndexes(
            idxBarsConfidence,
            idxBarsStart,
            idxBeatsConfidence,
            idxBeatsStart,
            idxSectionsConfidence,
            idxSectionsStart,
            idxSegmentsConfidence,
            idxSegmentsLoudnessMax,
            idxSegmentsLoudnessMaxTime,
            idxSegmentsLoudnessStart,
            idxSegmentsPitches,
            idxSegmentsStart,
            idxSegmentsTimbre,
            idxTatumsConfidence,
            idxTatumsStart,
            idxArtistTerms,
            idxSimilarArtists,
            idxArtistMbtags));
  }
}
