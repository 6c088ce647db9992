package io.partita.kind.token;

import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import io.partita.token.grammar.TokenGrammar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The score of pieces with what reports tell beside it: the notes of each piece, and of each family
 * of tokens how many there were and their nats.
 */
final class FamilyScore {
  private static final String COUNT = "count_";
  private static final String NATS = "nats_";

  /** The column of the notes of a piece. */
  static final String NOTES = "notes";

  /** What each piece has: the network's means, and its notes. */
  static final List<String> COLUMNS = columns();

  private FamilyScore() {}

  private static List<String> columns() {
    List<String> columns = new ArrayList<>(TokenNetwork.MEANS);
    columns.add(NOTES);
    return columns;
  }

  static ExampleScores of(TokenModel model, ComputationGraph network, List<int[]> pieces) {
    TokenGrammar grammar = model.grammar();
    int families = grammar.families().size();
    double[] nats = new double[families];
    double[] counts = new double[families];
    long[] predictions = new long[pieces.size()];
    double[][] sums = new double[pieces.size()][COLUMNS.size()];
    new TokenScore(model.network(), pieces)
        .each(
            network,
            (piece, position, loss, ahead) -> {
              int id = pieces.get(piece)[position];
              int family = grammar.family(id);
              nats[family] += loss;
              counts[family]++;
              predictions[piece]++;
              sums[piece][0] += loss;
              sums[piece][1] += ahead < 1 ? 1 : 0;
              sums[piece][2] += ahead < 5 ? 1 : 0;
              sums[piece][3] += grammar.isNote(id) ? 1 : 0;
            });
    Map<String, Double> others = new LinkedHashMap<>();
    others.put(PredictionSums.LOSS_NATS, Arrays.stream(sums).mapToDouble(of -> of[0]).sum());
    for (int family = 0; family < families; family++) {
      others.put(COUNT + grammar.families().get(family), counts[family]);
      others.put(NATS + grammar.families().get(family), nats[family]);
    }
    return new ExampleScores(COLUMNS, predictions, sums, new PredictionSums(0, others));
  }

  /**
   * By family: its tokens, their nats for each of them, and their bits for each note.
   *
   * @param others sums over all pieces
   */
  static Map<String, Object> byFamily(TokenGrammar grammar, PredictionSums others, double notes) {
    Map<String, Object> byFamily = new LinkedHashMap<>();
    for (String family : grammar.families()) {
      double count = others.sums().getOrDefault(COUNT + family, 0.0);
      if (count > 0) {
        double nats = others.sums().get(NATS + family);
        Map<String, Object> of = new LinkedHashMap<>();
        of.put("tokens", (long) count);
        of.put(TokenNetwork.NATS, nats / count);
        of.put(BitsPerNote.NAME, notes == 0 ? null : nats / Math.log(2) / notes);
        byFamily.put(family, of);
      }
    }
    return byFamily;
  }
}
