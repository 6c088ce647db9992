package io.partita.kind.token;

import io.partita.nn.loss.LogSoftmax;
import io.partita.token.grammar.GrammarState;
import io.partita.token.grammar.TokenGrammar;
import java.util.Map;
import java.util.TreeMap;

/** How much of the model's probability a grammar took away, over the ids that were drawn. */
final class MaskedProbability {
  private final TokenGrammar grammar;
  private final double[] byFamily;
  private long draws;

  MaskedProbability(TokenGrammar grammar) {
    this.grammar = grammar;
    this.byFamily = new double[grammar.families().size()];
  }

  /** What is taken at a place, at temperature 1. */
  void add(double[] logits, GrammarState state) {
    double logSum = LogSoftmax.logSum(logits, 0, logits.length);
    for (int id = 0; id < logits.length; id++) {
      if (!state.mayCome(id)) {
        byFamily[grammar.family(id)] += Math.exp(logits[id] - logSum);
      }
    }
    draws++;
  }

  /** A share, 0 to 1; 0 where nothing was drawn. */
  double mean() {
    double sum = 0;
    for (double of : byFamily) {
      sum += of;
    }
    return draws == 0 ? 0 : sum / draws;
  }

  /** The parts of the same that are of ids of a family; without those that are 0. */
  Map<String, Double> byFamily() {
    Map<String, Double> shares = new TreeMap<>();
    for (int family = 0; family < byFamily.length; family++) {
      if (byFamily[family] > 0) {
        shares.put(grammar.families().get(family), byFamily[family] / draws);
      }
    }
    return shares;
  }
}
