package io.partita.kind.token;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.model.HyperParameters;
import io.partita.token.grammar.TokenGrammar;
import org.nd4j.shade.jackson.annotation.JsonSubTypes;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/** The hyper-parameters of a {@link TokenNetwork}, whose JSON names the network. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "network")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TransformerShape.class, name = "transformer"),
  @JsonSubTypes.Type(value = LstmShape.class, name = "lstm")
})
interface TokenShape {
  HyperParameters<TokenShape> KEPT =
      new HyperParameters<>(TokenShape.class, "token.json", TokenShape::config, true);

  /** The name of the hyper-parameters, or of those that these began as. */
  String config();

  /** Of the models that have such a network. */
  TokenKind kind();

  /** Tokens of a lane that are read again, without learning, after averaging. */
  int lead();

  /** Whether pieces are transposed and their tempos changed at random in training. */
  boolean variation();

  /** Windows in an update of one worker, unless another number is asked for. */
  int batch();

  /**
   * The network.
   *
   * @throws IllegalArgumentException where there is no such network
   */
  TokenNetwork network(TokenGrammar grammar, int schemeVersion);

  /**
   * The same.
   *
   * @throws UserException where there is no such network
   */
  default TokenNetwork model(TokenGrammar grammar, int schemeVersion) {
    try {
      return network(grammar, schemeVersion);
    } catch (IllegalArgumentException e) {
      throw new UserException(Mistake.BAD_OPTION, "Not a network: " + e.getMessage(), e);
    }
  }
}
