package io.partita.sample;

import io.partita.msd.MsdIndexes;
import io.partita.msd.MsdSong;
import io.partita.msd.MsdSong.Analysis;
import io.partita.msd.MsdSong.Artist;
import io.partita.msd.MsdSong.Estimate;
import io.partita.msd.MsdSong.Release;
import io.partita.sample.compose.Composer;
import io.partita.sample.compose.Dice;
import io.partita.sample.compose.Names;
import io.partita.sample.compose.Names.Place;
import io.partita.sample.compose.SongPlan;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The invented part of the Million Song Dataset: for every track number its ids and its row, with
 * unknowns as frequent as in the dataset. Any number can be asked for without those before it.
 */
final class Catalog {
  /** Five letters name a track: as many different tracks can there be. */
  static final int MAX_TRACKS = 26 * 26 * 26 * 26 * 26;

  /** Prime to 26, so that multiplying by it shuffles the numbers below a power of 26. */
  private static final long SHUFFLE = 6_700_417;

  private static final List<String> TRACK_STEMS = List.of("128F", "128F", "128F", "128E", "12903");
  private static final int TRACKS_PER_ARTIST = 12;

  /** What the numbers at the start of a dice's path represent. */
  private static final int ID = 101;

  private static final int WORK = 102;
  private static final int ROW = 103;
  private static final int ARTIST = 104;
  private static final int SONG = 105;

  private final long seed;
  private final int composedTracks;
  private final int artists;

  /**
   * @param rows number of tracks in the catalog
   * @param composedTracks number of them, from number 0, that have music of their own
   */
  Catalog(long seed, int rows, int composedTracks) {
    this.seed = seed;
    this.composedTracks = composedTracks;
    artists = Math.max(1, rows / TRACKS_PER_ARTIST);
  }

  String trackId(int track) {
    String stem = Dice.of(seed, ID, track).pick(TRACK_STEMS);
    return "TR" + letters(track) + stem + hex(Dice.of(seed, ID, track, 1), 11 - stem.length());
  }

  /**
   * The work that a track records, named by the first track that did. One track in sixteen is a
   * later release of the same song.
   */
  int work(int track) {
    int work = track;
    for (Dice dice = Dice.of(seed, WORK, work);
        work > 0 && dice.chance(1 / 16.0);
        dice = Dice.of(seed, WORK, work)) {
      work -= 1 + dice.below(Math.min(work, 20));
    }
    return work;
  }

  /** The song id, which all tracks of one work share. */
  String songId(int track) {
    int work = work(track);
    return "SO" + letters(work) + "12A" + hex(Dice.of(seed, SONG, work), 8);
  }

  /** The dataset's row of a track. */
  MsdSong song(int track) {
    int work = work(track);
    Dice dice = Dice.of(seed, ROW, track);
    Heard heard = work < composedTracks ? Heard.of(Composer.plan(seed, work), dice) : heard(dice);
    int artist = artist(work);
    Dice artistDice = Dice.of(seed, ARTIST, artist);
    String artistName = Names.artist(artistDice);
    Place place = Names.place(artistDice);
    boolean located = artistDice.chance(0.36);
    boolean named = located || artistDice.chance(0.25);
    double fame = between(0, 1, 0.55 + 0.16 * artistDice.bell());
    String mbid = uuid(artistDice);
    boolean hot = dice.chance(0.58);
    Artist by =
        new Artist(
            artistId(artist),
            artistDice.chance(0.94) ? mbid : null,
            artistDice.chance(0.8) ? 1 + artistDice.below(900_000) : null,
            artistDice.chance(0.05) ? 1 + artistDice.below(100_000) : null,
            artistName,
            artistDice.chance(0.998) ? fame : null,
            between(0, 1, 0.7 * fame + 0.08 * artistDice.bell()),
            located ? place.latitude() : null,
            located ? place.longitude() : null,
            named ? place.name() : null);
    Integer albumId = dice.chance(0.95) ? 1 + dice.below(850_000) : null;
    Integer recordingId = dice.chance(0.95) ? 1 + dice.below(9_500_000) : null;
    String md5 = hex(dice, 32).toLowerCase(Locale.ROOT);
    String title = work < composedTracks ? Composer.title(seed, work) : Names.title(dice);
    Release release =
        new Release(Names.release(dice), albumId, dice.chance(0.5) ? year(dice) : null);
    Analysis analysis =
        new Analysis(
            md5,
            heard.durationS(),
            heard.tempoBpm(),
            loudnessDb(dice),
            new Estimate(heard.key(), rounded(dice.unit())),
            new Estimate(heard.mode(), rounded(between(0, 1, 0.48 + 0.19 * dice.bell()))),
            new Estimate(heard.beatsPerBar(), rounded(dice.chance(0.2) ? 0 : dice.unit())),
            null,
            null,
            dice.chance(0.45) ? 0.0 : rounded(3 * dice.unit() * dice.unit()),
            Math.min(heard.durationS(), rounded(heard.durationS() * (1 - 0.06 * dice.unit()))),
            22_050);
    return new MsdSong(
        trackId(track),
        songId(track),
        recordingId,
        title,
        by,
        release,
        hot ? dice.chance(0.25) ? 0.0 : between(0, 1, 0.48 + 0.14 * dice.bell()) : null,
        null,
        analysis,
        null,
        MsdIndexes.ZERO);
  }

