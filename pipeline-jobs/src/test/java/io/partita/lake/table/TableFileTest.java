package io.partita.lake.table;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.Values;
import io.partita.lake.run.Spark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.parquet.SparkToParquetSchemaConverter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files of every table, read back by Spark and by DuckDB. */
@Tag("spark")
class TableFileTest {
  private static final int ROWS = 60;
  private static final Map<String, String> PROVENANCE =
      Map.of("partita.run_id", "0123abcd", "partita.command", "a test");

  private static SparkSession spark;
  @TempDir private Path folder;

  @BeforeAll
  static void startSpark() {
    spark = Spark.session("table-file");
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  @InTurn
  @ParameterizedTest
  @EnumSource
  void sparkReadsWhatWasWritten(LakeTable table) throws IOException {
    List<Row> rows = rows(table);
    Path file = write(table, rows);

    var read = spark.read().parquet(file.toString());

    assertThat(read.schema().catalogString()).isEqualTo(table.schema().catalogString());
    assertThat(texts(read.collectAsList())).isEqualTo(texts(rows));
  }

  @ParameterizedTest
  @EnumSource
  void duckDbReadsWhatWasWritten(LakeTable table) throws Exception {
    List<Row> rows = rows(table);
    Path file = write(table, rows);

    List<List<Object>> columns = DuckDb.rows("DESCRIBE SELECT * FROM '" + file + "'");
    List<List<Object>> read = DuckDb.rows("SELECT * FROM '" + file + "'");

    assertThat(columns.stream().map(column -> column.get(0) + " " + column.get(1)))
        .isEqualTo(
            Arrays.stream(table.schema().fields())
                .map(field -> field.name() + " " + duckDbType(field.dataType().catalogString()))
                .toList());
    assertThat(read.stream().map(Values::text).toList()).isEqualTo(texts(rows));
  }

  @ParameterizedTest
  @EnumSource
  void theSchemaIsTheOneSparkWouldWrite(LakeTable table) {
    // Its default is a form of timestamp that Parquet has given up.
    spark.conf().set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    var converter = new SparkToParquetSchemaConverter(spark.sessionState().conf());

    assertThat(ParquetSchema.of(table.schema()).toString().replaceAll(" = \\d+", ""))
        .isEqualTo(converter.convert(table.schema()).toString());
  }

  @ParameterizedTest
  @EnumSource
  void whatAQueryMakesIsWrittenAsReadyRowsAre(LakeTable table) throws IOException {
    List<Row> rows = rows(table);
    Path file = folder.resolve("query.parquet");
    try (TableFile<InternalRow> made =
        TableFile.ofQuery(
            new org.apache.hadoop.fs.Path(file.toUri()), table, PROVENANCE, new Configuration())) {
      var query = spark.createDataFrame(rows, table.schema()).coalesce(1).queryExecution();
      for (InternalRow row : query.toRdd().toJavaRDD().map(InternalRow::copy).collect()) {
        made.write(row);
      }
      assertThat(made.rows()).isEqualTo(ROWS);
    }

    assertThat(FieldIdsOfFilesTest.schema(file))
        .isEqualTo(FieldIdsOfFilesTest.schema(write(table, rows)));
    assertThat(texts(spark.read().parquet(file.toString()).collectAsList())).isEqualTo(texts(rows));
  }

  @ParameterizedTest
  @EnumSource(names = {"NOTES", "TOKENS", "MEL"})
  void filesWithFieldIdsAndWithoutAreOneTable(LakeTable table) throws IOException {
    List<Row> rows = rows(table);
    Path file = write(table, rows);
    // Files as Spark writes them, and as Partita wrote them before it numbered columns.
    spark.read().parquet(file.toString()).write().mode("append").parquet(folder.toString());

    List<String> twice = texts(rows).stream().flatMap(row -> Stream.of(row, row)).sorted().toList();
    assertThat(
            texts(spark.read().schema(table.schema()).parquet(folder.toString()).collectAsList()))
        .as("rows that Spark reads")
        .hasSize(2 * ROWS)
        .containsExactlyInAnyOrderElementsOf(twice);
    assertThat(
            DuckDb.rows("SELECT * FROM '" + folder + "/*.parquet'").stream()
                .map(Values::text)
                .toList())
        .as("rows that DuckDB reads")
        .containsExactlyInAnyOrderElementsOf(twice);
  }

  @Test
  void largeCellsFillRowGroupsOfTheirOwnSize() throws IOException {
    byte[] blob = new byte[1 << 20];
    SplittableRandom random = new SplittableRandom(1);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      random.nextBytes(blob);
      rows.add(
          RowFactory.create(
              "t", i, "r", 1, "float16", 22050, 256, 80, 1, blob.clone(), 0.0, 0.0, 0.0, 0.0));
    }

    Path file = write(LakeTable.MEL, rows);

    List<List<Object>> groups =
        DuckDb.rows(
            "SELECT row_group_id, row_group_num_rows, encodings, total_compressed_size FROM"
                + " parquet_metadata('"
                + file
                + "') WHERE path_in_schema = 'mel' ORDER BY 1");
    assertThat(groups).hasSize(3);
    assertThat(groups)
        .allSatisfy(
            group -> {
              assertThat((Long) group.get(1)).isLessThanOrEqualTo(67);
              assertThat((String) group.get(2)).doesNotContain("DICTIONARY");
            });
  }

