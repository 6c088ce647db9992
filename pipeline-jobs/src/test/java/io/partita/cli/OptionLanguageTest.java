package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.NoteSample;
import io.partita.PartitaRun;
import io.partita.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** One language for all commands: what is read, what is written and what is printed. */
@Tag("spark")
class OptionLanguageTest {
  /** Servers, and a command that only stops things: they answer nothing. */
  private static final Set<String> WITHOUT_RESULT =
      Set.of(
          "partita sql serve",
          "partita notebook",
          "partita studio",
          "partita cluster stop",
          "partita completion",
          "partita convert",
          "partita run");

  /** Commands whose subcommands do everything. */
  private static final Set<String> ONLY_SUBCOMMANDS = Set.of("partita", "partita cluster");

  /** What options that name a file or folder are about; see {@link #everyPathIsInTheVocabulary}. */
  private static final Set<String> VOCABULARY =
      Set.of(
          "--input",
          "--out",
          "--export",
          "--lake",
          "--model", // what most commands read and write
          "--metadata",
          "--match-scores",
          "--catalog", // beside an input
          "--hits",
          "--groove", // a beat, and who plays it
          "--evaluation",
          "--test",
          "--against",
          "--per-file", // of a model
          "--start",
          "--prompt",
          "--from",
          "--to", // music to go on from, a path's two ends
          "--soundfont",
          "--file", // sounds, a script
          "--like", // sound to be as long as
          "--mel",
          "--waveform", // two pictures of one file
          "--config", // options that a card gave back
          "--dir"); // where servers keep their own files

  private static final String PATHS = "(DIR|FILE|PATH|OUT|CSV)(\\..*)?";

  @TempDir private Path folder;

  static Stream<CommandLine> commands() {
    return withSubcommands(Partita.program());
  }

  private static Stream<CommandLine> withSubcommands(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(OptionLanguageTest::withSubcommands));
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionHasALongName(CommandLine command) {
    assertThat(command.getCommandSpec().options())
        .allSatisfy(option -> assertThat(option.longestName()).as(name(command)).startsWith("--"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandThatAnswersDoesSoAsJson(CommandLine command) {
    if (!ONLY_SUBCOMMANDS.contains(name(command))) {
      assertThat(command.getCommandSpec().findOption("--json") != null)
          .as(name(command))
          .isNotEqualTo(WITHOUT_RESULT.contains(name(command)));
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyPathIsInTheVocabulary(CommandLine command) {
    List<OptionSpec> paths =
        command.getCommandSpec().options().stream()
            .filter(option -> option.paramLabel().matches(PATHS))
            .toList();

    assertThat(paths)
        .allSatisfy(
            option -> assertThat(VOCABULARY).as(name(command)).containsAnyOf(option.names()));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyArgumentIsDescribed(CommandLine command) {
    assertThat(command.getCommandSpec().args())
        .allSatisfy(
            arg -> {
              assertThat(arg.description()).as("%s %s", name(command), arg).isNotEmpty();
              if (arg.arity().max() > 0) {
                assertThat(arg.paramLabel()).as("%s %s", name(command), arg).doesNotStartWith("<");
              }
            });
  }

  @Tag("full")
  @Test
  void jsonHasKeysInSnakeCase() throws IOException {
    Path midi = NoteSample.get().midi(0);
    Path lake = Sample.get().lake();
    Path wav = folder.resolve("song.wav");

    JsonNode rendered = PartitaRun.of("convert", midi, wav, "--json").json();
    assertThat(rendered.at("/files/0").asText()).isEqualTo(wav.toString());
    assertThat(Files.size(wav)).isPositive();
    for (JsonNode answer :
        List.of(
            rendered,
            PartitaRun.of("convert", wav, folder.resolve("again.wav"), "--json").json(),
            PartitaRun.of("inspect", midi, "--json").json(),
            PartitaRun.of("tables", "--lake", lake, "notes", "--json").json(),
            PartitaRun.of("sample", "--tracks", 2, "--out", folder, "--json").json())) {
      assertThat(keys(answer)).isNotEmpty().allMatch(key -> key.matches("[a-z][a-z0-9_]*"));
    }
  }

  private static List<String> keys(JsonNode node) {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    node.forEach(child -> keys.addAll(keys(child)));
    return keys;
  }
}