  /** An artist id; similar artists are named by it too. */
  String artistId(int artist) {
    return "AR" + letters(artist) + "1187" + hex(Dice.of(seed, ARTIST, artist, 1), 7);
  }

  int artistCount() {
    return artists;
  }

  /** Which artist recorded a work: the low numbers are busier. */
  private int artist(int work) {
    double u = Dice.of(seed, ARTIST, work, 2).unit();
    return (int) (artists * (u + u * u) / 2);
  }

  /**
   * What the dataset's analyser made of a recording. Null where it found nothing.
   *
   * @param mode 0 minor, 1 major
   */
  private record Heard(double durationS, Double tempoBpm, int key, int mode, int beatsPerBar) {
    /** Mostly what the plan says; sometimes half or double the tempo, or the relative key. */
    static Heard of(SongPlan plan, Dice dice) {
      boolean right = dice.chance(0.85);
      boolean minor = plan.mode().isMinor();
      int relative = (plan.tonic() + (minor ? 3 : 9)) % 12;
      double octave =
          switch (dice.weighted(90, 5, 5)) {
            case 1 -> plan.bpm() < 120 ? 2 : 0.5;
            case 2 -> 1.002;
            default -> 1;
          };
      int beats = plan.style().isCompound() ? 3 : plan.style().numerator;
      return new Heard(
          fiveDigits(plan.durationS() + 0.5 + 2.5 * dice.unit()),
          dice.chance(0.004) ? null : rounded(plan.bpm() * octave),
          right ? plan.tonic() : relative,
          right == minor ? 0 : 1,
          dice.chance(0.9) ? beats : 1);
    }
  }

  /** A recording that nobody sequenced. */
  private static Heard heard(Dice dice) {
    int beats = List.of(4, 3, 1, 5, 7).get(dice.weighted(68, 12, 14, 4, 2));
    double tempo = between(40, 240, 122 + 33 * dice.bell());
    return new Heard(
        fiveDigits(between(15, 1800, 240 + 80 * dice.bell() + (dice.chance(0.03) ? 400 : 0))),
        dice.chance(0.004) ? null : rounded(tempo),
        dice.below(12),
        dice.chance(0.67) ? 1 : 0,
        beats);
  }

  /** Around −9 dB, with a long tail of quiet recordings. */
  private static double loudnessDb(Dice dice) {
    double bell = dice.bell();
    return rounded(-9 + (bell > 0 ? 2.2 : 6) * bell);
  }

  private static int year(Dice dice) {
    double age = dice.unit();
    return 2010 - (int) (55 * age * age);
  }

  /** Five letters, different for every number below 26^5. */
  private String letters(int number) {
    long shuffled = (number * SHUFFLE + Dice.of(seed, ID).below(MAX_TRACKS)) % MAX_TRACKS;
    char[] letters = new char[5];
    for (int i = letters.length - 1; i >= 0; i--) {
      letters[i] = (char) ('A' + shuffled % 26);
      shuffled /= 26;
    }
    return new String(letters);
  }

  private static String hex(Dice dice, int digits) {
    StringBuilder hex = new StringBuilder();
    while (hex.length() < digits) {
      hex.append(HexFormat.of().withUpperCase().toHexDigits(dice.nextLong()));
    }
    return hex.substring(0, digits);
  }

  private static String uuid(Dice dice) {
    String hex = hex(dice, 32).toLowerCase(Locale.ROOT);
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20));
  }

  private static double between(double low, double high, double value) {
    return Math.max(low, Math.min(high, value));
  }

  private static double rounded(double value) {
    return Math.round(value * 1e3) / 1e3;
  }

  private static double fiveDigits(double value) {
    return Math.round(value * 1e5) / 1e5;
  }
}
