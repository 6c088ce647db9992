package io.partita.lake.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.GeneratedPage;
import io.partita.PartitaRun;
import io.partita.Sample;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The functions as their descriptions, docs/sql.md and Spark have them. */
@Tag("spark")
class SqlFunctionsTest {
  @Test
  void everyExampleAnswersWhatItsDescriptionSays() {
    List<SqlFunction> functions = PartitaSqlExtensions.FUNCTIONS;
    String select =
        functions.stream()
            .map(
                function ->
                    function.name() + "(" + function.arguments() + ") AS " + function.name())
            .collect(Collectors.joining(", ", "SELECT ", ""));
    PartitaRun run = PartitaRun.of("sql", "--lake", Sample.get().lake(), "--json", select);

    functions.forEach(
        function -> {
          var answer = run.json().at("/rows/0").path(function.name());
          assertThat(answer.isTextual() ? answer.asText() : answer.toString())
              .as(function.name())
              .isEqualTo(function.answer());
        });
  }

  @Test
  void thePageSaysWhatTheFunctionsSay() throws IOException {
    String rows =
        PartitaSqlExtensions.FUNCTIONS.stream()
            .map(
                function ->
                    "| `%s(%s)` | %s | `%s(%s)` is `%s` |\n"
                        .formatted(
                            function.name(),
                            function.parameters(),
                            function.usage(),
                            function.name(),
                            function.arguments(),
                            function.answer()))
            .collect(Collectors.joining());

    new GeneratedPage("docs/sql.md", SqlFunctionsTest.class)
        .hasTable("| function | answer | example |\n|---|---|---|\n", rows);
  }

  @Test
  void outsideOfTheirRangesTheyAnswerNull() {
    assertThat(SqlFunctions.noteName(-1)).isNull();
    assertThat(SqlFunctions.noteName(0)).hasToString("C-1");
    assertThat(SqlFunctions.noteName(127)).hasToString("G9");
    assertThat(SqlFunctions.noteName(128)).isNull();
    assertThat(SqlFunctions.pitchClass(70)).hasToString("A#");
    assertThat(SqlFunctions.keyName(11, 1)).hasToString("B major");
    assertThat(SqlFunctions.keyName(12, 1)).isNull();
    assertThat(SqlFunctions.keyName(0, 2)).isNull();
    assertThat(SqlFunctions.programName(0)).hasToString("Acoustic Grand Piano");
    assertThat(SqlFunctions.programName(127)).hasToString("Gunshot");
    assertThat(SqlFunctions.programName(128)).hasToString("Drums");
    assertThat(SqlFunctions.programName(129)).isNull();
    assertThat(SqlFunctions.drumName(26)).isNull();
    assertThat(SqlFunctions.drumName(27)).hasToString("High Q");
    assertThat(SqlFunctions.drumName(35)).hasToString("Acoustic Bass Drum");
    assertThat(SqlFunctions.drumName(81)).hasToString("Open Triangle");
    assertThat(SqlFunctions.drumName(87)).hasToString("Open Surdo");
    assertThat(SqlFunctions.drumName(88)).isNull();
    assertThat(SqlFunctions.transpose(0, -1)).isNull();
    assertThat(SqlFunctions.transpose(1, Integer.MAX_VALUE)).isNull();
    assertThat(SqlFunctions.transpose(60, -60)).isZero();
    assertThat(
            SqlFunctions.transposeAll(new GenericArrayData(new Object[] {60, null, 120}), 8)
                .toObjectArray(org.apache.spark.sql.types.DataTypes.IntegerType))
        .containsExactly(68, null, null);
  }

  @Test
  void everyProgramHasANameOfItsOwn() {
    assertThat(IntStream.range(0, 129).mapToObj(SqlFunctions::programName).distinct().count())
        .isEqualTo(129);
  }
}
