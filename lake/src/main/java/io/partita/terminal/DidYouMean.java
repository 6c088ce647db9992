package io.partita.terminal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody may have meant who typed a name that there is not. */
public final class DidYouMean {
  private static final int MOST = 8;

  /** Shorter names are a part of too many others. */
  private static final int PART_CHARS = 4;

  private DidYouMean() {}

  /**
   * The question to put behind a sentence that says what there is not.
   *
   * @param word as it was typed
   * @param names that there are
   * @return as {@code " Did you mean notes?"}; empty where no name is like the word
   */
  public static String ask(String word, Collection<String> names) {
    List<String> likeIt = like(word, names);
    return likeIt.isEmpty() || likeIt.size() > MOST
        ? ""
        : " Did you mean " + listed(likeIt, "or") + "?";
  }

  /** Names in a sentence: {@code a}, {@code a or b}, {@code a, b or c}. */
  public static String listed(List<String> names, String word) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " " + word + " " + names.get(last);
  }

  /** Those with the fewest letters to change; else those that hold the word, or that it holds. */
  private static List<String> like(String word, Collection<String> names) {
    String typed = word.toLowerCase(Locale.ROOT);
    LevenshteinDistance within = new LevenshteinDistance((typed.length() + 1) / 3);
    List<String> nearest = new ArrayList<>();
    int least = Integer.MAX_VALUE;
    for (String name : names) {
      int distance = within.apply(typed, name.toLowerCase(Locale.ROOT));
      if (distance >= 0 && distance < least) {
        least = distance;
        nearest.clear();
      }
      if (distance == least) {
        nearest.add(name);
      }
    }
    if (nearest.isEmpty()) {
      names.stream().filter(name -> isPart(typed, name)).forEach(nearest::add);
    }
    return nearest;
  }

  private static boolean isPart(String typed, String name) {
    String one = typed.replaceFirst("^-+", "");
    String other = name.replaceFirst("^-+", "").toLowerCase(Locale.ROOT);
    return Math.min(one.length(), other.length()) >= PART_CHARS
        && (one.contains(other) || other.contains(one));
  }
}
