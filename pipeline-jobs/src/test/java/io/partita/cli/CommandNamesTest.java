package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.lake.CommandName;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A command has its name, the same with a hyphen for the space, and no other. */
class CommandNamesTest {
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
  void aStoredCommandIsShownByItsName(String id) {
    assertThat(Commands.names()).contains(CommandName.of(id));
  }

  @ParameterizedTest
  @CsvSource({"encode-codes, encode", "evaluate, model evaluate"})
  void anotherNameIsAMistakeThatNamesTheNearest(String other, String nearest) {
    PartitaRun.of(other, "--lake", "x").mistake(Mistake.BAD_OPTION).names(other, nearest);
  }
}
