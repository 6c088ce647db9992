package io.partita.kind.bpe;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.partita.token.MergedTokens;
import io.partita.token.TokenScheme;
import io.partita.token.TokenSchemes;
import io.partita.token.bpe.Merges;
import java.util.ArrayList;
import java.util.List;

/**
 * A byte-pair model but for its merges.
 *
 * @param scheme label of the token scheme whose ids are merged
 * @param schemeVersion of that
 * @param base ids of the scheme
 * @param merges how many ids there are besides, at least 1
 */
public record TokenBpe(String scheme, int schemeVersion, int base, int merges) {
  /** What archives call the kind. */
  public static final String KIND = "token-bpe";

  /** The most ids with merges, so that they fit 16 bits. */
  public static final int MAX_VOCABULARY = 1 << 16;

  public TokenBpe {
    TokenScheme known = TokenSchemes.named(String.valueOf(scheme)).orElse(null);
    boolean isSame =
        known != null
            && !known.vocabulary().isEmpty()
            && known.version() == schemeVersion
            && known.vocabulary().size() == base;
    if (!isSame) {
      throw new IllegalArgumentException(
          "there is no scheme %s version %d of %d ids".formatted(scheme, schemeVersion, base));
    }
    if (merges < 1 || base + merges > MAX_VOCABULARY) {
      throw new IllegalArgumentException("a byte-pair model has no " + merges + " merges");
    }
  }

  /** The model of merges that were learnt. */
  public static TokenBpe of(TokenScheme scheme, Merges merges) {
    return new TokenBpe(scheme.label(), scheme.version(), merges.base(), merges.pairs().size());
  }

  /** Two ids a merge. */
  @JsonIgnore
  public long parameters() {
    return 2L * merges;
  }

  /**
   * The scheme with its merges.
   *
   * @param numbers as an archive holds them: [merges][2], left and right
   * @throws IllegalArgumentException if they are no merges
   */
  public MergedTokens tokens(float[] numbers) {
    List<Merges.Pair> pairs = new ArrayList<>();
    for (int i = 0; i + 1 < numbers.length; i += 2) {
      pairs.add(new Merges.Pair((int) numbers[i], (int) numbers[i + 1]));
    }
    return new MergedTokens(TokenSchemes.named(scheme).orElseThrow(), new Merges(base, pairs));
  }

  /** Merges as an archive holds them. */
  public static float[] numbers(Merges merges) {
    float[] numbers = new float[2 * merges.pairs().size()];
    for (int i = 0; i < merges.pairs().size(); i++) {
      numbers[2 * i] = merges.pairs().get(i).left();
      numbers[2 * i + 1] = merges.pairs().get(i).right();
    }
    return numbers;
  }
}
