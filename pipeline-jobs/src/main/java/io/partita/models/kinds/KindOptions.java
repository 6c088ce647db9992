package io.partita.models.kinds;

import io.partita.model.ModelKind;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options of a command that only models of one kind have, as mixins under the kinds' names. */
final class KindOptions {
  private KindOptions() {}

  /**
   * Adds a kind's options to a command.
   *
   * @param options an object whose annotated fields they are; it may have none
   */
  static void add(CommandSpec command, ModelKind<?> kind, Object options) {
    command.addMixin(kind.name(), CommandSpec.forAnnotatedObjectLenient(options));
  }

  /** The names of those options of a kind that the user gave; empty where none. */
  static String given(CommandSpec command, ModelKind<?> kind) {
    return command.mixins().get(kind.name()).options().stream()
        .map(OptionSpec::longestName)
        .filter(command.commandLine().getParseResult()::hasMatchedOption)
        .collect(Collectors.joining(", "));
  }
}
