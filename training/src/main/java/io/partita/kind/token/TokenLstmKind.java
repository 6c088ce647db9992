package io.partita.kind.token;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** LSTMs as language models of tokens. */
public record TokenLstmKind() implements TokenKind {
  public static final TokenLstmKind KIND = new TokenLstmKind();

  @Override
  public Names names() {
    return new Names(
        TokenLstm.KIND, "token model", "nats per token", "train-lm", List.of("tokens"));
  }

  @Override
  public String madeBy() {
    return "train lm --config lstm";
  }

  @Override
  public Class<TokenLstm> networkType() {
    return TokenLstm.class;
  }

  /** Once no network but this had a config, and its options were options of the command. */
  @Override
  public Map<String, Object> options(Map<String, Object> kept) {
    Map<String, Object> options = new TreeMap<>(kept);
    if (options.remove("no_variation") instanceof Boolean isUnchanged) {
      options.put("variation", !isUnchanged);
    }
    options = TokenShape.KEPT.options(options);
    options.putIfAbsent("config", "lstm");
    return options;
  }
}
