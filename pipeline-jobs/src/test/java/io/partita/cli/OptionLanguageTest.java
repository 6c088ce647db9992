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
          "partita convert");

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

  /**
   * What a help text begins with that hopes for its option's name to be read before it: "Of what is
   * drawn", or that tells what happens instead of what is given: "Draw one prompt".
   */
  private static final Set<String> NO_NOUNS =
      Set.of(
          "Of",
          "From",
          "By",
          "At",
          "In",
          "For",
          "How",
          "Which",
          "What",
          "Where",
          "When",
          "Its",
          "More",
          "Less",
          "Above",
          "Larger",
          "Made",
          "Needed",
          "Replaced",
          "Default:",
          "Receives",
          "Draw",
          "Draws",
          "Read",
          "Write",
          "Refuse",
          "Exit",
          "Cut",
          "Wait",
          "Look",
          "Go",
          "Stop",
          "Describe",
          "Execute",
          "Let",
          "Count",
          "Play",
          "Take",
          "Keep");

  private static final int LONGEST_TEXT = 90;
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
  void everyValueIsCalledByItsNoun(CommandLine command) {
    assertThat(command.getCommandSpec().args())
        .filteredOn(arg -> arg.arity().max() > 0)
        .allSatisfy(
            arg -> {
              String first = arg.description()[0].replaceFirst(" .*", "");
              assertThat(first).as("%s %s", name(command), arg).matches("[A-Z].*");
              assertThat(NO_NOUNS).as("%s %s", name(command), arg).doesNotContain(first);
            });
  }

  /** Values to choose from are listed however many there are. */
  @ParameterizedTest
  @MethodSource("commands")
  void everyTextIsShort(CommandLine command) {
    assertThat(command.getCommandSpec().args())
        .allSatisfy(
            arg -> {
              String text = String.join(" ", arg.description());
              String choices =
                  arg.completionCandidates() == null
                      ? ""
                      : String.join(", ", arg.completionCandidates());
              assertThat(text.replace(choices, ""))
                  .as("%s %s", name(command), arg)
                  .hasSizeLessThanOrEqualTo(LONGEST_TEXT);
            });
  }

  @Test
  void earlierNamesOfInputsAndOutputsAreNamesStill() {
    assertThat(names("ingest-fma", "--audio")).contains("--input");
    assertThat(names("vocode", "--mel")).contains("--input");
    assertThat(names("download", "--to")).contains("--out");
    assertThat(names("publish-model", "--to")).contains("--out");
    assertThat(names("notebook", "--execute")).contains("--out");
    assertThat(names("sql", "-f")).contains("--file");
  }

  private static List<String> names(String command, String option) {
    return List.of(
        Partita.program()
            .getSubcommands()
            .get(command)
            .getCommandSpec()
            .findOption(option)
            .names());
  }

  @Tag("full")
  @Test
  void jsonHasKeysInSnakeCase() throws IOException {
    Path midi = NoteSample.get().midi(0);
    Path lake = Sample.get().lake();
    Path wav = folder.resolve("song.wav");

    JsonNode rendered = PartitaRun.of("render", midi, wav, "--json").json();
    assertThat(rendered.at("/files/0").asText()).isEqualTo(wav.toString());
    assertThat(Files.size(wav)).isPositive();
    for (JsonNode answer :
        List.of(
            rendered,
            PartitaRun.of("decode", wav, folder.resolve("again.wav"), "--json").json(),
            PartitaRun.of("inspect", midi, "--json").json(),
            PartitaRun.of("tables", "--lake", lake, "notes", "--json").json(),
            PartitaRun.of("sample-data", "--tracks", 2, "--out", folder, "--json").json())) {
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
