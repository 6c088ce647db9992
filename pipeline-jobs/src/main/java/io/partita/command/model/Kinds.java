package io.partita.command.model;

import io.partita.kind.hosted.FileJob;
import io.partita.kind.hosted.codec.DecodeSound;
import io.partita.kind.hosted.codec.EncodeSound;
import io.partita.kind.hosted.file.HostedDescription;
import io.partita.kind.hosted.latent.DecodeLatents;
import io.partita.kind.hosted.latent.EncodeLatents;
import io.partita.kind.hosted.latent.RandomLatents;
import io.partita.model.job.KindJobs;
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

  /** What the file of a model trained elsewhere can be used as, by the titles of its sorts. */
  public static List<String> usesOf(HostedDescription model) {
    return jobs().stream()
        .filter(job -> job instanceof FileJob of && of.takes(model))
        .map(ModelJob::title)
        .distinct()
        .toList();
  }

  /** Of kinds that are trained here and of files of models trained elsewhere: new jobs. */
  static List<ModelJob> jobs() {
    return Stream.<ModelJob>concat(
            KindJobs.all().flatMap(kind -> kind.jobs().stream()),
            Stream.of(
                new EncodeSound(),
                new DecodeSound(),
                new EncodeLatents(),
                new DecodeLatents(),
                new RandomLatents()))
        .toList();
  }
}
