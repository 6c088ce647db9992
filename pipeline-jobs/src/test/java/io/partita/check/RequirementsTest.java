package io.partita.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.UserException;
import io.partita.lake.table.DatasetTables;
import io.partita.lake.table.LakeTable;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class RequirementsTest {
  private static final DatasetTables MIDI = DatasetTables.madeBy("ingest-midi").orElseThrow();

  private static Requirements of(String... arguments) {
    return CommandLine.populateCommand(new Requirements(), arguments);
  }

  @Test
  void untoldARowOfTheMainTableWillDoAndHalfMayBeBad() {
    Requirements untold = of();

    untold.check();

    assertThat(untold.minRows(MIDI, "ingest-midi")).containsOnly(entry(LakeTable.MIDI_FILES, 1));
    assertThat(untold.maxRejected()).isEqualTo(0.5);
    assertThat(untold.maxSuspect()).isEqualTo(0.5);
    assertThat(untold.noLeaks()).isFalse();
  }

  @Test
  void rowsAreOfTheMainTableOrOfTheOneThatIsNamed() {
    assertThat(of("--min-rows", "7,notes=100").minRows(MIDI, "ingest-midi"))
        .containsOnly(entry(LakeTable.MIDI_FILES, 7), entry(LakeTable.NOTES, 100));
    assertThatThrownBy(() -> of("--min-rows", "mel=1").minRows(MIDI, "ingest-midi"))
        .isInstanceOf(UserException.class)
        .hasMessage("--min-rows mel=1: a data set of ingest-midi never has this table.");
  }

  @ParameterizedTest
  @CsvSource({
    "--max-rejected=-0.1, '--max-rejected must be 0 to 1, not -0.1.'",
    "--max-rejected=NaN, '--max-rejected must be 0 to 1, not NaN.'",
    "--max-suspect=1.5, '--max-suspect must be 0 to 1, not 1.5.'",
    "--min-rows=many, '--min-rows many is neither N nor TABLE=N.'"
  })
  void whatIsOutOfRangeIsAMistake(String argument, String message) {
    assertThatThrownBy(of(argument)::check).isInstanceOf(UserException.class).hasMessage(message);
  }

  private static Map.Entry<LakeTable, Long> entry(LakeTable table, long rows) {
    return Map.entry(table, rows);
  }
}
