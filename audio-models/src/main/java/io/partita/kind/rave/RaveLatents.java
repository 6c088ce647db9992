package io.partita.kind.rave;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.TableRun;
import io.partita.lake.table.LakeTable;
import io.partita.model.audio.vae.WindowLatents;
import io.partita.model.latent.AddedNoise;
import io.partita.model.latent.LatentVectors;
import io.partita.model.train.TrainedModel;
import io.partita.nn.latent.LatentNoise;
import io.partita.nn.latent.Posterior;
import io.partita.option.OptionRange;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Option;

/** Windows of audio as examples of a {@link Rave}, whose files may have a part of z. */
final class RaveLatents extends WindowLatents<Rave> {
  private static final String OTHERS_LACK = "has no principal components of its z";

  private final Kept kept = new Kept();
  private final Filled filled = new Filled();
  private final AddedNoise noise = new AddedNoise();

  /** What encode keeps. */
  private static final class Kept {
    @Option(
        names = "--fidelity",
        paramLabel = "SHARE",
        description = "RAVE trained here: share of the variance of z to keep (default: all of z).")
    private Double share;
  }

  /** What decode makes of what was not kept. */
  private static final class Filled {
    @Option(
        names = "--fill",
        paramLabel = "WHAT",
        description =
            "RAVE trained here: what --fidelity left out becomes ${COMPLETION-CANDIDATES} (default:"
                + " ${DEFAULT-VALUE}).")
    private Fill fill = Fill.ZERO;
  }

  private enum Fill {
    ZERO,
    NOISE
  }

  @Override
  public Choices choices(Command command) {
    return switch (command) {
      case ENCODE -> Choices.of(OTHERS_LACK, kept);
      case DECODE -> Choices.of(OTHERS_LACK, filled, noise);
      case RECONSTRUCT, INTERPOLATE, FIND -> super.choices(command);
    };
  }

  @Override
  public void check() {
    super.check();
    noise.check();
    OptionRange.require(
        kept.share == null || (kept.share > 0 && kept.share < 1),
        "--fidelity must be above 0 and below 1",
        kept.share);
  }

  /** A lake has z whole, as searches compare it. */
  @Override
  public Map<LakeTable, TableRun> source(Lake lake, String dataset, Rave model) throws IOException {
    if (kept.share != null) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE, "A lake keeps all of z: give --fidelity with a file.");
    }
    return super.source(lake, dataset, model);
  }

  @Override
  public LatentVectors vectors(TrainedModel<Rave> trained, Posterior posterior) throws IOException {
    if (kept.share == null) {
      return super.vectors(trained, posterior);
    }
    LatentFidelity fidelity = LatentFidelity.of(trained);
    int count = fidelity.needed(kept.share);
    Posterior part = fidelity.kept(posterior, count);
    return new LatentVectors(part.mu(), part.sigma(), count);
  }

  @Override
  public float[][] z(TrainedModel<Rave> trained, LatentVectors vectors, long seed)
      throws IOException {
    float[][] z = whole(trained, vectors, seed);
    noise.addTo(z, trained.model().latents(), seed);
    return z;
  }

  private float[][] whole(TrainedModel<Rave> trained, LatentVectors vectors, long seed)
      throws IOException {
    if (vectors.components() == 0) {
      return super.z(trained, vectors, seed);
    }
    float[][] part = vectors.mu();
    int latent = trained.model().latent();
    if (part[0].length != vectors.components() * trained.model().frames()
        || part[0].length > latent) {
      throw new UserException(
          Mistake.MISMATCH,
          "%d components of z are no vectors of %d numbers."
              .formatted(vectors.components(), part[0].length));
    }
    float[][] all =
        filled.fill == Fill.NOISE
            ? LatentNoise.draw(part.length, latent, seed)
            : new float[part.length][latent];
    for (int window = 0; window < all.length; window++) {
      System.arraycopy(part[window], 0, all[window], 0, part[window].length);
    }
    return LatentFidelity.of(trained).z(all);
  }
}
