package io.partita.kind.groovae;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.drum.DrumMap;
import io.partita.model.job.Humanizes;
import io.partita.model.train.TrainedModel;
import io.partita.score.Score;
import java.util.List;

/** What commands that make drum loops do with a GrooVAE: it plays them. */
record HumanizeLoops(GrooVaeKind kind) implements Humanizes<GrooVae> {
  @Override
  public void requireAble(String option, TrainedModel<GrooVae> trained) {
    Task task = Task.of(trained.model());
    if (task != Task.HUMANIZE) {
      throw new UserException(
          Mistake.WRONG_MODEL,
          "Model %s %s: %s needs one trained with humanize=true."
              .formatted(trained.folder().name(), task.title(), option));
    }
  }

  @Override
  public Score humanized(Score score, TrainedModel<GrooVae> trained, long seed) {
    DrumBars drums = new DrumBars(score, DrumMap.GM);
    return drums.placed().isEmpty()
        ? score
        : new Humanizer(trained.model(), trained.weights(), 1, 0, seed)
            .of(drums, drums, List.of())
            .score();
  }
}
