package io.partita.command.model;

import io.partita.model.job.ModelJob;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command for models of each kind that can what it does.
 *
 * @param <J> what it does with models of one kind
 */
abstract class KindCommand<J extends ModelJob> implements Callable<Integer> {
  private final CapabilityRegistry<J> jobs;

  @Spec private CommandSpec spec;

  /**
   * @param job the type J, without its parameters
   */
  KindCommand(Class<? super J> job) {
    jobs = new CapabilityRegistry<>(job);
  }

  final CapabilityRegistry<J> jobs() {
    return jobs;
  }

  /** See {@link CapabilityRegistry#choose}. */
  final CapabilityRegistry.Chosen<J> choose(String model) throws IOException {
    return jobs.choose(model, spec);
  }

  /** Adds to such a command what its jobs say of themselves. */
  static final class Jobs implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      ((KindCommand<?>) command.userObject()).jobs.addTo(command);
      return command;
    }
  }
}
