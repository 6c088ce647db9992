package io.partita.catalog;

import static io.partita.TextAssert.assertThatText;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;
import org.junit.jupiter.api.Test;

class CsvRowsTest {
  @Test
  void cellsMaySpanLinesAndDoubleTheirQuotes() throws IOException {
    List<CsvRows.Row> rows =
        rows("\ufeffa,b\r\n\"one\r\ntwo\",\"say \"\"so\"\"\"\n\n\nx,5\" drum\r\"\",\n");

    assertThat(rows)
        .extracting(CsvRows.Row::line, CsvRows.Row::byteOffset, CsvRows.Row::cells)
        .containsExactly(
            tuple(1L, 3L, List.of("a", "b")),
            tuple(2L, 8L, List.of("one\r\ntwo", "say \"so\"")),
            tuple(6L, 34L, List.of("x", "5\" drum")),
            tuple(7L, 44L, List.of("", "")));
  }

  @Test
  void aRowThatIsNoCsvCostsItsFirstLine() throws IOException {
    List<CsvRows.Row> rows = rows("a,\"b\"c\nd,e\nf,\"never closed\ng,h\n");

    assertThat(rows)
        .extracting(CsvRows.Row::line, CsvRows.Row::byteOffset, CsvRows.Row::cells)
        .containsExactly(
            tuple(1L, 0L, List.of()),
            tuple(2L, 7L, List.of("d", "e")),
            tuple(3L, 11L, List.of()),
            tuple(4L, 27L, List.of("g", "h")));
    assertThat(rows).hasSize(4);
    assertThatText(rows.get(0).problem()).names("quote", "comma");
    assertThatText(rows.get(1).problem()).isEmpty();
    assertThatText(rows.get(2).problem()).names("quoted", "file");
    assertThatText(rows.get(3).problem()).isEmpty();
  }

  @Test
  void aRowWithoutEndCostsNoMoreThanItsLimit() throws IOException {
    String endless = "\"x\n" + "x".repeat(CsvRows.MAX_ROW_BYTES - 1);

    List<CsvRows.Row> rows = rows(endless + "\na,b\n");

    assertThat(rows).hasSize(3);
    assertThatText(rows.get(0).problem()).names("quoted", CsvRows.MAX_ROW_BYTES);
    assertThat(rows.get(1).cells())
        .extracting(String::length)
        .containsExactly(CsvRows.MAX_ROW_BYTES - 1);
    assertThat(rows.get(2).cells()).containsExactly("a", "b");
    assertThatText(rows("x".repeat(CsvRows.MAX_ROW_BYTES + 1)).get(0).problem())
        .names("row", CsvRows.MAX_ROW_BYTES);
    assertThat(CsvRows.MAX_ROW_BYTES).isEqualTo(4 << 20);
  }

  @Test
  void bytesThatAreNoUtf8SpoilTheirRowOnly() throws IOException {
    byte[] bytes = "a,b?\nc,\ufffd\n".getBytes(UTF_8);
    bytes[3] = (byte) 0xe9;

    List<CsvRows.Row> rows = rows(new ByteArrayInputStream(bytes));
    assertThat(rows)
        .extracting(CsvRows.Row::cells)
        .containsExactly(List.of(), List.of("c", "\ufffd"));
    assertThatText(rows.get(0).problem()).names("UTF-8");
    assertThatText(rows.get(1).problem()).isEmpty();
  }

  @Test
  void afterTooManyBrokenRowsTheRestIsNotRead() throws IOException {
    List<CsvRows.Row> rows = rows("\"a\"b\n".repeat(100) + "\nc\nd\n");

    assertThat(rows).hasSize(101);
    CsvRows.Row last = rows.get(100);
    assertThat(last).isEqualTo(new CsvRows.Row(102, 501, List.of(), last.problem()));
    assertThatText(last.problem()).names(100);
    assertThat(rows("\"a\"b\n".repeat(100))).hasSize(100);
  }

  @Test
  void latin1IsReadWhereItIsSaidToBe() throws IOException {
    byte[] bytes = "a,\"Mot\u00f6rhead\"\n".getBytes(ISO_8859_1);

    assertThat(rows(new ByteArrayInputStream(bytes), ISO_8859_1))
        .extracting(CsvRows.Row::cells)
        .containsExactly(List.of("a", "Motörhead"));
  }

  @Property(tries = 300)
  void whatAnotherLibraryWritesIsRead(
      @ForAll @NotEmpty
          List<
                  @NotEmpty @Size(max = 5) List<
                      @StringLength(max = 6) @Chars({'a', ',', '"', '\n', '\r', 'é', ' '}) String>>
              table)
      throws IOException {
    StringBuilder csv = new StringBuilder();
    CSVFormat quoted = CSVFormat.RFC4180.builder().setQuoteMode(QuoteMode.ALL).build();
    try (CSVPrinter printer = new CSVPrinter(csv, quoted)) {
      printer.printRecords(table);
    }

    assertThat(rows(csv.toString())).extracting(CsvRows.Row::cells).isEqualTo(table);
  }

  @Property(tries = 1000)
  void whatAnotherLibraryReadsIsReadAlike(
      @ForAll @StringLength(max = 40) @Chars({'a', ',', '"', '\n', '\r', 'é'}) String text)
      throws IOException {
    List<List<String>> expected = new ArrayList<>();
    try (CSVParser parser = CSVParser.parse(text, CSVFormat.RFC4180)) {
      parser.forEach(row -> expected.add(row.toList()));
    } catch (UncheckedIOException e) {
      Assume.that(false); // its quotes do not match
    }
    // There an empty line is a row of one empty cell.
    expected.removeIf(List.of("")::equals);

    assertThat(rows(text))
        .extracting(CsvRows.Row::cells)
        .filteredOn(cells -> !cells.equals(List.of("")))
        .isEqualTo(expected);
  }

  @Property(tries = 500)
  void anyBytesEnd(@ForAll byte[] bytes) throws IOException {
    assertThat(rows(new ByteArrayInputStream(bytes))).hasSizeLessThanOrEqualTo(bytes.length);
  }

  private static List<CsvRows.Row> rows(String text) throws IOException {
    return rows(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  private static List<CsvRows.Row> rows(InputStream in) throws IOException {
    return rows(in, UTF_8);
  }

  private static List<CsvRows.Row> rows(InputStream in, Charset charset) throws IOException {
    List<CsvRows.Row> rows = new ArrayList<>();
    try (CsvRows csv = new CsvRows(in, charset)) {
      for (Optional<CsvRows.Row> row = csv.next(); row.isPresent(); row = csv.next()) {
        rows.add(row.get());
      }
    }
    return rows;
  }
}
