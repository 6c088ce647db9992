package io.partita.models.note;

import io.partita.models.Evaluator;
import io.partita.models.Generator;
import io.partita.models.KindJobs;
import java.util.Optional;

/** What commands do with note models. */
public final class NoteJobs implements KindJobs {
  @Override
  public Class<?> trainCommand() {
    return TrainLstm.class;
  }

  @Override
  public Evaluator<?> evaluator() {
    return new EvaluateNotes();
  }

  @Override
  public Optional<Generator<?>> generator() {
    return Optional.of(new GenerateNotes());
  }
}
