package io.partita.sample;

import java.util.ArrayList;
import java.util.List;

/**
 * A genre of the sample data, with the Free Music Archive's number and title, so that a query about
 * one archive answers about the other.
 *
 * @param id its number
 * @param parent the number of the genre above; 0 at the top
 * @param title its name
 */
record Genre(int id, int parent, String title) {
  /** By number. */
  static final List<Genre> ALL =
      List.of(
          new Genre(2, 0, "International"),
          new Genre(4, 0, "Jazz"),
          new Genre(5, 0, "Classical"),
          new Genre(10, 0, "Pop"),
          new Genre(11, 14, "Disco"),
          new Genre(12, 0, "Rock"),
          new Genre(14, 0, "Soul-RnB"),
          new Genre(15, 0, "Electronic"),
          new Genre(17, 0, "Folk"),
          new Genre(19, 14, "Funk"),
          new Genre(21, 0, "Hip-Hop"),
          new Genre(38, 0, "Experimental"),
          new Genre(66, 12, "Indie-Rock"),
          new Genre(79, 2, "Reggae - Dub"),
          new Genre(85, 12, "Garage"),
          new Genre(103, 17, "Singer-Songwriter"),
          new Genre(171, 2, "Brazilian"),
          new Genre(179, 4, "Big Band/Swing"),
          new Genre(181, 15, "Techno"),
          new Genre(182, 15, "House"),
          new Genre(404, 85, "Surf"),
          new Genre(442, 5, "Chamber Music"),
          new Genre(811, 21, "Hip-Hop Beats"),
          new Genre(1235, 0, "Instrumental"));

  /** The genres that a song of a style may be given. */
  static List<Integer> ofStyle(String style) {
    return switch (style) {
      case "rock" -> List.of(12, 66, 404);
      case "funk" -> List.of(19);
      case "hip-hop" -> List.of(21, 811);
      case "jazz-swing" -> List.of(179);
      case "bossa" -> List.of(171);
      case "disco" -> List.of(11);
      case "ballad" -> List.of(10);
      case "soul-6/8" -> List.of(14);
      case "waltz" -> List.of(442);
      case "reggae" -> List.of(79);
      case "electronic" -> List.of(181, 182);
      case "folk" -> List.of(17, 103);
      default -> throw new IllegalArgumentException("No genre for the style " + style);
    };
  }

  static Genre of(int id) {
    return ALL.stream().filter(genre -> genre.id == id).findFirst().orElseThrow();
  }

  Genre top() {
    Genre top = this;
    while (top.parent != 0) {
      top = of(top.parent);
    }
    return top;
  }

  /** Each of some genres and what is above it, without repetitions. */
  static List<Integer> withParents(List<Integer> ids) {
    List<Integer> all = new ArrayList<>();
    for (int leaf : ids) {
      for (int id = leaf; id != 0; id = of(id).parent) {
        if (!all.contains(id)) {
          all.add(id);
        }
      }
    }
    return all;
  }
}
