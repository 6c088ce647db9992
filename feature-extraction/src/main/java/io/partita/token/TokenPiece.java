package io.partita.token;

/** A file's tokens as the document that a language model learns: one form, between two marks. */
public final class TokenPiece {
  /** The name of the id before the first one of a document. */
  public static final String BEGIN = "BOS_None";

  /** The name of the id behind the last one. */
  public static final String END = "EOS_None";

  private TokenPiece() {}

  /** Whether a scheme has ids for the beginning and the end of a document. */
  public static boolean hasEnds(TokenScheme scheme) {
    return scheme.vocabulary().contains(BEGIN) && scheme.vocabulary().contains(END);
  }

  /**
   * The {@linkplain #canonical canonical} ids between {@link #BEGIN} and {@link #END}.
   *
   * @param scheme that {@link #hasEnds}
   */
  public static int[] of(TokenScheme scheme, int[] ids) {
    int[] own = canonical(scheme, ids);
    int[] framed = new int[own.length + 2];
    System.arraycopy(own, 0, framed, 1, own.length);
    framed[0] = scheme.vocabulary().indexOf(BEGIN);
    framed[framed.length - 1] = scheme.vocabulary().indexOf(END);
    return framed;
  }

  /**
   * What the scheme makes of its own decoding of ids: of what means the same, as notes of several
   * programs at one time in another order, one form is left. Empty where it cannot say it again.
   */
  public static int[] canonical(TokenScheme scheme, int[] ids) {
    return scheme.encode(scheme.decode(ids)).tokens();
  }
}
