package io.partita.kind.token;

/** A {@link TokenNetwork} at work an id at a time, from the beginning of a document on. */
interface TokenSteps {
  /**
   * Reads an id.
   *
   * @return logits of the next one, [vocabulary]
   */
  double[] read(int id);
}
