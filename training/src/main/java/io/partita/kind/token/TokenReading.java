package io.partita.kind.token;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a {@link TokenNetwork} reads at once of documents, and which of their ids it predicts.
 *
 * @param read ids of each lane, as many of each; 0 where a lane has no more
 * @param goesOn whether a lane goes on from the reading before
 * @param document number, of each row of logits; below 0 where nothing is predicted
 * @param position of the id in its document that the row predicts
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TokenReading(int[][] read, boolean[] goesOn, int[] document, int[] position) {
  private static final int MOST_LANES = 16;

  private static TokenReading empty(int lanes, int steps) {
    int[] document = new int[lanes * steps];
    Arrays.fill(document, -1);
    return new TokenReading(
        new int[lanes][steps], new boolean[lanes], document, new int[document.length]);
  }

  /** Documents one behind the other in lanes of about equal length, so that little is padded. */
  static Stream<TokenReading> packed(TokenNetwork model, List<int[]> documents) {
    List<Lane> lanes = new ArrayList<>();
    for (int lane = 0; lane < Math.max(1, Math.min(MOST_LANES, documents.size())); lane++) {
      lanes.add(new Lane());
    }
    IntStream.range(0, documents.size())
        .boxed()
        .sorted(Comparator.comparingInt((Integer number) -> -documents.get(number).length))
        .forEach(
            number ->
                lanes.stream()
                    .min(Comparator.comparingInt((Lane lane) -> lane.length))
                    .orElseThrow()
                    .add(number, documents.get(number)));
    lanes.forEach(lane -> lane.fill(documents));
    int longest = lanes.stream().mapToInt(lane -> lane.length).max().orElseThrow();
    return IntStream.range(0, (longest + model.steps() - 1) / model.steps())
        .mapToObj(number -> packed(model, lanes, number * model.steps(), longest));
  }

  private static TokenReading packed(TokenNetwork model, List<Lane> lanes, int first, int longest) {
    int steps = Math.min(model.steps(), longest - first);
    TokenReading reading = empty(lanes.size(), steps);
    for (int number = 0; number < lanes.size(); number++) {
      Lane lane = lanes.get(number);
      reading.goesOn[number] = first > 0;
      for (int step = 0; step < steps && first + step < lane.length; step++) {
        int row = model.row(number, step, lanes.size(), steps);
        reading.read[number][step] = lane.ids[first + step];
        reading.document[row] = lane.document[first + step];
        reading.position[row] = lane.position[first + step];
      }
    }
    return reading;
  }

  /** Documents one behind the other, and which of their ids each id of theirs predicts. */
  private static final class Lane {
    private final List<Integer> documents = new ArrayList<>();
    private int length;
    private int[] ids;
    private int[] document;
    private int[] position;

    private void add(int number, int[] of) {
      documents.add(number);
      length += of.length - 1;
    }

    private void fill(List<int[]> all) {
      ids = new int[length];
      document = new int[length];
      position = new int[length];
      int at = 0;
      for (int number : documents) {
        int[] of = all.get(number);
        for (int k = 0; k + 1 < of.length; k++, at++) {
          ids[at] = of[k];
          document[at] = number;
          position[at] = k + 1;
        }
      }
    }
  }

  /**
   * Windows of each document, every one but the first beginning half a window behind the one before
   * and predicting what that did not; those of equal length beside each other.
   */
  static Stream<TokenReading> sliding(TokenNetwork model, List<int[]> documents) {
    int most = model.steps();
    List<Window> windows = new ArrayList<>();
    for (int number = 0; number < documents.size(); number++) {
      int last = documents.get(number).length - 1;
      int read = 0;
      for (int first = 0; read < last; first += most / 2) {
        int end = Math.min(last, first + most);
        windows.add(new Window(number, first, read, end));
        read = end;
      }
    }
    windows.sort(Comparator.comparingInt(window -> window.first - window.end));
    return IntStream.range(0, (windows.size() + MOST_LANES - 1) / MOST_LANES)
        .mapToObj(
            batch ->
                windows.subList(
                    batch * MOST_LANES, Math.min(windows.size(), (batch + 1) * MOST_LANES)))
        .map(beside -> reading(model, documents, beside));
  }

  /**
   * @param first index of the first id that is read
   * @param from of the first one that predicts
   * @param end behind the last one
   */
  private record Window(int document, int first, int from, int end) {}

  private static TokenReading reading(
      TokenNetwork model, List<int[]> documents, List<Window> windows) {
    int steps = windows.get(0).end - windows.get(0).first;
    TokenReading reading = empty(windows.size(), steps);
    for (int lane = 0; lane < windows.size(); lane++) {
      Window window = windows.get(lane);
      int[] ids = documents.get(window.document);
      System.arraycopy(ids, window.first, reading.read[lane], 0, window.end - window.first);
      for (int at = window.from; at < window.end; at++) {
        int row = model.row(lane, at - window.first, windows.size(), steps);
        reading.document[row] = window.document;
        reading.position[row] = at + 1;
      }
    }
    return reading;
  }
}
