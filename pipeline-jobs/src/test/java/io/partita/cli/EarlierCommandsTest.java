package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.PartitaRun;
import io.partita.lake.CommandName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.IOUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParseResult;

/** Command lines of version 0.1 mean today what they meant. */
class EarlierCommandsTest {
  /** Each command line of its documents, words separated by tabs. */
  static Stream<String> documented() throws IOException {
    return IOUtils.resourceToString("/io/partita/cli/commands-0.1.tsv", StandardCharsets.UTF_8)
        .lines();
  }

  @ParameterizedTest
  @MethodSource("documented")
  void aDocumentedLineIsUnderstood(String line) {
    assertThat(parsed(Invocation.of(line.split("\t", -1))).hasSubcommand()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "analyze-codes check-model compare cluster decode decode-codes demo detokenize download",
        "encode encode-codes evaluate export find-duplicates fit-prior generate hosts inspect",
        "ingest-audio ingest-fma ingest-lmd ingest-midi ingest-msd interpolate model-decode",
        "model-encode notebook pack-model perturb publish-model random reconstruct render report",
        "sample-data similar similar-pieces slice-drums slice-melodies slice-trios split sql",
        "sql-server stats tables tokenize tokens train-bpe train-cvae train-lm train-lstm",
        "train-musicvae train-rvq vocode check",
      })
  void aNameIsACommand(String names) {
    for (String name : names.split(" ")) {
      assertThat(Invocation.of(name).command()).as(name).isPresent();
      String help = PartitaRun.of(name, "--help").exits(0).out();
      assertThat(help).as(name).startsWith("Usage: partita " + Commands.joined(name)[0]);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"train-lstm", "ingest-midi", "find-duplicates", "sql-serve", "model-fit-prior"})
  void aHyphenIsASpace(String hyphenated) {
    List<String> words = List.of(Commands.joined(hyphenated, "--lake", "x"));

    assertThat(words.get(0)).contains(" ");
    assertThat(Commands.joined((words.get(0) + " --lake x").split(" ")))
        .containsExactlyElementsOf(words);
  }

  /** What runs and locks store of a command is shown as the words that run it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "stats",
        "ingest-midi",
        "slice-drums",
        "find-duplicates",
        "train-lstm",
        "encode-codes",
        "model-encode",
        "fit-prior",
        "pack-model",
        "publish-model"
      })
  void theNameOfAStoredCommandIsThatOfToday(String id) {
    String name = CommandName.of(id);

    assertThat(Commands.joined(name.split(" "))[0])
        .isEqualTo(name)
        .isEqualTo(Commands.joined(id)[0]);
  }

  static ParseResult parsed(Invocation invocation) {
    return invocation
        .program()
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(MainArgument.named(invocation).words().toArray(String[]::new));
  }
}
