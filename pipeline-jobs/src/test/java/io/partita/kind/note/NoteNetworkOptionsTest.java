package io.partita.kind.note;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class NoteNetworkOptionsTest {
  @Test
  void withoutOptionsItIsTheUsualNetwork() {
    NoteNetworkOptions options = options();

    options.check();

    assertThat(options.model(12)).isEqualTo(NoteLstm.ofVocabulary(12));
    assertThat(options.usualBatch()).isEqualTo(64);
    assertThat(options.byName())
        .containsExactly(
            entry("--mode", "WINDOW"),
            entry("--sequence-length", 20),
            entry("--segment-length", 50),
            entry("--layers", 1),
            entry("--units", 256),
            entry("--dropout", 0.3),
            entry("--lstm", "OWN"));
  }

  @ParameterizedTest
  @CsvSource({
    ", OWN",
    "--lstm=DL4J, DL4J",
    "--lstm=OWN, OWN",
  })
  void theLstmIsPartitasOwnUnlessAskedFor(String given, NoteLstm.Recurrent chosen) {
    NoteNetworkOptions options = given == null ? options() : options(given);

    options.check();

    assertThat(options.model(12).recurrent()).isEqualTo(chosen);
    assertThat(options.byName()).containsEntry("--lstm", chosen.name());
  }

  @Test
  void aWholePieceIsALargerExample() {
    NoteNetworkOptions options = options("--mode=SEQUENCE");

    options.check();

    assertThat(options.usualBatch()).isEqualTo(4);
    assertThat(options.model(12).mode()).isEqualTo(NoteLstm.Mode.SEQUENCE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--layers=3 | bad_option layers 3 1 2",
        "--units=0 | bad_option units 0 1 4096",
        "--dropout=1 | bad_option dropout 1.0 0 1"
      })
  void whatIsNoNetworkIsAMistake(String given, String message) {
    NoteNetworkOptions options = options(given);

    assertThatMistake(() -> options.check()).is(message);
  }

  private static NoteNetworkOptions options(String... arguments) {
    return CommandLine.populateCommand(new NoteNetworkOptions(), arguments);
  }
}
