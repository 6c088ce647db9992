package io.partita.model.job;

import io.partita.model.train.TrainedModel;
import io.partita.score.Score;
import java.util.Optional;

/** Models that give drums a drummer's velocities and timing. */
public interface Humanizes<M> extends KindJob<M> {
  @Override
  default String verb() {
    return "humanize";
  }

  /** What a model's kind has for it; empty where such models play nothing. */
  static Optional<Humanizes<?>> of(TrainedModel<?> model) {
    return KindJobs.of(model, Humanizes.class).<Humanizes<?>>map(job -> job).findFirst();
  }

  /**
   * Fails where a model of the kind was trained for something else.
   *
   * @param option that asks for it, for the message
   * @throws io.partita.UserException saying what is needed
   */
  void requireAble(String option, TrainedModel<M> trained);

  /**
   * Plays the drums of a score; every note stays at its sixteenth.
   *
   * @param score whose division is in quarters, with pitches of General MIDI
   * @param seed of what is drawn
   */
  Score humanized(Score score, TrainedModel<M> trained, long seed);
}
