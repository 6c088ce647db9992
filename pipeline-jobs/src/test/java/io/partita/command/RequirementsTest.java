package io.partita.command;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.lake.check.CheckLimits;
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

    assertThat(untold.minRows(MIDI, "ingest-midi")).containsOnly(entry(LakeTable.MIDI_FILES, 1));
    assertThat(untold.limits()).isEqualTo(new CheckLimits(0.5, 0.5, false));
  }

  @Test
  void rowsAreOfTheMainTableOrOfTheOneThatIsNamed() {
    assertThat(of("--min-rows", "7,notes=100").minRows(MIDI, "ingest-midi"))
        .containsOnly(entry(LakeTable.MIDI_FILES, 7), entry(LakeTable.NOTES, 100));
    assertThatMistake(() -> of("--min-rows", "mel=1").minRows(MIDI, "ingest-midi"))
        .is(Mistake.BAD_OPTION)
        .names("--min-rows", "mel", "1", "ingest midi");
  }

  @ParameterizedTest
  @CsvSource({
    "--max-rejected=-0.1, 'bad_option --max-rejected 0 1 -0.1'",
    "--max-rejected=NaN, 'bad_option --max-rejected 0 1 NaN'",
    "--max-suspect=1.5, 'bad_option --max-suspect 0 1 1.5'",
    "--min-rows=many, 'bad_option --min-rows many'"
  })
  void whatIsOutOfRangeIsAMistake(String argument, String message) {
    assertThatMistake(of(argument)::limits).is(message);
  }

  private static Map.Entry<LakeTable, Long> entry(LakeTable table, long rows) {
    return Map.entry(table, rows);
  }
}
