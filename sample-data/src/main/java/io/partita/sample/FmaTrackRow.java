package io.partita.sample;

import io.partita.sample.compose.Composer;
import io.partita.sample.compose.Dice;
import io.partita.sample.compose.Names;
import io.partita.sample.compose.Names.Place;
import io.partita.sample.compose.SongPlan;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the invented archive says of a track, with all that makes the real tracks.csv hard to read:
 * cells over several lines, doubled quotes, lists in Python's notation, an artist called NA, and
 * most columns empty in most rows.
 */
final class FmaTrackRow {
  /** The artist whose name is {@code NA}, which is a name and no gap. */
  private static final int NOT_AVAILABLE = 1;

  private static final LocalDateTime FOUNDED = LocalDateTime.of(2008, 11, 26, 1, 42, 32);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final List<String> ODD_TITLES = List.of("null", "None", "NaN", "1999", "\"\"");
  private static final List<String> ALBUM_TYPES =
      List.of("Album", "Album", "Single Tracks", "Live Performance", "Radio Program", "");
  private static final List<String> LICENSES =
      List.of(
          "CC0 1.0 Universal",
          "Attribution",
          "Attribution-NonCommercial-ShareAlike 3.0 International");
  private static final List<Integer> BIT_RATES = List.of(320_000, 256_000, 192_000, 263_640);
  private static final List<String> TAGS =
      List.of("lo-fi", "rock 'n' roll", "7\" vinyl", "naïve", "field recording", "a, b & c");

  /** What the numbers at the start of a dice's path represent. */
  private static final int ROW = 404;

  private static final int ARTIST = 405;

  private final FmaTrack track;
  private final SongPlan plan;
  private final String title;
  private final Dice dice;
  private final Dice artistDice;
  private final String artist;
  private final Place place;
  private final boolean located;
  private final String subset;
  private final List<Integer> genres;

  FmaTrackRow(long seed, FmaTrack track) {
    this.track = track;
    plan = Composer.plan(seed, track.song());
    dice = Dice.of(seed, ROW, track.id());
    title = dice.chance(0.05) ? dice.pick(ODD_TITLES) : Composer.title(seed, track.song());
    artistDice = Dice.of(seed, ARTIST, track.artist());
    String name = Names.artist(artistDice);
    artist = track.artist() == NOT_AVAILABLE ? "NA" : name;
    place = Names.place(artistDice);
    located = artistDice.chance(0.36);
    subset = subset();
    genres = genres();
  }

  SongPlan plan() {
    return plan;
  }

  String artist() {
    return artist;
  }

  Place place() {
    return place;
  }

  /** The track's genres and those above them. */
  List<Integer> genresAll() {
    return Genre.withParents(genres);
  }

  /** The row of tracks.csv: the key and 52 cells. */
  List<String> cells() {
    List<String> cells = new ArrayList<>();
    cells.add(number(track.id()));
    cells.addAll(albumCells());
    cells.addAll(artistCells());
    cells.add(split());
    cells.add(subset);
    cells.addAll(trackCells());
    return cells;
  }

  private List<String> albumCells() {
    String release = Names.release(dice);
    return List.of(
        number(dice.below(4)),
        dice.chance(0.97) ? time(dice.below(3_000)) : "",
        dice.chance(0.65) ? time(-dice.below(2_000)).substring(0, 10) + " 00:00:00" : "",
        dice.chance(0.15) ? Names.artist(dice) : "",
        number(dice.below(20)),
        number(1 + track.id() / 3),
        dice.chance(0.7) ? "<p>%s,\nor \"%s\" for short.</p>".formatted(release, title) : "",
        number(dice.below(100_000)),
        dice.chance(0.15) ? Names.artist(dice) : "",
        tags(0.1),
        release,
        number(dice.chance(0.05) ? -1 : 1 + dice.below(20)),
        dice.pick(ALBUM_TYPES));
  }

  private List<String> artistCells() {
    Dice own = artistDice;
    int begin = 1970 + own.below(45);
    boolean active = own.chance(0.2);
    String bio =
        "<p>%s plays in %s;\r\nsee <a href=\"https://example.org/?a=1&amp;b=2\">\"here\"</a>.</p>"
            .formatted(artist, place.name());
    return List.of(
        active ? begin + "-01-01 00:00:00" : "",
        active && own.chance(0.3) ? (begin + 5) + "-01-01 00:00:00" : "",
        own.chance(0.15) ? Names.title(own) + " Records" : "",
        own.chance(0.6) ? bio : "",
        number(own.below(5)),
        time(own.below(2_000)),
        number(own.below(50)),
        number(track.artist()),
        located ? String.valueOf(place.latitude()) : "",
        located || own.chance(0.25) ? place.name() : "",
        located ? String.valueOf(place.longitude()) : "",
        own.chance(0.4) ? Names.artist(own) + ", " + Names.artist(own) : "",
        artist,
        own.chance(0.1) ? Names.artist(own) : "",
        own.chance(0.3) ? FmaCsv.texts(List.of(artist.toLowerCase(Locale.ROOT))) : "[]",
        own.chance(0.7) ? "https://example.org/artist/" + track.artist() : "",
        own.chance(0.05) ? "https://example.org/wiki/" + track.artist() : "");
  }

  /** Each artist's tracks are in one split: eight in ten for training. */
  private String split() {
    return switch (track.artist() % 10) {
      case 2 -> "validation";
      case 3 -> "test";
      default -> "training";
    };
  }

  private String subset() {
    return track.kind() != ClipKind.ELSEWHERE
        ? "small"
        : List.of("medium", "large", "full").get(dice.weighted(25, 60, 15));
  }

  private List<String> trackCells() {
    long tops = genres.stream().map(id -> Genre.of(id).top()).distinct().count();
    boolean recorded = dice.chance(0.06);
    return List.of(
        number(dice.pick(BIT_RATES)),
        number(dice.below(3)),
        dice.chance(0.05) ? artist : "",
        time(dice.below(3_000)),
        recorded ? time(-dice.below(1_000)).substring(0, 10) + " 00:00:00" : "",
        number((int) plan.durationS()),
        number(dice.below(10)),
        tops == 1 ? Genre.of(genres.get(0)).top().title() : "",
        genres.toString(),
        genresAll().toString(),
        dice.chance(0.05) ? "<p>Recorded in one take;\nno \"overdubs\".</p>" : "",
        number(dice.below(60_000)),
        dice.chance(0.15) ? "en" : "",
        dice.chance(0.97) ? dice.pick(LICENSES) : "",
        number(dice.below(50_000)),
        "",
        number(dice.below(20)),
        "",
        tags(0.25),
        title);
  }

  /** One of the song's style; in the larger subsets also of two tops, or none. */
  private List<Integer> genres() {
    int own = dice.pick(Genre.ofStyle(plan.style().name));
    boolean free = subset.equals("large") || subset.equals("full");
    return switch (free ? dice.weighted(70, 25, 5) : 0) {
      case 1 -> List.of(own, dice.chance(0.5) ? 38 : 1235);
      case 2 -> List.of();
      default -> List.of(own);
    };
  }

  private String tags(double chance) {
    return dice.chance(chance)
        ? FmaCsv.texts(
            dice.distinct(1 + dice.below(3), TAGS.size()).stream().map(TAGS::get).toList())
        : "[]";
  }

  private String time(int daysLater) {
    return FOUNDED.plusDays(daysLater).plusSeconds(dice.below(86_400)).format(TIME);
  }

  private static String number(int number) {
    return String.valueOf(number);
  }
}
