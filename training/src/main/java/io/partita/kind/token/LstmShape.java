package io.partita.kind.token;

import static io.partita.model.HyperParameters.require;

import io.partita.token.grammar.TokenGrammar;
import java.util.Objects;

/**
 * The hyper-parameters of a {@link TokenLstm} that are known before its scheme, and how it reads.
 *
 * @param config the name of the hyper-parameters, or of those that these began as
 * @param embedding size of a token's vector
 * @param layers LSTMs, 1 to 8
 * @param units of each LSTM
 * @param dropout the share of values dropped between LSTMs in training, 0 until 1
 * @param tie whether the output has the embedding's weights, behind a layer of its size
 * @param segmentLength predictions of an update
 * @param burnIn tokens of a lane that are read again, without learning, after averaging: 0 to 4096
 * @param variation whether pieces are transposed and their tempos changed at random in training
 * @param batch lanes in an update of one worker, unless another number is asked for
 */
record LstmShape(
    String config,
    int embedding,
    int layers,
    int units,
    double dropout,
    boolean tie,
    int segmentLength,
    int burnIn,
    boolean variation,
    int batch)
    implements TokenShape {
  private static final int MOST_BURN_IN = 4096;

  LstmShape {
    Objects.requireNonNull(config, "config");
    require(burnIn >= 0 && burnIn <= MOST_BURN_IN, "burnIn", burnIn, "0 … " + MOST_BURN_IN);
    require(batch >= 1, "batch", batch, "1 or more");
  }

  @Override
  public TokenKind kind() {
    return TokenLstmKind.KIND;
  }

  @Override
  public TokenLstm network(TokenGrammar grammar, int schemeVersion) {
    return new TokenLstm(
        grammar.size(),
        grammar.begin(),
        schemeVersion,
        segmentLength,
        embedding,
        layers,
        units,
        dropout,
        tie);
  }

  @Override
  public int lead() {
    return burnIn;
  }
}
