package io.partita.model.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.DrumSample;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import io.partita.UntrainedModel;
import io.partita.kind.slicegpt.SliceGpt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cards whose condition on files is an attack, and such conditions on the command line. */
@Tag("spark")
@InTurn
class HostileConditionTest {
  private static final String MARK = "partita.hostile";
  private static final String CALL =
      "reflect('java.lang.System', 'setProperty', '%s', 'x') IS NULL".formatted(MARK);

  @TempDir private static Path shared;
  private static Path lake;

  @TempDir private Path folder;

  @BeforeAll
  static void copyTheLake() throws IOException {
    lake = shared.resolve("lake");
    SharedFolders.copy(DrumSample.get().lake(), lake);
  }

  private Path model(String dataset, String condition) throws IOException {
    SliceGpt model = new SliceGpt(32, 12, 1, 2, 0, "gm", "drums");
    Path to = folder.resolve("m");
    UntrainedModel.write(model, dataset, Map.of("where", condition), to);
    return to;
  }

  @Test
  void aCardsConditionIsDataToAnEvaluation() throws Exception {
    for (String condition :
        new String[] {
          "reflect('java.lang.System', 'load', '/x.so') IS NULL", CALL, "(" + CALL + ") AND played"
        }) {
      PartitaRun.line(
              "model evaluate {} --lake {} --split validation --json",
              model(DrumSample.DATASET, condition),
              lake)
          .mistake(Mistake.BAD_QUERY)
          .names("reflect");
    }
    assertThat(System.getProperty(MARK)).isNull();
  }

  @Test
  void aCardsDataSetIsAName() throws Exception {
    for (String name : new String[] {"../x", "a; b", "x' OR '1' = '1", "${env:HOME}", ""}) {
      PartitaRun.line("model evaluate {} --lake {} --split validation", model(name, "true"), lake)
          .mistake(Mistake.DAMAGED_MODEL)
          .names("dataset");
    }
  }

  @Test
  void aConditionOfTheCommandLineIsOneToo() {
    for (String condition : new String[] {CALL, "element_at(split(path, '/'), 0) = 'reflect'"}) {
      PartitaRun.of("stats", DrumSample.DATASET, "--lake", lake, "--where", condition, "--json")
          .mistake(Mistake.BAD_QUERY)
          .names("reflect");
    }
    assertThat(System.getProperty(MARK)).isNull();
  }
}
