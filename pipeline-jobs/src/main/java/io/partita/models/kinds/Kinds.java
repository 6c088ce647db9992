package io.partita.models.kinds;

import io.partita.models.Evaluator;
import io.partita.models.Generator;
import io.partita.models.KindJobs;
import io.partita.models.musicvae.EvaluateDrums;
import io.partita.models.musicvae.GenerateDrums;
import io.partita.models.musicvae.TrainMusicVae;
import io.partita.models.note.EvaluateNotes;
import io.partita.models.note.GenerateNotes;
import io.partita.models.note.TrainLstm;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The kinds of models that commands know. */
public final class Kinds {
  private static final List<KindJobs> ALL =
      List.of(
          new KindJobs(TrainLstm.class, EvaluateNotes::new, GenerateNotes::new),
          new KindJobs(TrainMusicVae.class, EvaluateDrums::new, GenerateDrums::new));

  private Kinds() {}

  /** The commands that train models. */
  public static List<Class<?>> trainCommands() {
    return ALL.stream().<Class<?>>map(KindJobs::trainCommand).toList();
  }

  /** New ones, with options as they are by default. */
  static List<Evaluator<?>> evaluators() {
    return ALL.stream().<Evaluator<?>>map(jobs -> jobs.evaluator().get()).toList();
  }

  /** Likewise. */
  static List<Generator<?>> generators() {
    return ALL.stream()
        .map(KindJobs::generator)
        .flatMap(Optional::stream)
        .<Generator<?>>map(Supplier::get)
        .toList();
  }
}
