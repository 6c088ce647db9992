package io.partita.models.musicvae;

import io.partita.models.Evaluator;
import io.partita.models.Generator;
import io.partita.models.KindJobs;
import java.util.Optional;

/** What commands of all kinds do with MusicVAEs. */
public final class MusicVaeJobs implements KindJobs {
  @Override
  public Class<?> trainCommand() {
    return TrainMusicVae.class;
  }

  @Override
  public Evaluator<?> evaluator() {
    return new EvaluateDrums();
  }

  @Override
  public Optional<Generator<?>> generator() {
    return Optional.of(new GenerateDrums());
  }
}
