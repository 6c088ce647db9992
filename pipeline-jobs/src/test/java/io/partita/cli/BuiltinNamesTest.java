package io.partita.cli;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.model.archive.BuiltinModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every command that takes a model, with every built-in model, with each of its options that takes
 * a path: done, or refused in one line that is not about the name. A built-in name that is taken
 * for a path or an address would be told as a bug.
 */
@InTurn
class BuiltinNamesTest {
  /** What an option is called that takes a model trained by Partita. */
  private static final List<String> MODELS = List.of("--model", "--against", "--bpe");

  private static final List<Class<?>> NUMBERS =
      List.of(int.class, Integer.class, long.class, Long.class, double.class, Double.class);

  @TempDir private Path folder;

  /** A command with the place of a model in it, and with one option more or none. */
  private record Call(CommandSpec command, ArgSpec model, OptionSpec more) {}

  private static boolean isModel(ArgSpec arg) {
    return arg instanceof OptionSpec option
        ? MODELS.contains(option.longestName())
        : arg.paramLabel().equals("MODEL");
  }

  private static boolean isPath(OptionSpec option) {
    return !isModel(option) && option.paramLabel().matches(".*(FILE|DIR|OUT|IN|PATH).*");
  }

  private static Stream<Call> calls() {
    return Calls.commands()
        .flatMap(
            command ->
                command.args().stream()
                    .filter(BuiltinNamesTest::isModel)
                    .flatMap(
                        model ->
                            Stream.concat(
                                Stream.of(new Call(command, model, null)),
                                command.options().stream()
                                    .filter(option -> isPath(option) && !option.required())
                                    .map(option -> new Call(command, model, option)))));
  }

  /** A value that parses: another built-in model, a file, a folder; no lake, so no long work. */
  private String value(ArgSpec arg) throws IOException {
    if (isModel(arg)) {
      return BuiltinModel.DRUMS.option();
    }
    if (arg instanceof OptionSpec option && option.longestName().equals("--lake")) {
      return folder.resolve("no-lake").toString();
    }
    if (arg.type().isEnum()) {
      return arg.type().getEnumConstants()[0].toString();
    }
    if (arg.completionCandidates() != null) {
      return arg.completionCandidates().iterator().next();
    }
    if (NUMBERS.contains(arg.type())) {
      return "1";
    }
    String label = arg.paramLabel();
    if (arg instanceof OptionSpec option && option.longestName().equals("--dataset")) {
      return "none";
    }
    if (label.startsWith("OUT") || label.equals("DIR")) {
      return folder.resolve("new").resolve(label).toString();
    }
    return Files.writeString(folder.resolve("in.mid"), "MThd").toString();
  }

  private List<String> line(Call call, BuiltinModel builtin) throws IOException {
    List<String> line = new ArrayList<>(List.of(Calls.words(call.command()).split(" ")));
    for (ArgSpec arg : call.command().args()) {
      boolean isWanted =
          arg == call.model()
              || arg == call.more()
              || (arg.required() && arg.group() == null)
              || (arg instanceof OptionSpec option && option.longestName().equals("--dataset"));
      if (!isWanted) {
        continue;
      }
      if (arg instanceof OptionSpec option) {
        line.add(option.longestName());
      }
      line.add(arg == call.model() ? builtin.option() : value(arg));
    }
    return line;
  }

  @Tag("full")
  @Test
  void noneIsTakenForAPath() throws IOException {
    noneIsTakenForAPath(BuiltinModel.NAMES.size());
  }

  @Test
  void byTurnsNoneIsTakenForAPath() throws IOException {
    noneIsTakenForAPath(1);
  }

  /** Each command and option with so many names, another one first each time. */
  private void noneIsTakenForAPath(int names) throws IOException {
    TreeSet<String> tried = new TreeSet<>();
    int turn = 0;
    for (Call call : calls().toList()) {
      turn++;
      for (int i = 0; i < names; i++) {
        String name = BuiltinModel.NAMES.get((turn + i) % BuiltinModel.NAMES.size());
        BuiltinModel builtin = new BuiltinModel(name);
        List<String> line = line(call, builtin);
        PartitaRun run = PartitaRun.of(line.toArray());

        String told = String.join(" ", line) + System.lineSeparator() + run.err();
        assertThat(run.exitCode()).as(told).isIn(0, 2);
        assertThat(run.err()).as(told).doesNotContain("URISyntax").doesNotContain("Exception");
        if (run.code() == Mistake.NO_SUCH_FILE || run.code() == Mistake.BAD_PATH) {
          assertThat(run.err()).as(told).isNot(naming(builtin.option()));
        }
        tried.add(Calls.words(call.command()));
      }
    }
    assertThat(tried)
        .as("Commands that take a model")
        .contains(
            "model evaluate", "generate", "model compare", "model show", "train lstm", "tokenize");
    assertThat(
            calls()
                .filter(call -> call.more() != null)
                .map(call -> Calls.words(call.command()) + " " + call.more().longestName())
                .collect(Collectors.toSet()))
        .contains("model evaluate --out", "model evaluate --per-file", "model compare --out");
  }
}
