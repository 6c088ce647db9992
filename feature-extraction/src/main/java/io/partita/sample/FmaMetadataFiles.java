package io.partita.sample;

import io.partita.catalog.FmaColumn;
import io.partita.catalog.FmaTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The CSV files of the Free Music Archive's metadata, for invented tracks. */
final class FmaMetadataFiles {
  private static final int TRACKS_PER_ARTIST = 3;
  private static final int ROW = 411;
  private static final int ARTIST = 412;
  private static final int FIGURES = 413;

  /** Genres at the top, by the generator's styles, and one below each. */
  private static final List<Genre> GENRES =
      List.of(
          new Genre(2, "International", 79, "Reggae - Dub", "reggae"),
          new Genre(4, "Jazz", 97, "Jazz: Out", "jazz-swing bossa"),
          new Genre(8, "Old-Time / Historic", 468, "Waltz", "waltz"),
          new Genre(10, "Pop", 76, "Experimental Pop", "ballad"),
          new Genre(12, "Rock", 25, "Punk", "rock"),
          new Genre(14, "Soul-RnB", 19, "Funk", "funk soul-6/8"),
          new Genre(15, "Electronic", 181, "Techno", "electronic disco"),
          new Genre(17, "Folk", 103, "Singer-Songwriter", "folk"),
          new Genre(21, "Hip-Hop", 100, "Alternative Hip-Hop", "hip-hop"));

  private record Genre(int id, String title, int childId, String childTitle, String styles) {}

  private final long seed;

  FmaMetadataFiles(long seed) {
    this.seed = seed;
  }

  /**
   * tracks.csv.
   *
   * @param clips tracks of the subset small
   * @param others tracks of the larger subsets
   */
  void tracks(List<FmaClip> clips, List<FmaClip> others, Appendable csv) throws IOException {
    header(FmaTable.TRACKS, csv);
    for (FmaClip clip : clips) {
      if (clip.fate() != FmaClip.Fate.UNKNOWN) {
        row(FmaTable.TRACKS, track(clip, "small"), csv);
      }
    }
    for (int i = 0; i < others.size(); i++) {
      row(FmaTable.TRACKS, track(others.get(i), i % 2 == 0 ? "medium" : "large"), csv);
    }
  }

  void genres(Appendable csv) throws IOException {
    header(FmaTable.GENRES, csv);
    for (Genre genre : GENRES) {
      line(csv, "" + genre.id, "100", "0", genre.title, "" + genre.id);
      line(csv, "" + genre.childId, "10", "" + genre.id, genre.childTitle, "" + genre.id);
    }
  }

  /** features.csv or echonest.csv: figures out of the air. */
  void figures(FmaTable table, List<FmaClip> clips, Appendable csv) throws IOException {
    header(table, csv);
    for (FmaClip clip : clips) {
      Dice dice = Dice.of(seed, FIGURES, clip.number(), table.fileName().length());
      Map<String, String> cells = new HashMap<>();
      for (FmaColumn column : table.columns()) {
        cells.put(
            column.name(),
            switch (column.type()) {
              case NUMBER -> String.format(Locale.ROOT, "%.6f", dice.bell());
              case INTEGER -> "" + (1 + dice.below(100_000));
              default -> "";
            });
      }
      cells.put("track_id", "" + clip.number());
      row(table, cells, csv);
    }
  }

