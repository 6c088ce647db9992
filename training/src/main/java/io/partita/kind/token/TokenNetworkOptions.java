package io.partita.kind.token;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.option.OptionRange;
import io.partita.token.grammar.TokenGrammar;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say which network a {@link TokenLstm} is, and how it reads. */
final class TokenNetworkOptions {
  /** Lanes in one update of one worker. */
  static final int USUAL_BATCH = 16;

  private static final int MOST_BURN_IN = 4096;

  @Option(
      names = "--embedding",
      paramLabel = "N",
      description = "Size of a token's vector (default: ${DEFAULT-VALUE}).")
  private int embedding = 256;

  @Option(
      names = "--layers",
      paramLabel = "N",
      description = "Stacked LSTM layers, 1 to 8 (default: ${DEFAULT-VALUE}).")
  private int layers = 3;

  @Option(
      names = "--units",
      paramLabel = "N",
      description = "Units of each LSTM (default: ${DEFAULT-VALUE}).")
  private int units = 512;

  @Option(
      names = "--dropout",
      paramLabel = "SHARE",
      description = "Dropout rate between LSTM layers in training (default: ${DEFAULT-VALUE}).")
  private double dropout = 0.2;

  @Option(
      names = "--tie",
      description = "Share the embedding's weights with the output, behind a layer of its size.")
  private boolean tie;

  @Option(
      names = "--segment-length",
      paramLabel = "N",
      description = "Tokens per segment of truncated backpropagation (default: ${DEFAULT-VALUE}).")
  private int steps = 128;

  @Option(
      names = "--burn-in",
      paramLabel = "N",
      description =
          "Tokens per lane to re-read, without learning, after averaging (default:"
              + " ${DEFAULT-VALUE}).")
  private int burnIn = 128;

  @Option(
      names = "--no-variation",
      description = "Learn the pieces unchanged, without random transposition and tempo.")
  private boolean noVariation;

  /** Fails on what can be told without the data. */
  void check() {
    OptionRange.require(
        burnIn >= 0 && burnIn <= MOST_BURN_IN, "--burn-in must be 0 to " + MOST_BURN_IN, burnIn);
  }

  TokenLstm model(TokenGrammar grammar, int schemeVersion) {
    try {
      return new TokenLstm(
          grammar.size(),
          grammar.begin(),
          schemeVersion,
          steps,
          embedding,
          layers,
          units,
          dropout,
          tie);
    } catch (IllegalArgumentException e) {
      throw new UserException(Mistake.BAD_OPTION, "Not a network: " + e.getMessage(), e);
    }
  }

  int burnIn() {
    return burnIn;
  }

  boolean isVaried() {
    return !noVariation;
  }

  /** The options by their names. */
  Map<String, Object> byName() {
    Map<String, Object> byName = new LinkedHashMap<>();
    byName.put("--embedding", embedding);
    byName.put("--layers", layers);
    byName.put("--units", units);
    byName.put("--dropout", dropout);
    byName.put("--tie", tie);
    byName.put("--segment-length", steps);
    byName.put("--burn-in", burnIn);
    byName.put("--no-variation", noVariation);
    return byName;
  }
}
