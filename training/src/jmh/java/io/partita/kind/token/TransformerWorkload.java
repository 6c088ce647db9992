package io.partita.kind.token;

import io.partita.model.Workload;
import io.partita.token.TokenScheme;
import io.partita.token.TokenSchemes;
import java.util.Map;

/** The Transformer that {@code train lm} trains by default. */
public final class TransformerWorkload {
  private TransformerWorkload() {}

  /**
   * @param others hyper-parameters that are not the config's
   */
  public static Workload<int[]> with(Map<String, String> others) {
    TokenScheme scheme = TokenSchemes.REMI;
    TokenShape shape = TokenShape.KEPT.with(TokenShape.KEPT.named("transformer"), others);
    TokenNetwork model = shape.network(scheme.grammar().orElseThrow(), scheme.version());
    int first = model.begin() + 1;
    return new Workload<>(
        model,
        shape.batch(),
        random -> {
          int[] window = random.ints(model.steps() + 2, first, model.vocabulary()).toArray();
          window[0] = 1; // begins a round
          return window;
        });
  }
}
