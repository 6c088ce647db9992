package io.partita.lake.bulk;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.InTurn;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in bulk beside those that parquet-mr's own writer makes of the same rows. */
class BulkFileTest {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message rows {
            required binary text (STRING);
            optional binary maybe_text (STRING);
            required int32 step;
            required int32 code;
            optional int32 maybe_code;
            required int64 tick;
            optional int64 bar;
            required double exact;
            optional double maybe_exact;
            required boolean flag;
            optional boolean maybe_flag;
            required group list (LIST) { repeated group list { required int32 element; } }
            optional group maybe_list (LIST) { repeated group list { required int32 element; } }
          }
          """);

  private static final List<String> DIFFERENCES = List.of("step", "tick");
  private static final List<String> PLAIN = List.of("exact");
  private static final Map<String, String> PROVENANCE = Map.of("partita.run_id", "0123abcd");
  private static final long GROUP_BYTES = 128L << 20;

  @TempDir private java.nio.file.Path folder;
  private final Configuration conf = new Configuration();
  private Path bulk;
  private Path rowByRow;

  @BeforeEach
  void nameFiles() {
    bulk = new Path(folder.resolve("bulk.parquet").toUri());
    rowByRow = new Path(folder.resolve("rows.parquet").toUri());
  }

  /** {@code -Dbulk.files=7000} for 10,000 batches. */
  @Test
  void pagesStatisticsAndIndexesAreThoseOfTheRowWriter() throws IOException {
    int files = Integer.getInteger("bulk.files", 40);
    for (int seed = 0; seed < files; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<BulkRows> all = new ArrayList<>();
      for (int batches = random.nextInt(4); batches > 0; batches--) {
        boolean isLarge = random.nextInt(40) == 0;
        int rows = random.nextInt(isLarge ? 45_000 : 200);
        all.add(BulkRows.random(random, rows));
      }

      compare(all, "seed " + seed);
    }
  }

  @InTurn
  @Test
  void aDictionaryOfAMegabyteGivesWayToPlainValues() throws IOException {
    int rows = 160_000;
    BulkRows values = new BulkRows(rows);
    for (int i = 0; i < rows; i++) {
      // The first page repeats its values, so that it keeps its dictionary.
      values.bar[i] = i < 20_000 ? (long) (i % 5) : i * 0x1_0000_0001L;
      values.maybeText[i] = i < 20_000 ? "x" : "value " + i;
    }

    compare(List.of(values), "distinct values");

    try (ParquetFileReader reader = open(bulk)) {
      for (String column : List.of("bar", "maybe_text")) {
        assertThat(chunk(reader, column).hasDictionaryPage()).as(column).isTrue();
        assertThat(chunk(reader, column).getEncodings()).as(column).contains(Encoding.PLAIN);
      }
    }
  }

  @Test
  void moreThanAMillionDistinctValuesAreKept() throws IOException {
    int rows = (1 << 20) + 50_000;
    MessageType schema =
        MessageTypeParser.parseMessageType("message rows { required int32 code; }");
    try (BulkFile file =
        new BulkFile(
            bulk, schema, any -> ValueEncoding.DICTIONARY, GROUP_BYTES, PROVENANCE, conf)) {
      IntegerColumn column = file.column("code", IntegerColumn.class);
      for (int i = 0; i < rows; i++) {
        column.add(code(i));
      }
      file.endBatch(rows);
    }

    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), bulk).withConf(conf).build()) {
      int row = 0;
      while (row < rows && reader.read().getInteger(0, 0) == code(row)) {
        row++;
      }
      assertThat(row).as("rows that are as written").isEqualTo(rows);
      assertThat(reader.read()).isNull();
    }
  }

  /** The first page has few values, so that it keeps its dictionary; all others are distinct. */
  private static int code(int row) {
    return row < 20_000 ? row % 7 : 31 * row;
  }

  @InTurn
  @Test
  void listsLongerThanAPageHaveOneEach() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    BulkRows values = new BulkRows(6);
    for (int i = 0; i < 6; i++) {
      values.list[i] = random.ints(300_000, 0, 60_000).toArray();
      values.maybeList[i] = i == 2 ? null : random.ints(1 << i, 0, 3).toArray();
    }

    compare(List.of(values), "long lists");

    try (ParquetFileReader reader = open(bulk)) {
      assertThat(reader.readOffsetIndex(chunk(reader, "list")).getPageCount()).isEqualTo(6);
    }
  }

  @Test
  void aColumnWithANaNHasNoIndex() throws IOException {
    BulkRows values = new BulkRows(3);
    values.exact = new double[] {1, Double.NaN, 3};

    compare(List.of(values), "NaN");

    try (ParquetFileReader reader = open(bulk)) {
      assertThat(reader.readColumnIndex(chunk(reader, "exact"))).isNull();
    }
    assertThat(inPagesWith(FilterApi.eq(FilterApi.doubleColumn("exact"), 2.0))).isEqualTo(3);
  }

  @Test
  void pagesOfEitherZeroAreReadForTheOther() throws IOException {
    BulkRows values = new BulkRows(2);
    values.exact = new double[] {0.0, 0.0};
    values.maybeExact = new Double[] {-0.0, -0.0};

    compare(List.of(values), "zeros");

    assertThat(inPagesWith(FilterApi.eq(FilterApi.doubleColumn("exact"), -0.0))).isEqualTo(2);
    assertThat(inPagesWith(FilterApi.eq(FilterApi.doubleColumn("maybe_exact"), 0.0))).isEqualTo(2);
    assertThat(inPagesWith(FilterApi.eq(FilterApi.doubleColumn("exact"), 1.0))).isZero();
  }

  @Test
  void aRowGroupEndsWithTheBatchThatFillsIt() throws IOException {
    SplittableRandom random = new SplittableRandom(9);
    List<BulkRows> batches = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      batches.add(BulkRows.random(random, 300));
    }
    write(batches, 1);

    try (ParquetFileReader reader = open(bulk)) {
      assertThat(reader.getFooter().getBlocks().stream().map(BlockMetaData::getRowCount))
          .containsExactly(300L, 300L, 300L, 300L, 300L);
    }
    assertThat(rows(bulk, FilterCompat.NOOP)).isEqualTo(texts(batches));
  }

  @Test
  void countsItsRowsAndOverwritesNothing() throws IOException {
    BulkFile file = file(GROUP_BYTES);
    BulkRows values = BulkRows.random(new SplittableRandom(1), 3);
    values.addTo(file);
    values.addTo(file);
    file.close();
    file.close();

    assertThat(file.rows()).isEqualTo(6);
    assertThat(file.path()).isEqualTo(bulk);
    assertThatThrownBy(() -> file(GROUP_BYTES))
        .isInstanceOf(org.apache.hadoop.fs.FileAlreadyExistsException.class);
  }

  @Test
  void refusesColumnsOfUnequalLength() throws IOException {
    BulkFile file = file(GROUP_BYTES);
    file.column("flag", FlagColumn.class).add(true);

    assertThatThrownBy(() -> file.endBatch(1))
        .isInstanceOf(IllegalStateException.class)
        .message()
        .is(naming("text", 0, 1));
    assertThatThrownBy(file::close).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesANullWhereNoneMayBeAndAColumnOfAnotherType() throws IOException {
    BulkFile file = file(GROUP_BYTES);

    assertThatThrownBy(() -> file.column("code", IntegerColumn.class).addNull())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("code");
    assertThatThrownBy(() -> file.column("code", TextColumn.class))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .is(naming("code", "TextColumn"));
    assertThatThrownBy(() -> file.column("absent", TextColumn.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("absent");
    file.close();
  }

  private void compare(List<BulkRows> batches, String as) throws IOException {
    Files.deleteIfExists(java.nio.file.Path.of(bulk.toUri()));
    Files.deleteIfExists(java.nio.file.Path.of(rowByRow.toUri()));
    write(batches, GROUP_BYTES);
    writeRowByRow(batches);

    assertThat(rows(bulk, FilterCompat.NOOP)).as(as).isEqualTo(texts(batches));
    try (ParquetFileReader ours = open(bulk);
        ParquetFileReader theirs = open(rowByRow)) {
      assertThat(ours.getFileMetaData().getKeyValueMetaData()).as(as).isEqualTo(PROVENANCE);
      assertThat(ours.getFileMetaData().getSchema()).as(as).isEqualTo(SCHEMA);
      List<BlockMetaData> groups = theirs.getFooter().getBlocks();
      assertThat(ours.getFooter().getBlocks()).as(as).hasSameSizeAs(groups);
      for (int group = 0; group < groups.size(); group++) {
        for (int column = 0; column < SCHEMA.getColumns().size(); column++) {
          compare(
              ours,
              ours.getFooter().getBlocks().get(group).getColumns().get(column),
              theirs,
              groups.get(group).getColumns().get(column),
              as);
        }
      }
    }
  }

  private static void compare(
      ParquetFileReader ours,
      ColumnChunkMetaData our,
      ParquetFileReader theirs,
      ColumnChunkMetaData their,
      String as)
      throws IOException {
    String of = as + ", " + our.getPath();
    boolean isDifferences = DIFFERENCES.contains(our.getPath().toDotString());
    assertThat(our.getStatistics()).as(of).isEqualTo(their.getStatistics());
    assertThat(our.getStatistics().getNumNulls())
        .as(of)
        .isEqualTo(their.getStatistics().getNumNulls());
    assertThat(our.getValueCount()).as(of).isEqualTo(their.getValueCount());
    assertThat(our.getCodec()).as(of).isEqualTo(CompressionCodecName.ZSTD);
    if (isDifferences) {
      assertThat(our.getEncodings()).as(of).contains(Encoding.DELTA_BINARY_PACKED);
    } else {
      assertThat(our.getEncodings()).as(of).isEqualTo(their.getEncodings());
      assertThat(our.getTotalSize()).as(of).isEqualTo(their.getTotalSize());
    }
    assertThat(text(ours.readColumnIndex(our)))
        .as("column index of " + of)
        .isEqualTo(text(theirs.readColumnIndex(their)));
    OffsetIndex ourPages = ours.readOffsetIndex(our);
    OffsetIndex theirPages = theirs.readOffsetIndex(their);
    assertThat(ourPages.getPageCount()).as("pages of " + of).isEqualTo(theirPages.getPageCount());
    for (int page = 0; page < ourPages.getPageCount(); page++) {
      String at = "page " + page + " of " + of;
      assertThat(ourPages.getFirstRowIndex(page))
          .as(at)
          .isEqualTo(theirPages.getFirstRowIndex(page));
      if (!isDifferences) {
        assertThat(ourPages.getCompressedPageSize(page))
            .as(at)
            .isEqualTo(theirPages.getCompressedPageSize(page));
      }
    }
  }

  private static String text(ColumnIndex index) {
    return index == null
        ? "none"
        : index + ", " + index.getNullPages() + ", " + index.getNullCounts();
  }

  private static ColumnChunkMetaData chunk(ParquetFileReader reader, String column) {
    return reader.getFooter().getBlocks().get(0).getColumns().stream()
        .filter(chunk -> chunk.getPath().toArray()[0].equals(column))
        .findFirst()
        .orElseThrow();
  }

  private BulkFile file(long groupBytes) throws IOException {
    return new BulkFile(bulk, SCHEMA, BulkFileTest::encoding, groupBytes, PROVENANCE, conf);
  }

  private static ValueEncoding encoding(String column) {
    if (DIFFERENCES.contains(column)) {
      return ValueEncoding.DIFFERENCES;
    }
    return PLAIN.contains(column) ? ValueEncoding.PLAIN : ValueEncoding.DICTIONARY;
  }

  private void write(List<BulkRows> batches, long groupBytes) throws IOException {
    try (BulkFile file = file(groupBytes)) {
      for (BulkRows batch : batches) {
        batch.addTo(file);
      }
    }
  }

  /** Looks for the end of a page after every row; the differences are plain values. */
  private void writeRowByRow(List<BulkRows> batches) throws IOException {
    ExampleParquetWriter.Builder builder =
        ExampleParquetWriter.builder(HadoopOutputFile.fromPath(rowByRow, conf))
            .withConf(conf)
            .withType(SCHEMA)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(GROUP_BYTES)
            .withMinRowCountForPageSizeCheck(1)
            .withMaxRowCountForPageSizeCheck(1);
    for (String column : SCHEMA.getColumns().stream().map(c -> c.getPath()[0]).toList()) {
      builder.withDictionaryEncoding(column, encoding(column) == ValueEncoding.DICTIONARY);
    }
    try (ParquetWriter<Group> writer = builder.build()) {
      for (BulkRows batch : batches) {
        for (int row = 0; row < batch.size(); row++) {
          writer.write(batch.group(SCHEMA, row));
        }
      }
    }
  }

  private ParquetFileReader open(Path file) throws IOException {
    return ParquetFileReader.open(HadoopInputFile.fromPath(file, conf));
  }

  private List<String> rows(Path file, FilterCompat.Filter filter) throws IOException {
    List<String> rows = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), file)
            .withConf(conf)
            .withFilter(filter)
            .useRecordFilter(false)
            .useDictionaryFilter(false)
            .usePageChecksumVerification()
            .build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows.add(row.toString());
      }
    }
    return rows;
  }

  /** How many rows have the pages that may hold such a row, as the index says. */
  private int inPagesWith(FilterPredicate predicate) throws IOException {
    return rows(bulk, FilterCompat.get(predicate)).size();
  }

  private static List<String> texts(List<BulkRows> batches) {
    return batches.stream()
        .flatMap(
            batch ->
                IntStream.range(0, batch.size())
                    .mapToObj(row -> batch.group(SCHEMA, row).toString()))
        .toList();
  }
}
