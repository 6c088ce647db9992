package io.partita.kind.token;

import io.partita.SplitMix64;
import io.partita.model.examples.ClusterDraw;
import io.partita.model.examples.PlacedExamples;
import io.partita.model.examples.Steps;
import io.partita.model.train.Permutation;
import io.partita.token.grammar.TokenGrammar;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * The windows that an epoch trains on, of pieces in the epoch's order: those of {@link TokenLanes}
 * where a network carries its state from one to the next, else those of a {@link DocumentLayout} in
 * any order. The driver holds a few numbers of each piece, the workers make the windows.
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
    return model.carriesState() ? tokens / model.steps() : documents(0, 0).windows();
  }

  @Override
  public JavaPairRDD<Long, int[]> of(long seed, Steps steps) {
    return model.carriesState() ? ofLanes(seed, steps) : ofDocuments(seed);
  }

  private DocumentLayout documents(long count, long seed) {
    return DocumentLayout.of(order(seed), lengths, model.steps(), model.begin(), count, seed);
  }

  private JavaPairRDD<Long, int[]> ofDocuments(long seed) {
    Broadcast<DocumentLayout> layout = spark.broadcast(documents(count(), seed));
    return drawn(seed)
        .flatMapToPair(
            piece ->
                layout.value().pieces(piece._1, piece._2).stream()
                    .map(part -> new Tuple2<>(part.window(), part))
                    .iterator())
        .groupByKey()
        .flatMapToPair(
            window -> {
              int[] ids = layout.value().window(window._2);
              return layout.value().places(window._1).stream()
                  .map(place -> new Tuple2<>(place, ids))
                  .iterator();
            });
  }

  private JavaPairRDD<Long, int[]> ofLanes(long seed, Steps steps) {
    TokenLanes lanes =
        new TokenLanes(tokens, steps.workers() * steps.batch(), model.steps(), lead, grammar.end());
    Broadcast<long[]> offsets = spark.broadcast(offsets(seed));
    return drawn(seed)
        .flatMapToPair(
            piece ->
                lanes.pieces(offsets.value()[piece._1], piece._2, steps::beginsRound).stream()
                    .map(part -> new Tuple2<>(part.window() * lanes.lanes() + part.lane(), part))
                    .iterator())
        .groupByKey()
        .mapToPair(
            window ->
                new Tuple2<>(
                    window._1,
                    lanes.window(steps.beginsRound(window._1 / lanes.lanes()), window._2)));
  }

  /** The pieces of an epoch as it varies them. */
  private JavaPairRDD<Integer, int[]> drawn(long seed) {
    Broadcast<BitSet> drawn = spark.broadcast(draw.drawn(seed));
    JavaPairRDD<Integer, int[]> pieces = byNumber.filter(piece -> drawn.value().get(piece._1));
    TokenGrammar of = grammar;
    return isVaried
        ? pieces.mapToPair(
            piece -> new Tuple2<>(piece._1, varied(of, piece._2, SplitMix64.of(seed, piece._1))))
        : pieces;
  }

  /** The numbers of an epoch's pieces in its order. */
  private int[] order(long seed) {
    int[] drawn = draw.drawn(seed).stream().toArray();
    int[] order = new int[drawn.length];
    if (drawn.length > 0) {
      Permutation places = new Permutation(drawn.length, seed);
      for (int i = 0; i < order.length; i++) {
        order[(int) places.placeOf(i)] = drawn[i];
      }
    }
    return order;
  }

  /** Of each piece that is drawn the place of its first id in the stream. */
  private long[] offsets(long seed) {
    long[] offsets = new long[lengths.length];
    long offset = 0;
    for (int number : order(seed)) {
      offsets[number] = offset;
      offset += lengths[number];
    }
    return offsets;
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
