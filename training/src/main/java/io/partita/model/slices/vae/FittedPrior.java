package io.partita.model.slices.vae;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.model.archive.PriorFile;
import io.partita.model.train.TrainedModel;
import io.partita.nn.latent.GaussianMixture;
import io.partita.nn.latent.LatentNoise;
import io.partita.progress.JobLog;
import java.io.IOException;
import java.util.Optional;

/**
 * What {@code model fit-prior} has fitted to a model.
 *
 * @param mixture in the place of N(0, I)
 * @param scale that corrects the encoder's posteriors
 */
record FittedPrior(GaussianMixture mixture, PosteriorScale scale) {

  /**
   * That of a model; nothing where it has none, or, with a word, one of weights that it had before.
   */
  static Optional<FittedPrior> of(TrainedModel<? extends SliceVae> trained) throws IOException {
    Optional<PriorFile> file = PriorFile.of(trained.folder());
    if (file.isPresent() && !file.get().isOf(trained.card())) {
      JobLog.say(
          "The prior beside "
              + trained.folder().name()
              + " was fitted to other weights and is not used: run 'partita model fit-prior'"
              + " again.");
      return Optional.empty();
    }
    return file.map(
        found ->
            new FittedPrior(
                found.mixture(trained.folder(), trained.model().latent()),
                PosteriorScale.of(found)));
  }

  /** Where z is drawn from. */
  enum Source {
    FITTED,
    NORMAL;

    /** The better one of those that a model has. */
    static Source best(Optional<FittedPrior> fitted) {
      return fitted.isPresent() ? FITTED : NORMAL;
    }

    /**
     * Vectors of it, by the seed and their number.
     *
     * @throws UserException when a fitted one is wanted of a model that has none
     */
    float[][] draw(
        TrainedModel<? extends SliceVae> trained,
        Optional<FittedPrior> fitted,
        int count,
        long seed) {
      if (this == NORMAL) {
        return LatentNoise.draw(count, trained.model().latent(), seed);
      }
      return fitted
          .orElseThrow(
              () ->
                  new UserException(
                      Mistake.NOT_PREPARED,
                      "Model "
                          + trained.folder().name()
                          + " has no fitted prior: run 'partita model fit-prior' first, or leave"
                          + " out --prior."))
          .mixture()
          .draw(count, seed);
    }

    /** For a title. */
    String title() {
      return this == FITTED ? "the fitted prior" : "N(0, I)";
    }
  }
}
