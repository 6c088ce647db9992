package io.partita.kind.token;

/** A {@link TokenNetwork} at work on a document that grows, from its beginning on. */
interface TokenSteps {
  /**
   * Reads ids in a row, sooner than one by one.
   *
   * @param ids one or more
   * @return logits of what comes behind the last, [vocabulary]
   */
  double[] read(int... ids);
}