  private Map<String, String> track(FmaClip clip, String subset) {
    int artist = clip.work() / TRACKS_PER_ARTIST;
    Dice artistDice = Dice.of(seed, ARTIST, artist);
    Dice dice = Dice.of(seed, ROW, clip.work());
    SongPlan plan = clip.plan(seed);
    Genre genre = genre(plan.style().name);
    Names.Place place = Names.place(artistDice);
    boolean isMixed = dice.chance(0.2);
    Map<String, String> cells = new HashMap<>();
    cells.put("track_id", "" + clip.number());
    cells.put("album_comments", "" + dice.below(4));
    cells.put("album_date_released", date(dice));
    cells.put("album_favorites", "" + dice.below(50));
    cells.put("album_id", "" + (1 + artist));
    cells.put("album_listens", "" + dice.below(100_000));
    cells.put("album_tags", "[]");
    cells.put("album_title", Names.release(artistDice));
    cells.put("album_tracks", "" + dice.between(1, 14));
    cells.put("album_type", dice.pick(List.of("Album", "Single Tracks", "Live Performance")));
    cells.put(
        "artist_bio",
        dice.chance(0.5) ? "<p>Born in " + place.name() + ",\nthey say: \"Play!\"</p>" : "");
    cells.put("artist_comments", "0");
    cells.put("artist_date_created", date(artistDice));
    cells.put("artist_favorites", "" + dice.below(20));
    cells.put("artist_id", "" + (1 + artist));
    cells.put("artist_latitude", "" + place.latitude());
    cells.put("artist_location", place.name());
    cells.put("artist_longitude", "" + place.longitude());
    cells.put("artist_name", artist == 1 ? "NA" : Names.artist(artistDice));
    cells.put("artist_tags", dice.chance(0.5) ? "['live', \"rock 'n' roll\"]" : "[]");
    cells.put("split", artist % 10 == 8 ? "validation" : artist % 10 == 9 ? "test" : "training");
    cells.put("subset", subset);
    cells.put("track_bit_rate", "128000");
    cells.put("track_comments", "0");
    cells.put("track_date_created", date(dice));
    cells.put("track_duration", "" + Math.round(plan.durationS()));
    cells.put("track_favorites", "" + dice.below(30));
    cells.put("genre_top", isMixed ? "" : genre.title);
    cells.put("genres", isMixed ? "[" + genre.childId + ", 76]" : "[" + genre.id + "]");
    cells.put("genres_all", "[" + genre.id + ", " + genre.childId + "]");
    cells.put("track_interest", "" + dice.below(90_000));
    cells.put("track_language_code", "en");
    cells.put("track_license", "CC0 1.0 Universal");
    cells.put("track_listens", "" + dice.below(60_000));
    cells.put("track_number", "" + (1 + clip.work() % TRACKS_PER_ARTIST));
    cells.put("track_tags", "[]");
    cells.put("track_title", Composer.title(seed, clip.work()));
    return cells;
  }

  private static Genre genre(String style) {
    return GENRES.stream()
        .filter(genre -> List.of(genre.styles.split(" ")).contains(style))
        .findFirst()
        .orElse(GENRES.get(0));
  }

  private static String date(Dice dice) {
    return "%d-%02d-%02d %02d:%02d:%02d"
        .formatted(
            dice.between(2006, 2016),
            dice.between(1, 12),
            dice.between(1, 28),
            dice.below(24),
            dice.below(60),
            dice.below(60));
  }

  /** The names of columns in as many rows as they have parts, and the key's alone in one more. */
  private static void header(FmaTable table, Appendable csv) throws IOException {
    List<FmaColumn> columns = table.columns();
    int levels = columns.get(1).header().size();
    for (int level = 0; level < levels && levels > 1; level++) {
      List<String> cells = new ArrayList<>(List.of(""));
      for (FmaColumn column : columns.subList(1, columns.size())) {
        cells.add(column.header().get(level));
      }
      line(csv, cells.toArray(String[]::new));
    }
    List<String> last = new ArrayList<>();
    for (FmaColumn column : columns) {
      last.add(last.isEmpty() || levels == 1 ? column.header().get(0) : "");
    }
    line(csv, last.toArray(String[]::new));
  }

  private static void row(FmaTable table, Map<String, String> cells, Appendable csv)
      throws IOException {
    line(
        csv,
        table.columns().stream()
            .map(column -> cells.getOrDefault(column.name(), ""))
            .toArray(String[]::new));
  }

  private static void line(Appendable csv, String... cells) throws IOException {
    for (int i = 0; i < cells.length; i++) {
      boolean isPlain = cells[i].chars().noneMatch(c -> ",\"\r\n".indexOf(c) >= 0);
      csv.append(i == 0 ? "" : ",");
      csv.append(isPlain ? cells[i] : "\"" + cells[i].replace("\"", "\"\"") + "\"");
    }
    csv.append('\n');
  }
}
