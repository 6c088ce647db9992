package io.partita.sample;

import io.partita.sample.compose.Dice;
import io.partita.sample.compose.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Echo Nest's row of a track: the tempo and the names are the track's, the rest is drawn. */
final class EchonestRow {
  /** Figures whose meaning the service has kept to itself. */
  private static final int TEMPORAL = 224;

  /** What the number at the start of a dice's path represents. */
  private static final int ROW = 406;

  private EchonestRow() {}

  /** The row of echonest.csv: the key and 249 cells. */
  static List<String> cells(long seed, FmaTrack track, FmaTrackRow row) {
    Dice dice = Dice.of(seed, ROW, track.id());
    List<String> cells = new ArrayList<>();
    cells.add(String.valueOf(track.id()));
    for (int i = 0; i < 6; i++) {
      cells.add(number(dice.unit())); // acousticness to speechiness
    }
    cells.add(number(row.plan().bpm()));
    cells.add(number(dice.unit())); // valence
    cells.add(dice.chance(0.2) ? dice.between(1990, 2016) + "-01-01" : "");
    cells.add(dice.chance(0.3) ? Names.release(dice) : "");
    cells.add(number(row.place().latitude()));
    cells.add(row.place().name());
    cells.add(number(row.place().longitude()));
    cells.add(row.artist());
    cells.add(Names.release(dice));
    boolean ranked = dice.chance(0.1);
    for (int i = 0; i < 5; i++) {
      int rank = 1 + dice.below(50_000);
      cells.add(ranked ? String.valueOf(rank) : "");
    }
    for (int i = 0; i < 5; i++) {
      cells.add(number(dice.unit())); // artist_discovery to song_hotttnesss
    }
    for (int i = 0; i < TEMPORAL; i++) {
      cells.add(number(dice.bell()));
    }
    return cells;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.10f", value);
  }
}
