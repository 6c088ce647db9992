package io.partita.lake.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.cli.Partita;
import io.partita.lake.table.StatisticsPlan.Categories;
import io.partita.lake.table.StatisticsPlan.Identity;
import io.partita.lake.table.StatisticsPlan.Numbers;
import io.partita.lake.table.TableSpec.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the tables say of themselves holds together. */
class TableSpecTest {
  private static final Set<String> INGESTS =
      Partita.program().getSubcommands().keySet().stream()
          .filter(command -> command.startsWith("ingest-"))
          .collect(Collectors.toSet());

  @ParameterizedTest
  @EnumSource
  void hasTheNameOfItsConstant(LakeTable table) {
    assertThat(table.tableName())
        .as("the name by which %s is found", table)
        .isEqualTo(table.name().toLowerCase(Locale.ROOT));
    assertThat(LakeTable.named(table.tableName())).contains(table);
  }

  @Test
  void knowsNoOtherNames() {
    assertThat(LakeTable.named("NOTES")).as("names are in lower case").isEmpty();
    assertThat(LakeTable.named("songs")).as("a table that is not there").isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void saysWhatEachColumnMeans(LakeTable table) {
    assertThat(table.description()).as("description of %s", table.tableName()).endsWith(".");
    assertThat(Arrays.stream(table.readSchema().fields()))
        .as("columns of %s", table.tableName())
        .allSatisfy(field -> assertThat(field.getComment().get()).isNotBlank());
    assertThat(table.readSchema().fieldNames())
        .as("columns of %s, each once", table.tableName())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void columnsOfTheKeyAreThereAndNeverNull(LakeTable table) {
    assertThat(table.spec().rows().key().columns())
        .as("key of %s", table.tableName())
        .isNotEmpty()
        .allSatisfy(
            column ->
                assertThat(table.readSchema().apply(column).nullable())
                    .as("whether %s may be null", column)
                    .isFalse());
  }

  @Test
  void referencesLeadToTheKeyOfAnotherTable() {
    assertThat(LakeTable.values())
        .allSatisfy(
            table -> {
              for (Reference reference : table.spec().rows().references()) {
                assertThat(table.schema().fieldNames())
                    .as("%s refers to %s", table.tableName(), reference.table())
                    .contains(reference.column());
                assertThat(named(reference.table()).spec().rows().key())
                    .as("what %s refers to", table.tableName())
                    .isEqualTo(new TableSpec.Key(List.of(reference.column()), true));
              }
            });
  }

  @Test
  void sumsAreOfCountsInAnotherTable() {
    List<String> types =
        Arrays.stream(LakeTable.values())
            .flatMap(table -> table.spec().rows().sums().stream())
            .map(sum -> named(sum.table()).schema().apply(sum.column()))
            .map(StructField::dataType)
            .map(DataType::simpleString)
            .toList();

    assertThat(types).as("types of columns that are summed up").isNotEmpty().containsOnly("int");
  }

  @ParameterizedTest
  @EnumSource
  void comesFromAnIngestOrFromOtherTables(LakeTable table) {
    Origin origin = table.spec().origin();

    if (origin.isDerived()) {
      assertThat(origin.commands())
          .as("what makes %s", table.tableName())
          .isNotEmpty()
          .doesNotContainAnyElementsOf(INGESTS);
      assertThat(origin.from())
          .as("what %s is made from", table.tableName())
          .allSatisfy(from -> assertThat(LakeTable.named(from)).isPresent());
    } else {
      assertThat(INGESTS).as("what makes %s", table.tableName()).containsAll(origin.commands());
      assertThat(origin.from()).as("tables below %s", table.tableName()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void storageNamesColumnsOfTheTable(LakeTable table) {
    Storage storage = table.spec().storage();

    assertThat(table.schema().fieldNames())
        .as("columns of %s", table.tableName())
        .containsAll(storage.plainColumns())
        .containsAll(storage.climbingColumns());
    assertThat(storage.rowGroupBytes()).as("row groups").isBetween(1L << 20, 128L << 20);
  }

  @ParameterizedTest
  @EnumSource
  void countsColumnsOfTheTable(LakeTable table) {
    StatisticsPlan plan = table.spec().statistics();

    assertThat(table.readSchema().fieldNames())
        .as("columns of %s", table.tableName())
        .containsAll(plan.numbers().stream().map(Numbers::column).toList())
        .containsAll(plan.identities().stream().map(Identity::column).toList())
        .containsAll(plan.categories().stream().map(Categories::column).toList());
  }

  @ParameterizedTest
  @EnumSource
  void drawsWhatIsCounted(LakeTable table) {
    StatisticsPlan plan = table.spec().statistics();
    Set<String> counted =
        Stream.concat(
                plan.numbers().stream().map(Numbers::column),
                plan.categories().stream().map(Categories::column))
            .map(column -> table.tableName() + "." + column)
            .collect(Collectors.toSet());

    assertThat(table.spec().plots().stream().map(Plot::counted).filter(name -> name != null))
        .as("columns of %s that are drawn", table.tableName())
        .isSubsetOf(counted);
  }

  @Test
  void rowsOfContentsNameThem() {
    assertThat(
            Arrays.stream(LakeTable.values()).filter(table -> table.spec().rows().areOfContents()))
        .as("tables that suspects can be left out of")
        .isNotEmpty()
        .allSatisfy(
            table ->
                assertThat(table.schema().fieldNames())
                    .as("columns of %s", table.tableName())
                    .contains("midi_md5"));
  }

  @Test
  void eachIngestHasOneMainTable() {
    for (String ingest : INGESTS) {
      DatasetTables tables = DatasetTables.madeBy(ingest).orElseThrow();

      assertThat(tables.always().stream().filter(table -> table.spec().origin().isMain()).toList())
          .as("what %s is about", ingest)
          .containsExactly(tables.main());
      assertThat(tables.mayHave(LakeTable.STATISTICS))
          .as("whether what %s made can be counted", ingest)
          .isTrue();
      assertThat(tables.mayHave(LakeTable.QUARANTINE)).as("quarantine of %s", ingest).isTrue();
    }
  }

  @Test
  void otherCommandsMakeNoDataSet() {
    Set<String> others = new TreeSet<>(List.of("download"));
    for (LakeTable table : LakeTable.values()) {
      others.addAll(table.spec().origin().commands());
    }
    others.removeAll(INGESTS);

    assertThat(others)
        .contains("slice-drums", "encode", "stats", "train-lstm")
        .allSatisfy(command -> assertThat(DatasetTables.madeBy(command)).isEmpty());
  }

  @Test
  void derivedTablesAreThoseOfTheDataSetThatTheyAreMadeFrom() {
    List<LakeTable> ofMidi = DatasetTables.madeBy("ingest-midi").orElseThrow().sometimes();
    List<LakeTable> ofSongs = DatasetTables.madeBy("ingest-msd").orElseThrow().sometimes();

    assertThat(ofMidi)
        .as("what a data set of MIDI files may have besides")
        .contains(
            LakeTable.MIDI_BYTES,
            LakeTable.DRUM_SLICES,
            LakeTable.LATENTS, // made from slices
            LakeTable.TRAINING_RUNS,
            LakeTable.STATISTICS)
        .doesNotContain(LakeTable.CODES, LakeTable.MODEL_LATENTS);
    assertThat(ofSongs)
        .as("of Million Song tracks")
        .contains(LakeTable.STATISTICS)
        .doesNotContain(LakeTable.DRUM_SLICES, LakeTable.LATENTS, LakeTable.CODES);
  }

  private static LakeTable named(String table) {
    return LakeTable.named(table).orElseThrow(() -> new AssertionError("No table " + table));
  }
}
