package io.partita.kind.token;

import io.partita.SplitMix64;
import io.partita.kind.token.TokenLanes.Piece;
import io.partita.model.examples.ClusterDraw;
import io.partita.model.examples.PlacedExamples;
import io.partita.model.examples.Steps;
import io.partita.model.train.Permutation;
import io.partita.token.grammar.TokenGrammar;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * The windows that an epoch trains on: pieces in the epoch's order, joined into {@link TokenLanes}.
 * The driver holds a few numbers of each piece, the workers make the windows.
 */
final class TokenWindows implements PlacedExamples<int[]> {
  private static final int LOWEST = -5;
  private static final int KEYS = 12;
  private static final double TEMPO = 0.1;

  private final JavaSparkContext spark;
  private final JavaPairRDD<Integer, int[]> byNumber;
  private final int[] lengths;
  private final ClusterDraw draw;
  private final long tokens;
  private final TokenNetwork model;
  private final TokenGrammar grammar;
  private final int lead;
  private final boolean isVaried;

  /**
   * @param pieces from the beginning to the end, in an order that does not depend on cores
   * @param draw of the pieces; an epoch has what it has whichever are drawn
   * @param lead ids that are read at the beginning of a round
   * @param isVaried whether pieces are transposed and their tempos changed, otherwise in each epoch
   */
  TokenWindows(
      JavaSparkContext spark,
      JavaRDD<int[]> pieces,
      ClusterDraw draw,
      TokenNetwork model,
      TokenGrammar grammar,
      int lead,
      boolean isVaried) {
    this.spark = spark;
    this.byNumber =
        pieces.zipWithIndex().mapToPair(piece -> new Tuple2<>(piece._2.intValue(), piece._1));
    this.lengths =
        pieces.map(ids -> ids.length).collect().stream().mapToInt(Integer::intValue).toArray();
    this.draw = draw;
    this.tokens = draw.least(lengths);
    this.model = model;
    this.grammar = grammar;
    this.lead = lead;
    this.isVaried = isVaried;
  }

  @Override
  public long count() {
    return tokens / model.steps();
  }

  @Override
  public JavaPairRDD<Long, int[]> of(long seed, Steps steps) {
    TokenLanes lanes =
        new TokenLanes(tokens, steps.workers() * steps.batch(), model.steps(), lead, grammar.end());
    Places places = new Places(lanes, steps, model.carriesState() ? null : seed);
    Broadcast<long[]> offsets = spark.broadcast(offsets(seed));
    TokenGrammar of = grammar;
    boolean varied = isVaried;
    return byNumber
        .flatMapToPair(
            piece -> {
              int number = piece._1;
              if (offsets.value()[number] < 0) {
                return Collections.emptyIterator();
              }
              int[] ids = varied ? varied(of, piece._2, SplitMix64.of(seed, number)) : piece._2;
              List<Tuple2<Long, Piece>> pieces = new ArrayList<>();
              for (Piece part : lanes.pieces(offsets.value()[number], ids, places::beginsRound)) {
                pieces.add(new Tuple2<>(places.of(part), part));
              }
              return pieces.iterator();
            })
        .groupByKey()
        .mapToPair(
            window ->
                new Tuple2<>(window._1, lanes.window(places.beginsRoundAt(window._1), window._2)));
  }

  /** Of each piece the place of its first id in the stream; below 0 where it is not drawn. */
  private long[] offsets(long seed) {
    long[] offsets = new long[lengths.length];
    Arrays.fill(offsets, -1);
    int[] drawn = draw.drawn(seed).stream().toArray();
    if (drawn.length == 0) {
      return offsets;
    }
    Permutation order = new Permutation(drawn.length, seed);
    int[] at = new int[drawn.length];
    for (int i = 0; i < at.length; i++) {
      at[(int) order.placeOf(i)] = drawn[i];
    }
    long offset = 0;
    for (int number : at) {
      offsets[number] = offset;
      offset += lengths[number];
    }
    return offsets;
  }

  /**
   * Where windows are trained on.
   *
   * @param seed of their order; null where all lanes of a worker are one batch, window by window
   */
  private record Places(TokenLanes lanes, Steps steps, Long seed) implements Serializable {
    long of(Piece piece) {
      long count = lanes.lanes() * lanes.windows();
      return seed == null
          ? piece.window() * lanes.lanes() + piece.lane()
          : new Permutation(count, seed).placeOf(piece.lane() * lanes.windows() + piece.window());
    }

    boolean beginsRound(long window) {
      return seed == null && steps.beginsRound(window);
    }

    boolean beginsRoundAt(long place) {
      return beginsRound(place / lanes.lanes());
    }
  }

  /** Five semitones lower to six higher, and up to a tenth slower or faster. */
  private static int[] varied(TokenGrammar grammar, int[] ids, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] other = ids.clone();
    grammar.transpose(other, LOWEST + random.nextInt(KEYS));
    grammar.scaleTempo(other, 1 + TEMPO * (2 * random.nextDouble() - 1));
    return other;
  }
}
