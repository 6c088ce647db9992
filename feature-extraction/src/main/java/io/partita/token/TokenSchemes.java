package io.partita.token;

import java.util.List;
import java.util.Optional;

/** The token schemes that there are; everything that lists, names or checks schemes asks here. */
public final class TokenSchemes {
  /** The default. */
  public static final TokenScheme ANTICIPATION = new CompoundTokens();

  public static final TokenScheme SEED = new SeedTokens();

  private static final List<TokenScheme> ALL = List.of(ANTICIPATION, SEED);

  private TokenSchemes() {}

  public static List<TokenScheme> all() {
    return ALL;
  }

  /** By its label. */
  public static Optional<TokenScheme> named(String label) {
    return ALL.stream().filter(scheme -> scheme.label().equals(label)).findFirst();
  }

  public static List<String> labels() {
    return ALL.stream().map(TokenScheme::label).toList();
  }
}
