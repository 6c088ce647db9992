package io.partita.kind.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.kind.token.TokenLanes.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenLanesTest {
  private static final int FILLER = -7;

  /** Documents of random lengths whose ids are their places in the stream. */
  private static List<int[]> documents(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<int[]> documents = new ArrayList<>();
    int place = 0;
    for (int k = 0; k < count; k++) {
      int[] ids = new int[random.nextInt(1, 60)];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = place++;
      }
      documents.add(ids);
    }
    return documents;
  }

  /** Windows by lane and number. */
  private static Map<List<Long>, int[]> windows(
      TokenLanes lanes, List<int[]> documents, TokenLanes.Rounds rounds) {
    Map<List<Long>, List<Piece>> pieces = new HashMap<>();
    long offset = 0;
    for (int[] ids : documents) {
      for (Piece piece : lanes.pieces(offset, ids, rounds)) {
        pieces
            .computeIfAbsent(List.of((long) piece.lane(), piece.window()), key -> new ArrayList<>())
            .add(piece);
      }
      offset += ids.length;
    }
    Map<List<Long>, int[]> windows = new HashMap<>();
    pieces.forEach((key, of) -> windows.put(key, lanes.window(rounds.begin(key.get(1)), of)));
    return windows;
  }

  @ParameterizedTest
  @CsvSource({"1, 4, 3, 1", "6, 8, 16, 5", "4, 7, 0, 3", "3, 5, 40, 1", "8, 16, 16, 2"})
  void eachTokenIsPredictedOnceButForATail(int count, int steps, int lead, int frequency) {
    for (int seed = 0; seed < 20; seed++) {
      List<int[]> documents = documents(seed, 3 + seed * 2);
      int tokens = documents.stream().mapToInt(ids -> ids.length).sum();
      TokenLanes lanes = new TokenLanes(tokens, count, steps, lead, FILLER);
      TokenLanes.Rounds rounds = window -> window % frequency == 0;
      Map<List<Long>, int[]> windows = windows(lanes, documents, rounds);
      assertThat(windows).hasSize((int) (count * lanes.windows()));
      int[] predicted = new int[tokens];
      windows.forEach(
          (key, window) -> {
            boolean begins = rounds.begin(key.get(1));
            assertThat(window[0]).isEqualTo(begins ? 1 : 0);
            assertThat(window).hasSize(2 + steps + (begins ? lead : 0));
            for (int k = window.length - steps; k < window.length; k++) {
              predicted[window[k]]++;
            }
            for (int k = 2; k < window.length; k++) {
              int before = window[k - 1];
              assertThat(before).isEqualTo(window[k] <= 0 ? FILLER : window[k] - 1);
            }
          });
      assertThat(Arrays.stream(predicted)).allMatch(times -> times <= 1);
      int left = tokens - Arrays.stream(predicted).sum();
      assertThat(left).isLessThan(count * steps);
      assertThat(Arrays.stream(predicted, 0, tokens - left).sum()).isEqualTo(tokens - left);
    }
  }

  @Test
  void aWindowGoesOnWhereTheOneBeforeItsLaneEnded() {
    List<int[]> documents = documents(5, 40);
    int tokens = documents.stream().mapToInt(ids -> ids.length).sum();
    TokenLanes lanes = new TokenLanes(tokens, 3, 8, 4, FILLER);
    Map<List<Long>, int[]> windows = windows(lanes, documents, window -> window % 4 == 0);
    for (long lane = 0; lane < 3; lane++) {
      for (long number = 1; number < lanes.windows(); number++) {
        int[] before = windows.get(List.of(lane, number - 1));
        int[] window = windows.get(List.of(lane, number));
        int lead = number % 4 == 0 ? 4 : 0;
        assertThat(window[1 + lead]).isEqualTo(before[before.length - 1]);
      }
    }
  }
}
