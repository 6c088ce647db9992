package io.partita.command.model;

import io.partita.UserException;
import io.partita.lake.run.ExitCode;
import io.partita.lake.table.LakeTable;
import io.partita.model.latent.HeldOutFile;
import io.partita.model.latent.ReconstructOptions;
import io.partita.model.latent.Reconstructor;
import io.partita.model.train.TrainedModel;
import io.partita.output.WrittenFiles;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Takes a file through a model: to latent vectors and back. Input: a file and a model; output:
 * original and reconstruction, to hear and to see, and how far they are apart. Needs no Spark.
 */
@Command(
    name = "reconstruct",
    description = "Encode and decode a file and report the reconstruction error.",
    modelTransformer = KindCommand.Jobs.class,
    footer = {
      "",
      "Examples:",
      "  partita reconstruct beat.mid --model models/drums --out out",
      "  partita reconstruct beat.mid --model models/drums --sample-z --seed 3 --out out"
    })
public final class Reconstruct implements Callable<Integer>, KindCommand {
  private final CapabilityRegistry<Reconstructor<?>> reconstructors =
      new CapabilityRegistry<>(Reconstructor.class);

  @Mixin private ReconstructOptions options;
  @Mixin private WrittenFiles written;
  @Spec private CommandSpec spec;

  @Override
  public CapabilityRegistry<Reconstructor<?>> jobs() {
    return reconstructors;
  }

  @Override
  public Integer call() throws IOException {
    options.check();
    reconstructors.check();
    CapabilityRegistry.Chosen<Reconstructor<?>> chosen =
        reconstructors.choose(options.decode.model, spec);
    run(chosen.job(), chosen.model());
    written.end();
    return ExitCode.OK;
  }

  private <M> void run(Reconstructor<M> reconstructor, TrainedModel<?> trained) throws IOException {
    reconstructor.run(options, trained.as(reconstructor.kind()), written);
  }

  /**
   * Files that a model of any kind was not trained on; none where such models reconstruct nothing.
   *
   * @param most of them
   * @throws UserException where it cannot be told what it was trained on
   */
  public static List<HeldOutFile> heldOut(
      Map<LakeTable, Dataset<Row>> tables, TrainedModel<?> trained, int most) throws IOException {
    Optional<Reconstructor<?>> found =
        new CapabilityRegistry<Reconstructor<?>>(Reconstructor.class).of(trained);
    return found.isEmpty() ? List.of() : heldOut(found.get(), tables, trained, most);
  }

  private static <M> List<HeldOutFile> heldOut(
      Reconstructor<M> reconstructor,
      Map<LakeTable, Dataset<Row>> tables,
      TrainedModel<?> trained,
      int most)
      throws IOException {
    return reconstructor.heldOut(tables, trained.as(reconstructor.kind()), most);
  }

  /**
   * Writes a reconstruction by a model that has {@link #heldOut} files.
   *
   * @param seconds that it lasts, about
   * @return what has written it
   * @throws UserException when the file is none of what the model has learnt
   */
  public static Reconstructor<?> write(
      ReconstructOptions options, TrainedModel<?> trained, double seconds) throws IOException {
    Reconstructor<?> reconstructor =
        new CapabilityRegistry<Reconstructor<?>>(Reconstructor.class).of(trained).orElseThrow();
    reconstructor.last(seconds);
    write(reconstructor, options, trained);
    return reconstructor;
  }

  private static <M> void write(
      Reconstructor<M> reconstructor, ReconstructOptions options, TrainedModel<?> trained)
      throws IOException {
    reconstructor.run(options, trained.as(reconstructor.kind()), WrittenFiles.untold());
  }
}
