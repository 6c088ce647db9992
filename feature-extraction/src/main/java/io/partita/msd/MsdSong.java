package io.partita.msd;

import java.util.Objects;

/**
 * One song of the Million Song Dataset: its row of {@code /analysis/songs}, {@code /metadata/songs}
 * and {@code /musicbrainz/songs}, every column. The dataset marks what it does not know with a
 * value of the column's own type; here that is {@code null}, and the constructors see to it:
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
 * @param trackSevenDigitalId 7digital's track, above 0
 * @param artist never null
 * @param release never null
 * @param songHotttnesss 0 to 1
 * @param analysis never null
 * @param idx beginnings of the song's values in the file's arrays; never null
 */
public record MsdSong(
    String trackId,
    String songId,
    Integer trackSevenDigitalId,
    String title,
    Artist artist,
    Release release,
    Double songHotttnesss,
    String genre,
    Analysis analysis,
    String analyzerVersion,
    MsdIndexes idx) {

  public MsdSong {
    trackId = known(trackId);
    songId = known(songId);
    trackSevenDigitalId = atLeast(1, trackSevenDigitalId);
    title = known(title);
    Objects.requireNonNull(artist, "artist");
    Objects.requireNonNull(release, "release");
    songHotttnesss = finite(songHotttnesss);
    genre = known(genre);
    Objects.requireNonNull(analysis, "analysis");
    analyzerVersion = known(analyzerVersion);
    Objects.requireNonNull(idx, "idx");
  }

  /**
   * Who recorded it.
   *
   * @param id the Echo Nest's artist, beginning with AR
   * @param mbid MusicBrainz's artist, a UUID
   * @param sevenDigitalId 7digital's artist, above 0
   * @param playmeId playme.com's artist, above 0
   * @param familiarity 0 to 1
   * @param hotttnesss 0 to 1
   * @param latitude in degrees, north positive
   * @param longitude in degrees, east positive
   */
  public record Artist(
      String id,
      String mbid,
      Integer sevenDigitalId,
      Integer playmeId,
      String name,
      Double familiarity,
      Double hotttnesss,
      Double latitude,
      Double longitude,
      String location) {
    public Artist {
      id = known(id);
      mbid = known(mbid);
      sevenDigitalId = atLeast(1, sevenDigitalId);
      playmeId = atLeast(1, playmeId);
      name = known(name);
      familiarity = finite(familiarity);
      hotttnesss = finite(hotttnesss);
      latitude = finite(latitude);
      longitude = finite(longitude);
      location = known(location);
    }
  }

  /**
   * What it was released on.
   *
   * @param name the album's name
   * @param sevenDigitalId 7digital's album, above 0
   * @param year of the release, by MusicBrainz
   */
  public record Release(String name, Integer sevenDigitalId, Integer year) {
    public Release {
      name = known(name);
      sevenDigitalId = atLeast(1, sevenDigitalId);
      year = year != null && year == 0 ? null : year;
    }
  }

  /**
   * What the Echo Nest's analyser made of the audio.
   *
   * @param audioMd5 the MD5 of the audio that was analysed, 32 hexadecimal digits
   * @param tempoBpm in beats a minute
   * @param loudnessDb the mean in dB, of full scale: mostly −60 to 0
   * @param key 0 = C to 11 = B
   * @param mode 0 = minor, 1 = major
   * @param timeSignature beats a bar, 3 to 7; 1 for a metre too complex or changing
   * @param danceability 0 to 1
   * @param energy 0 to 1
   * @param endOfFadeInS from the beginning of the track
   * @param startOfFadeOutS from the beginning of the track
   * @param sampleRateHz of the audio as it was analysed
   */
  public record Analysis(
      String audioMd5,
      Double durationS,
      Double tempoBpm,
      Double loudnessDb,
      Estimate key,
      Estimate mode,
      Estimate timeSignature,
      Double danceability,
      Double energy,
      Double endOfFadeInS,
      Double startOfFadeOutS,
      Integer sampleRateHz) {
    public Analysis {
      audioMd5 = known(audioMd5);
      durationS = finite(durationS);
      tempoBpm = nonZero(tempoBpm);
      loudnessDb = finite(loudnessDb);
      key = key.atLeast(0);
      mode = mode.atLeast(0);
      timeSignature = timeSignature.atLeast(1);
      danceability = nonZero(danceability);
      energy = nonZero(energy);
      endOfFadeInS = finite(endOfFadeInS);
      startOfFadeOutS = finite(startOfFadeOutS);
      sampleRateHz = atLeast(1, sampleRateHz);
    }
  }

  /**
   * What the analyser took for the likeliest.
   *
   * @param confidence 0 to 1
   */
  public record Estimate(Integer value, Double confidence) {
    public Estimate {
      confidence = finite(confidence);
    }

    private Estimate atLeast(int least) {
      return new Estimate(MsdSong.atLeast(least, value), confidence);
    }
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
