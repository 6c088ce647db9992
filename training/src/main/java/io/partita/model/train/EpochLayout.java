package io.partita.model.train;

import io.partita.model.examples.Steps;

/**
 * How an epoch's shuffled examples are dealt to the workers. Batch b is the examples of the places
 * b · batch to (b + 1) · batch - 1; worker b mod workers has it as its step b div workers. A round
 * is the steps between two averagings. So many steps make an update, and the last ones of a round.
 * What does not fill a batch for every worker is left out of this epoch; another order brings other
 * examples next time. Rounds of one epoch differ in length by a step at most.
 *
 * @param examples in the epoch
 * @param batch examples in a batch
 * @param workers that train side by side, at least 1
 * @param averagingFrequency updates of each worker between two averagings, at most
 * @param accumulate steps that make an update
 */
record EpochLayout(long examples, int batch, int workers, int averagingFrequency, int accumulate)
    implements Steps {

  @Override
  public long steps() {
    return examples / batch / workers;
  }

  int rounds() {
    long steps = (long) averagingFrequency * accumulate;
    return Math.toIntExact((steps() + steps - 1) / steps);
  }

  /** Steps of one round. */
  long steps(int round) {
    return firstStep(round + 1) - firstStep(round);
  }

  /** Updates of each worker in the epoch, where a batch is one step. */
  long updates() {
    long updates = 0;
    for (int round = 0; round < rounds(); round++) {
      updates += (steps(round) + accumulate - 1) / accumulate;
    }
    return updates;
  }

  @Override
  public boolean beginsRound(long step) {
    return firstStep(round(step)) == step;
  }

  /** The last round whose first step is this one or an earlier one. */
  private int round(long step) {
    return Math.toIntExact(((step + 1) * rounds() - 1) / steps());
  }

  private long firstStep(int round) {
    return steps() * round / rounds();
  }

  /**
   * Examples that are trained on before a place of a training, where a batch is one step.
   *
   * @param updates of each worker in the round
   */
  long examplesBefore(int epoch, int round, int updates) {
    long steps = firstStep(round) + Math.min(steps(round), (long) updates * accumulate);
    return epoch * examplesUsed() + steps * workers * batch;
  }

  /**
   * The share of a round that some updates are, where a batch is one step.
   *
   * @return 0 to 1
   */
  double share(int round, int updates) {
    return Math.min(1, (double) updates * accumulate / steps(round));
  }

  /** Examples that are trained on in one epoch. */
  long examplesUsed() {
    return steps() * workers * batch;
  }

  int partitions() {
    return Math.multiplyExact(rounds(), workers);
  }

  /**
   * Round · workers + worker of the example at a place.
   *
   * @param place 0 to {@link #examplesUsed()} - 1
   */
  int partition(long place) {
    long number = place / batch;
    long round = round(number / workers);
    return Math.toIntExact(round * workers + number % workers);
  }
}
