package io.partita.drum;

import io.partita.statistics.Bootstrap;
import io.partita.statistics.ComparedFigure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What some drum loops are like together, so that a model's can be compared with real ones.
 *
 * @param loops how many they are
 * @param backbeats share of loops with a {@linkplain BarStructure#hasBackbeat backbeat}
 * @param similarity mean {@linkplain BarStructure#similarity similarity} of later bars to bar 1
 * @param hits mean number of hits in a loop
 * @param shares of all hits that are of each class; 0 without any hit
 */
public record LoopFigures(
    int loops, double backbeats, double similarity, double hits, Map<DrumClass, Double> shares) {
  private static final double BACKBEATS_APART = 0.05;
  private static final double SIMILARITY_APART = 0.1;
  private static final double HITS_APART = 0.1;
  private static final double SHARES_APART = 0.05;

  /** Keeps its own unmodifiable copy. */
  public LoopFigures {
    shares = Map.copyOf(shares);
  }

  /**
   * The figures of some loops.
   *
   * @param loops masks of two bars or more each; at least one loop
   */
  public static LoopFigures of(Collection<int[]> loops) {
    if (loops.isEmpty()) {
      throw new IllegalArgumentException("There must be a loop");
    }
    int backbeats = 0;
    double similarity = 0;
    double hits = 0;
    Map<DrumClass, Double> shares = new EnumMap<>(DrumClass.class);
    for (int[] loop : loops) {
      backbeats += BarStructure.hasBackbeat(loop) ? 1 : 0;
      similarity += BarStructure.similarity(loop);
      for (int mask : loop) {
        DrumLoop.requireMask(mask);
        hits += Integer.bitCount(mask);
        for (DrumClass drum : DrumClass.values()) {
          shares.merge(drum, drum.isIn(mask) ? 1.0 : 0, Double::sum);
        }
      }
    }
    double all = hits;
    shares.replaceAll((drum, of) -> of / Math.max(1, all));
    double count = loops.size();
    return new LoopFigures(
        loops.size(), backbeats / count, similarity / count, hits / count, shares);
  }

  /**
   * The same figures as means over files, in the order of {@link #against}.
   *
   * @param files loops of each file; at least one loop each
   */
  public static List<Bootstrap.Ratio> byFile(List<? extends Collection<int[]>> files) {
    List<LoopFigures> each = files.stream().map(LoopFigures::of).toList();
    List<Bootstrap.Ratio> ratios = new ArrayList<>();
    ToDoubleFunction<LoopFigures> loops = LoopFigures::loops;
    ratios.add(Bootstrap.Ratio.of(each, of -> of.backbeats * of.loops, loops));
    ratios.add(Bootstrap.Ratio.of(each, of -> of.similarity * of.loops, loops));
    ratios.add(Bootstrap.Ratio.of(each, of -> of.hits * of.loops, loops));
    for (DrumClass drum : DrumClass.values()) {
      ratios.add(
          Bootstrap.Ratio.of(
              each, of -> of.shares.get(drum) * of.hits * of.loops, of -> of.hits * of.loops));
    }
    return ratios;
  }

  /** These loops, drawn by a model, held against real ones. */
  public List<ComparedFigure> against(LoopFigures real) {
    List<ComparedFigure> compared = new ArrayList<>();
    compared.add(new ComparedFigure("backbeats", backbeats, real.backbeats, BACKBEATS_APART));
    compared.add(
        new ComparedFigure("bar_similarity", similarity, real.similarity, SIMILARITY_APART));
    compared.add(new ComparedFigure("hits", hits, real.hits, HITS_APART * real.hits));
    for (DrumClass drum : DrumClass.values()) {
      compared.add(
          new ComparedFigure(
              "share_" + drum.title().replaceAll("[ -]", "_"),
              shares.get(drum),
              real.shares.get(drum),
              SHARES_APART));
    }
    return compared;
  }
}