  @Test
  void theFooterSaysWhichRunMadeTheFile() throws IOException {
    Path file = write(LakeTable.NOTES, rows(LakeTable.NOTES));

    Map<String, String> footer = new HashMap<>();
    for (List<Object> pair :
        DuckDb.rows("SELECT decode(key), decode(value) FROM parquet_kv_metadata('" + file + "')")) {
      footer.put((String) pair.get(0), (String) pair.get(1));
    }

    assertThat(footer).containsAllEntriesOf(PROVENANCE);
  }

  @Test
  void columnsAreCompressed() throws IOException {
    Path file = write(LakeTable.MIDI_FILES, rows(LakeTable.MIDI_FILES));

    assertThat(DuckDb.texts("SELECT DISTINCT compression FROM parquet_metadata('" + file + "')"))
        .containsExactly("ZSTD");
  }

  @Test
  void aFileWithoutRowsHasItsColumns() throws IOException {
    Path file = write(LakeTable.QUARANTINE, List.of());

    assertThat(spark.read().parquet(file.toString()).schema().fieldNames())
        .isEqualTo(LakeTable.QUARANTINE.schema().fieldNames());
    assertThat(DuckDb.number("SELECT count(*) FROM '" + file + "'")).isZero();
  }

  @Test
  void countsItsRowsAndOverwritesNothing() throws IOException {
    Path file = folder.resolve("pairs.parquet");
    TableFile<Row> pairs = open(LakeTable.TRACK_MIDI, file);
    pairs.write(RowFactory.create("TRA", "0f", 0.5, 1));
    pairs.write(RowFactory.create("TRA", "1f", null, 2));
    pairs.close();

    assertThat(pairs.rows()).isEqualTo(2);
    assertThat(pairs.path().getName()).isEqualTo("pairs.parquet");
    assertThatThrownBy(() -> open(LakeTable.TRACK_MIDI, file))
        .isInstanceOf(org.apache.hadoop.fs.FileAlreadyExistsException.class);
  }

  @Test
  void refusesRowsOfAnotherWidth() throws IOException {
    TableFile<Row> pairs = open(LakeTable.TRACK_MIDI, folder.resolve("wide.parquet"));

    assertThatThrownBy(() -> pairs.write(RowFactory.create("TRA", "0f", 0.5)))
        .isInstanceOf(IllegalStateException.class)
        .message()
        .is(naming(4, 3));
    assertThatThrownBy(() -> pairs.write(RowFactory.create("TRA", "0f", 0.5, 1, "more")))
        .isInstanceOf(IllegalStateException.class)
        .message()
        .is(naming(4, 5));
  }

  @InTurn
  @ParameterizedTest
  @EnumSource
  void aCopyHasTheSameRows(LakeTable table) throws IOException {
    List<Row> rows = rows(table);
    Path file = write(table, rows);
    Path copy = folder.resolve("copy.parquet");
    Configuration conf = new Configuration();

    try (ParquetRows read = new ParquetRows(new org.apache.hadoop.fs.Path(file.toUri()), conf);
        TableFile<Group> open =
            TableFile.ofCopies(
                new org.apache.hadoop.fs.Path(copy.toUri()), table, PROVENANCE, conf)) {
      for (var row = read.next(); row.isPresent(); row = read.next()) {
        open.write(row.get());
      }
    }

    assertThat(texts(spark.read().parquet(copy.toString()).collectAsList()))
        .as("rows of the copy")
        .isEqualTo(texts(rows));
    assertThat(Files.size(copy)).as("size of the copy").isLessThanOrEqualTo(Files.size(file));
  }

