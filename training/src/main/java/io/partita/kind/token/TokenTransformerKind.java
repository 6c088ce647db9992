package io.partita.kind.token;

import java.util.List;

/** Transformers as language models of tokens. */
public record TokenTransformerKind() implements TokenKind {
  public static final TokenTransformerKind KIND = new TokenTransformerKind();

  @Override
  public Names names() {
    return new Names(
        TokenTransformer.KIND, "token model", "nats per token", "train-lm", List.of("tokens"));
  }

  @Override
  public Class<TokenTransformer> networkType() {
    return TokenTransformer.class;
  }
}
