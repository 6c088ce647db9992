package io.partita.msd;

import java.util.Objects;

/**
 * One song of the Million Song Dataset: its row of {@code /analysis/songs}, {@code /metadata/songs}
 * and {@code /musicbrainz/songs}, every column. The dataset marks what it does not know with a
 * value of the column's own type; here that is {@code null}, and the constructor sees to it:
 *
 * <ul>
 *   <li>text that is empty; a number that is not finite (NaN in the files);
 *   <li>{@code year}, {@code tempo_bpm}, {@code danceability} and {@code energy} of 0: a year no
 *       source gave, a tempo the analyser did not find, and two figures it computed for no track of
 *       the dataset;
 *   <li>{@code time_signature} of 0 or below: the Echo Nest's analyser answers 3 to 7 beats a bar,
 *       1 for a metre too complex or changing, and below 1 for none found;
 *   <li>{@code key} and {@code mode} below 0: none found, in the same analyser's words;
 *   <li>ids of 7digital and playme of 0 or below, and a sample rate of 0 or below.
 * </ul>
 *
 * <p>A confidence is kept as it is, 0 included: next to an unknown tempo or key it says why.
 *
 * @param trackId the dataset's key, 18 letters and digits beginning with TR
 * @param songId the Echo Nest's song, beginning with SO; several tracks may share one
 * @param artistId the Echo Nest's artist, beginning with AR
 * @param artistMbid MusicBrainz's artist, a UUID
 * @param artist7digitalid 7digital's artist, above 0
 * @param artistPlaymeid playme.com's artist, above 0
 * @param release7digitalid 7digital's album, above 0
 * @param track7digitalid 7digital's track, above 0
 * @param audioMd5 the MD5 of the audio that was analysed, 32 hexadecimal digits
 * @param release the album's name
 * @param year of the release, by MusicBrainz
 * @param tempoBpm in beats a minute
 * @param loudnessDb the mean in dB, of full scale: mostly −60 to 0
 * @param key 0 = C to 11 = B
 * @param keyConfidence 0 to 1, as the other confidences
 * @param mode 0 = minor, 1 = major
 * @param timeSignature beats a bar, 3 to 7; 1 for a metre too complex or changing
 * @param danceability 0 to 1
 * @param energy 0 to 1
 * @param endOfFadeInS from the beginning of the track
 * @param startOfFadeOutS from the beginning of the track
 * @param analysisSampleRateHz of the audio as it was analysed
 * @param artistFamiliarity 0 to 1
 * @param artistHotttnesss 0 to 1
 * @param songHotttnesss 0 to 1
 * @param artistLatitude in degrees, north positive
 * @param artistLongitude in degrees, east positive
 * @param idx beginnings of the song's values in the file's arrays; never null
 */
public record MsdSong(
    String trackId,
    String songId,
    String artistId,
    String artistMbid,
    Integer artist7digitalid,
    Integer artistPlaymeid,
    Integer release7digitalid,
    Integer track7digitalid,
    String audioMd5,
    String artistName,
    String title,
    String release,
    Integer year,
    Double durationS,
    Double tempoBpm,
    Double loudnessDb,
    Integer key,
    Double keyConfidence,
    Integer mode,
    Double modeConfidence,
    Integer timeSignature,
    Double timeSignatureConfidence,
    Double danceability,
    Double energy,
    Double endOfFadeInS,
    Double startOfFadeOutS,
    Integer analysisSampleRateHz,
    Double artistFamiliarity,
    Double artistHotttnesss,
    Double songHotttnesss,
    Double artistLatitude,
    Double artistLongitude,
    String artistLocation,
    String genre,
    String analyzerVersion,
    MsdIndexes idx) {

  public MsdSong {
    trackId = known(trackId);
    songId = known(songId);
    artistId = known(artistId);
    artistMbid = known(artistMbid);
    artist7digitalid = atLeast(1, artist7digitalid);
    artistPlaymeid = atLeast(1, artistPlaymeid);
    release7digitalid = atLeast(1, release7digitalid);
    track7digitalid = atLeast(1, track7digitalid);
    audioMd5 = known(audioMd5);
    artistName = known(artistName);
    title = known(title);
    release = known(release);
    year = year != null && year == 0 ? null : year;
    durationS = finite(durationS);
    tempoBpm = nonZero(tempoBpm);
    loudnessDb = finite(loudnessDb);
    key = atLeast(0, key);
    keyConfidence = finite(keyConfidence);
    mode = atLeast(0, mode);
    modeConfidence = finite(modeConfidence);
    timeSignature = atLeast(1, timeSignature);
    timeSignatureConfidence = finite(timeSignatureConfidence);
    danceability = nonZero(danceability);
    energy = nonZero(energy);
    endOfFadeInS = finite(endOfFadeInS);
    startOfFadeOutS = finite(startOfFadeOutS);
    analysisSampleRateHz = atLeast(1, analysisSampleRateHz);
    artistFamiliarity = finite(artistFamiliarity);
    artistHotttnesss = finite(artistHotttnesss);
    songHotttnesss = finite(songHotttnesss);
    artistLatitude = finite(artistLatitude);
    artistLongitude = finite(artistLongitude);
    artistLocation = known(artistLocation);
    genre = known(genre);
    analyzerVersion = known(analyzerVersion);
    Objects.requireNonNull(idx, "idx");
  }

  private static String known(String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static Integer atLeast(int least, Integer value) {
    return value == null || value < least ? null : value;
  }

  private static Double finite(Double value) {
    return value == null || !Double.isFinite(value) ? null : value;
  }

  private static Double nonZero(Double value) {
    return value == null || value == 0 ? null : finite(value);
  }
}
