package io.partita.command.publish;

import io.partita.model.ModelFigure;
import io.partita.model.ModelKind;
import io.partita.model.ModelKinds;
import io.partita.model.job.KindHelp;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;

/** Lets the help of {@code model check} say what models of each kind are held to. */
final class MeasuresOfKinds implements IModelTransformer {
  @Override
  public CommandSpec transform(CommandSpec command) {
    KindHelp.add(
        command,
        Stream.concat(
            Stream.of("Figures that are checked, and baselines for --beat:"),
            // Two networks of token models are held to the same.
            ModelKinds.all().stream().map(MeasuresOfKinds::help).distinct().flatMap(List::stream)));
    return command;
  }

  private static List<String> help(ModelKind<?> kind) {
    return List.of(
        "  A "
            + kind.title()
            + ": "
            + kind.measures().stream().map(ModelFigure::figure).collect(Collectors.joining(", ")),
        "    --beat " + String.join(", ", kind.baselines().names()));
  }
}
