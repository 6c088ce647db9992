package io.partita.kind.token;

import io.partita.nn.loss.LogSoftmax;
import io.partita.token.grammar.GrammarState;
import io.partita.token.grammar.TokenGrammar;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Draws pieces with a {@link TokenNetwork}. Only ids that the scheme's grammar lets pass are drawn:
 * first it takes away what may not come, then {@link io.partita.model.ClassDraw} draws of the rest.
 * So each piece decodes, and what is decoded encodes to the same ids.
 */
final class TokenSampler {
  /** Ids in a row: a model goes round for ever where the frame leaves it nothing that it learnt. */
  private static final int MOST_WITHOUT_A_NOTE = 1_000;

  private final TokenModel model;
  private final ComputationGraph network;

  /**
   * @param network of this model, in 32 bits, on a CPU
   */
  public TokenSampler(TokenModel model, ComputationGraph network) {
    this.model = model;
    this.network = network;
  }

  /**
   * Goes on from a prompt until the model ends the piece, or a limit is reached: then all that
   * sounds is ended, a quarter note after the last note began or ended. What is drawn keeps to the
   * frame; the prompt need not.
   *
   * @param prompt ids without the beginning and the end; none begins a piece
   * @throws IllegalArgumentException where the grammar does not let the prompt pass
   */
  public TokenGeneration continued(int[] prompt, TokenSampling sampling) {
    TokenGrammar grammar = model.grammar();
    TokenSteps steps = model.network().stepwise(network);
    GrammarState state = grammar.start();
    for (int place = 0; place < prompt.length; place++) {
      if (!state.mayCome(prompt[place])) {
        throw new IllegalArgumentException(
            "Id %d of the prompt, %s, is not allowed at its position."
                .formatted(place, model.scheme().name(prompt[place], place)));
      }
      state.take(prompt[place]);
    }
    double[] logits =
        steps.read(
            IntStream.concat(IntStream.of(grammar.begin()), Arrays.stream(prompt)).toArray());
    MaskedProbability taken = new MaskedProbability(grammar);
    SplittableRandom random = new SplittableRandom(sampling.seed());
    double bars = state.bars() + sampling.bars();
    double lastBar = state.bars() + sampling.fewestBars() - 1;
    IntPredicate within = grammar.within(sampling.frame());
    IntPredicate mayCome =
        id ->
            state.mayCome(id)
                && within.test(id)
                && (id != grammar.end() || state.bars() >= lastBar);
    double seconds = state.seconds() + sampling.seconds();
    int[] ids = Arrays.copyOf(prompt, prompt.length + sampling.most());
    int whole = prompt.length;
    boolean hasEnded = false;
    for (int at = prompt.length; at < ids.length; at++) {
      taken.add(logits, state);
      int[] among = sampling.draw().among(logits, mayCome);
      ids[at] = sampling.draw().pick(logits, among, random.nextDouble());
      hasEnded = ids[at] == grammar.end();
      if (hasEnded) {
        break;
      }
      state.take(ids[at]);
      boolean isOver = state.bars() >= bars || state.seconds() >= seconds;
      if ((whole > 0 && isOver) || at - whole >= MOST_WITHOUT_A_NOTE) {
        break;
      }
      whole = state.isWhole() ? at + 1 : whole;
      logits = steps.read(ids[at]);
    }
    int[] piece =
        IntStream.concat(Arrays.stream(ids, 0, whole), Arrays.stream(state.closing())).toArray();
    return new TokenGeneration(piece, prompt.length, hasEnded, taken.mean(), taken.byFamily());
  }

  /**
   * The cross-entropy of each id of a document but the first, an id at a time.
   *
   * @param document from the beginning to the end
   * @return nats
   */
  public static double[] nats(TokenNetwork model, ComputationGraph network, int[] document) {
    TokenSteps steps = model.stepwise(network);
    double[] nats = new double[document.length - 1];
    for (int k = 0; k < nats.length; k++) {
      double[] logits = steps.read(document[k]);
      nats[k] = LogSoftmax.logSum(logits, 0, logits.length) - logits[document[k + 1]];
    }
    return nats;
  }
}