  @Test
  void refusesANullWhereNoneMayBe() throws IOException {
    TableFile<Row> pairs = open(LakeTable.TRACK_MIDI, folder.resolve("null.parquet"));

    assertThatThrownBy(() -> pairs.write(RowFactory.create("TRA", null, 0.5, 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("midi_md5");
  }

  @Test
  void refusesAValueOfNoKnownType() throws IOException {
    TableFile<Row> pairs = open(LakeTable.TRACK_MIDI, folder.resolve("odd.parquet"));

    assertThatThrownBy(() -> pairs.write(RowFactory.create("TRA", 'x', 0.5, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .is(naming("midi_md5", "java.lang.Character"));
  }

  private Path write(LakeTable table, List<Row> rows) throws IOException {
    Path file = folder.resolve(table.tableName() + ".parquet");
    try (TableFile<Row> open = open(table, file)) {
      for (Row row : rows) {
        open.write(row);
      }
    }
    assertThat(Files.size(file)).isPositive();
    return file;
  }

  private static TableFile<Row> open(LakeTable table, Path file) throws IOException {
    return TableFile.ofRows(
        new org.apache.hadoop.fs.Path(file.toUri()), table, PROVENANCE, new Configuration());
  }

  /** Rows of any values that the schema allows; every fourth value that may be null is. */
  private static List<Row> rows(LakeTable table) {
    SplittableRandom random = new SplittableRandom(table.tableName().hashCode());
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      StructType schema = table.schema();
      rows.add(
          RowFactory.create(
              Arrays.stream(schema.fields()).map(field -> value(field, random)).toArray()));
    }
    return rows;
  }

  private static Object value(StructField field, SplittableRandom random) {
    boolean isNull = field.nullable() && random.nextInt(4) == 0;
    return isNull ? null : value(field.dataType(), random);
  }

  private static Object value(DataType type, SplittableRandom random) {
    int length = random.nextInt(4);
    return switch (type.catalogString()) {
      case "int" -> random.nextInt();
      case "bigint" -> random.nextLong();
      case "double" ->
          List.of(random.nextDouble(), -0.0, Double.MIN_VALUE, 1e300, Double.NaN)
              .get(random.nextInt(5));
      case "boolean" -> random.nextBoolean();
      case "binary" -> Arrays.copyOf(new byte[] {0, -1, 127, -128}, length);
      case "string" -> List.of("", "é♪𝄞", "a\tb\n\"c\"", "x" + random.nextInt()).get(length);
      case "array<int>" -> random.ints(length).toArray();
      case "array<smallint>" -> random.ints(length).mapToObj(n -> (short) n).toList();
      case "array<float>" -> random.doubles(length).mapToObj(x -> (float) x).toList();
      case "array<double>" -> random.doubles(length).boxed().toList();
      case "array<string>" -> List.of("", "ü", "z").subList(0, Math.min(3, length));
      case "array<array<double>>" ->
          random.ints(length, 0, 3).mapToObj(n -> random.doubles(n).boxed().toList()).toList();
      case "timestamp" ->
          Instant.ofEpochSecond(random.nextInt(), 1000L * random.nextInt(1_000_000));
      case "map<string,int>" -> length == 0 ? Map.of() : Map.of("k" + length, random.nextInt());
      case "map<string,string>" -> length == 0 ? Map.of() : Map.of("k" + length, "");
      default -> throw new IllegalArgumentException("A table has a new type: " + type);
    };
  }

  private static String duckDbType(String sparkType) {
    return switch (sparkType) {
      case "int" -> "INTEGER";
      case "bigint" -> "BIGINT";
      case "double" -> "DOUBLE";
      case "boolean" -> "BOOLEAN";
      case "binary" -> "BLOB";
      case "string" -> "VARCHAR";
      case "timestamp" -> "TIMESTAMP WITH TIME ZONE";
      case "array<int>" -> "INTEGER[]";
      case "array<smallint>" -> "SMALLINT[]";
      case "array<float>" -> "FLOAT[]";
      case "array<double>" -> "DOUBLE[]";
      case "array<string>" -> "VARCHAR[]";
      case "array<array<double>>" -> "DOUBLE[][]";
      case "map<string,int>" -> "MAP(VARCHAR, INTEGER)";
      case "map<string,string>" -> "MAP(VARCHAR, VARCHAR)";
      default -> throw new IllegalArgumentException("A table has a new type: " + sparkType);
    };
  }

  private static List<String> texts(List<Row> rows) {
    return rows.stream().map(Values::text).toList();
  }
}
