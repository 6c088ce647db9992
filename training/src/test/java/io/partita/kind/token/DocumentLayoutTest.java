package io.partita.kind.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.kind.token.TokenLanes.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DocumentLayoutTest {
  private static final int BEGIN = 1;

  /** Of its number, then ids of its own. */
  private static int[] document(int number, int length) {
    int[] ids = IntStream.range(0, length).map(at -> 1000 * (number + 1) + at).toArray();
    ids[0] = BEGIN;
    return ids;
  }

  /** The windows of an epoch, by their places. */
  private static Map<Long, int[]> windows(DocumentLayout layout, int[] lengths) {
    Map<Long, List<Piece>> pieces = new HashMap<>();
    for (int number = 0; number < lengths.length; number++) {
      for (Piece piece : layout.pieces(number, document(number, lengths[number]))) {
        pieces.computeIfAbsent(piece.window(), window -> new ArrayList<>()).add(piece);
      }
    }
    Map<Long, int[]> windows = new TreeMap<>();
    pieces.forEach(
        (window, parts) -> {
          for (long place : layout.places(window)) {
            assertThat(windows.put(place, layout.window(parts))).isNull();
          }
        });
    return windows;
  }

  @Property
  void everyIdIsPredictedFromItsOwnDocument(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 2, max = 60) Integer> of,
      @ForAll @IntRange(min = 2, max = 12) int steps,
      @ForAll long seed) {
    int[] lengths = of.stream().mapToInt(Integer::intValue).toArray();
    int[] order = IntStream.range(0, lengths.length).toArray();
    DocumentLayout layout = DocumentLayout.of(order, lengths, steps, BEGIN, 0, seed);

    Map<Long, int[]> windows = windows(layout, lengths);

    assertThat(windows).hasSize((int) layout.windows());
    Set<Integer> predicted = new HashSet<>();
    for (int[] window : windows.values()) {
      assertThat(window).hasSize(2 + steps).startsWith(0);
      for (int at = 2; at < window.length; at++) {
        if (window[at] != BEGIN) {
          predicted.add(window[at]);
          // What is before it is of the same document, or its beginning.
          boolean isFirst = window[at] % 1000 == 1;
          assertThat(window[at - 1]).isEqualTo(isFirst ? BEGIN : window[at] - 1);
        }
      }
      List<Integer> longer =
          Arrays.stream(window)
              .skip(1)
              .filter(id -> id != BEGIN)
              .map(id -> id / 1000 - 1)
              .filter(number -> lengths[number] > steps + 1)
              .distinct()
              .boxed()
              .toList();
      if (!longer.isEmpty()) {
        assertThat(Arrays.stream(window).skip(1).filter(id -> id != BEGIN))
            .allMatch(id -> id / 1000 - 1 == longer.get(0));
      }
    }
    assertThat(predicted).hasSize(Arrays.stream(lengths).map(length -> length - 1).sum());
  }

  @Test
  void aWindowBeginsWithEachLongerDocumentAndOthersAtAnyIdOfIt() {
    int[] lengths = {41};
    Set<Integer> beginnings = new HashSet<>();
    for (int seed = 0; seed < 200; seed++) {
      DocumentLayout layout = DocumentLayout.of(new int[] {0}, lengths, 10, BEGIN, 0, seed);
      List<Integer> begun = new ArrayList<>();
      windows(layout, lengths).values().forEach(window -> begun.add(window[1]));
      Collections.sort(begun);
      assertThat(begun).hasSize(5).startsWith(BEGIN).endsWith(1030);
      beginnings.addAll(begun);
    }
    assertThat(beginnings).hasSize(31);
  }

  @Test
  void shortDocumentsFillAWindow() {
    int[] lengths = {4, 5, 3, 6};
    DocumentLayout layout = DocumentLayout.of(new int[] {3, 1, 0, 2}, lengths, 10, BEGIN, 0, 7);

    assertThat(windows(layout, lengths).values())
        .containsExactlyInAnyOrder(
            new int[] {0, 1, 4001, 4002, 4003, 4004, 4005, 1, 2001, 2002, 2003, 2004},
            new int[] {0, 1, 1001, 1002, 1003, 1, 3001, 3002, 1, 1, 1, 1});
  }

  @Test
  void anEpochHasAsManyAsItIsTold() {
    int[] lengths = {31, 31};
    DocumentLayout more = DocumentLayout.of(new int[] {0, 1}, lengths, 10, BEGIN, 11, 3);
    DocumentLayout fewer = DocumentLayout.of(new int[] {0, 1}, lengths, 10, BEGIN, 6, 3);

    assertThat(more.windows()).isEqualTo(8);
    assertThat(windows(more, lengths).keySet())
        .containsExactlyElementsOf(IntStream.range(0, 11).mapToObj(Long::valueOf).toList());
    assertThat(windows(fewer, lengths)).hasSize(6);
  }
}
