package io.partita.models.kinds;

import io.partita.models.Evaluator;
import io.partita.models.Generator;
import io.partita.models.KindJobs;
import io.partita.models.musicvae.MusicVaeJobs;
import io.partita.models.note.NoteJobs;
import java.util.List;
import java.util.Optional;

/** The kinds of models that commands know. */
public final class Kinds {
  private static final List<KindJobs> ALL = List.of(new NoteJobs(), new MusicVaeJobs());

  private Kinds() {}

  /** The commands that train models. */
  public static List<Class<?>> trainCommands() {
    return ALL.stream().<Class<?>>map(KindJobs::trainCommand).toList();
  }

  /** New ones, with options as they are by default. */
  static List<Evaluator<?>> evaluators() {
    return ALL.stream().<Evaluator<?>>map(KindJobs::evaluator).toList();
  }

  /** Likewise. */
  static List<Generator<?>> generators() {
    return ALL.stream().map(KindJobs::generator).<Generator<?>>flatMap(Optional::stream).toList();
  }
}
