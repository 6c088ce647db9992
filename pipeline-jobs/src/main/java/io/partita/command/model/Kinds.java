package io.partita.command.model;

import io.partita.model.job.KindJobs;
import io.partita.model.job.ModelFiles;
import io.partita.model.job.ModelJob;
import java.util.List;
import java.util.stream.Stream;

/** What commands do with models of each sort. */
public final class Kinds {
  private Kinds() {}

  /** The commands that train models. */
  public static List<Class<?>> trainCommands() {
    return KindJobs.all().<Class<?>>map(KindJobs::trainer).distinct().toList();
  }

  /** The commands that only one kind of model has. */
  public static Stream<Class<?>> ownCommands() {
    return KindJobs.all().flatMap(kind -> kind.commands().stream()).distinct();
  }

  /** Of kinds that are trained here and of files of models trained elsewhere: new jobs. */
  static List<ModelJob> jobs() {
    return Stream.<ModelJob>concat(
            KindJobs.all().flatMap(kind -> kind.jobs().stream()), ModelFiles.jobs(ModelJob.class))
        .toList();
  }
}
