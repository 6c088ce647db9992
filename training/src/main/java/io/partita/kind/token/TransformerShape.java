package io.partita.kind.token;

import static io.partita.model.HyperParameters.require;

import io.partita.token.grammar.TokenGrammar;
import java.util.Objects;

/**
 * The hyper-parameters of a {@link TokenTransformer} that are known before its scheme, and how it
 * reads.
 *
 * @param config the name of the hyper-parameters, or of those that these began as
 * @param context tokens that a prediction may look at, and predictions of a window
 * @param size of a token's row
 * @param layers of attention and of feed-forward networks each
 * @param heads of an attention, that cut a row into parts of an even size
 * @param dropout the share of values dropped in training, 0 until 1
 * @param variation whether pieces are transposed and their tempos changed at random in training
 * @param batch windows in an update of one worker, unless another number is asked for
 */
record TransformerShape(
    String config,
    int context,
    int size,
    int layers,
    int heads,
    double dropout,
    boolean variation,
    int batch)
    implements TokenShape {

  TransformerShape {
    Objects.requireNonNull(config, "config");
    require(batch >= 1, "batch", batch, "1 or more");
  }

  @Override
  public TokenKind kind() {
    return TokenTransformerKind.KIND;
  }

  @Override
  public TokenTransformer network(TokenGrammar grammar, int schemeVersion) {
    return new TokenTransformer(
        grammar.size(), grammar.begin(), schemeVersion, context, size, layers, heads, dropout);
  }

  /** Nothing is carried that would have to be read again. */
  @Override
  public int lead() {
    return 0;
  }
}
