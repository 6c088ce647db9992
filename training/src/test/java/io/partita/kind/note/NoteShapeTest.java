package io.partita.kind.note;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.UserException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class NoteShapeTest {
  private static NoteShape shape(String config, Map<String, String> set) {
    return NoteShape.KEPT.with(NoteShape.KEPT.named(config), set);
  }

  @Test
  void windowsAreTheUsualNetwork() {
    NoteShape shape = shape("window", Map.of());

    assertThat(shape.model(12)).isEqualTo(NoteLstm.ofVocabulary(12));
    assertThat(shape.batch()).isEqualTo(64);
  }

  @ParameterizedTest
  @CsvSource({"own, OWN", "dl4j, DL4J", "DL4J, DL4J"})
  void theLstmIsPartitasOwnUnlessAskedFor(String given, NoteLstm.Recurrent chosen) {
    assertThat(shape("window", Map.of()).model(12).recurrent()).isEqualTo(NoteLstm.Recurrent.OWN);
    assertThat(shape("window", Map.of("lstm", given)).model(12).recurrent()).isEqualTo(chosen);
  }

  @Test
  void aWholePieceIsALargerExample() {
    NoteShape shape = shape("sequence", Map.of());

    assertThat(shape.batch()).isEqualTo(4);
    assertThat(shape.model(12).mode()).isEqualTo(NoteLstm.Mode.SEQUENCE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "layers | 3 | bad_option layers 3 1 2",
        "units | 0 | bad_option units 0 1 4096",
        "dropout | 1 | bad_option dropout 1.0 0 1",
        "mode | bars | bad_option mode bars window sequence",
        "batch | 0 | bad_option batch 0 1",
        "unit | 5 | bad_option unit units"
      })
  void whatIsNoNetworkIsAMistake(String name, String value, String message) {
    assertThatMistake(() -> shape("window", Map.of(name, value)).model(2)).is(message);
  }

  @Test
  void wholePiecesAreNothingForTheLayerOfDl4j() {
    NoteShape shape = shape("sequence", Map.of("lstm", "dl4j"));

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> shape.model(2))
        .isInstanceOf(UserException.class);
  }
}
