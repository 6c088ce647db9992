package io.partita.catalog;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.TextAssert.assertThatText;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.partita.MalformedInputException;
import io.partita.SharedData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvCatalogTest {
  @Test
  void rowsKeepTheHeadersOrderAndDropEmptyCells() throws Exception {
    CsvCatalog catalog = read("style,midi_filename,bpm,split\nfunk,a/x.mid,,test\n,b.mid,90,\n");
    assertThat(catalog.columns()).containsExactly("style", "midi_filename", "bpm", "split");
    assertThat(catalog.badRows()).isEmpty();
    assertThat(catalog.rows()).extracting(CsvCatalog.Row::path).containsExactly("a/x.mid", "b.mid");
    assertThat(catalog.rows().get(0).values())
        .containsExactly(
            Map.entry("style", "funk"),
            Map.entry("midi_filename", "a/x.mid"),
            Map.entry("split", "test"));
    assertThat(catalog.rows().get(1).values())
        .containsExactly(Map.entry("midi_filename", "b.mid"), Map.entry("bpm", "90"));
  }

  @Test
  void cellsMayBeQuotedAndSpanLines() throws Exception {
    CsvCatalog catalog =
        read(
            "\ufeff midi_filename ,note\r\n"
                + "\"a,b.mid\",\"two\r\n"
                + "lines, \"\"quoted\"\"\"\r\n\r\n"
                + "c.mid,5\" drum");
    assertThat(catalog.badRows()).isEmpty();
    assertThat(catalog.rows())
        .containsExactly(
            new CsvCatalog.Row(
                2,
                "a,b.mid",
                Map.of("midi_filename", "a,b.mid", "note", "two\r\nlines, \"quoted\"")),
            new CsvCatalog.Row(5, "c.mid", Map.of("midi_filename", "c.mid", "note", "5\" drum")));
  }

  @Test
  void badRowsAreNamedByTheirLineAndLeftOut() throws Exception {
    CsvCatalog catalog =
        read(
            """
            midi_filename,bpm
            a.mid,1
            "b"x.mid,2
            c.mid
            d.mid,4,5
            "",6
            e.mid,"7
            8"
            f.mid,"9
            g.mid,10
            """);
    assertThat(catalog.rows())
        .extracting(CsvCatalog.Row::line, CsvCatalog.Row::path)
        .containsExactly(tuple(2L, "a.mid"), tuple(7L, "e.mid"), tuple(10L, "g.mid"));
    assertThat(catalog.badRows()).hasSize(5);
    assertBad(catalog, 0, 3, "quote", "comma");
    assertBad(catalog, 1, 4, 1, 2);
    assertBad(catalog, 2, 5, 3, 2);
    assertBad(catalog, 3, 6, "midi_filename");
    assertBad(catalog, 4, 9, "quoted", "file");
  }

  @Test
  void aFileOfBrokenRowsIsGivenUp() throws Exception {
    CsvCatalog catalog = read("midi_filename\n" + "\"a\"b\n".repeat(150));
    assertThat(catalog.rows()).isEmpty();
    assertThat(catalog.badRows()).hasSize(101);
    assertBad(catalog, 100, 102, 100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''            | EMPTY          | ''
          a,b           | MISSING_COLUMN | midi_filename [a, b]
          a,,b          | BAD_HEADER     | 2 3
          a,b, a        | BAD_HEADER     | 3 3 'a'
          "a"b,c        | BAD_HEADER     | header quote comma
          """)
  void aBadHeaderIsRefused(String text, String fault, String names) {
    assertThatFault(() -> read(text)).is(fault, 0).names((Object[]) names.split(" "));
  }

  @Test
  void tooManyBytesAreRefused() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'a';
          }

          @Override
          public int read(byte[] into, int from, int length) {
            Arrays.fill(into, from, from + length, (byte) 'a');
            return length;
          }
        };
    assertThatFault(() -> CsvCatalog.read(endless, "a"))
        .is("TOO_LARGE", 67108864)
        .names("67108864");
  }

  @Test
  void textIsUtf8OrElseLatin1() throws Exception {
    String text = "midi_filename,artist\na.mid,Motörhead\n";
    for (byte[] bytes : List.of(text.getBytes(UTF_8), text.getBytes(ISO_8859_1))) {
      CsvCatalog catalog = CsvCatalog.read(new ByteArrayInputStream(bytes), "midi_filename");
      assertThat(catalog.rows().get(0).values()).containsEntry("artist", "Motörhead");
    }
  }

  @Property(tries = 2000)
  void anyTextIsACatalogOrMalformed(
      @ForAll @StringLength(max = 200) @Chars({'a', 'b', ',', '"', '\n', '\r', ' ', '/'})
          String text)
      throws IOException {
    try {
      CsvCatalog catalog = read("a,b\n" + text, "a");
      assertThat(catalog.rows()).allSatisfy(row -> assertThat(row.path()).isNotBlank());
      long lines = text.chars().filter(c -> c == '\n' || c == '\r').count() + 2;
      assertThat(catalog.rows()).allSatisfy(row -> assertThat(row.line()).isBetween(2L, lines));
      assertThat(catalog.badRows()).allSatisfy(row -> assertThat(row.line()).isBetween(2L, lines));
    } catch (MalformedInputException e) {
      assertThat(e.fault()).isInstanceOf(CatalogFault.class);
    }
  }

  @Test
  void grooveHasOneRowForEachPerformance() throws Exception {
    Path groove = SharedData.file("data/groove.zip");
    try (ZipFile zip = new ZipFile(groove.toFile());
        InputStream in = zip.getInputStream(zip.getEntry("groove/info.csv"))) {
      CsvCatalog catalog = CsvCatalog.read(in, CsvCatalog.DEFAULT_PATH_COLUMN);
      assertThat(catalog.badRows()).isEmpty();
      CatalogIndex index = new CatalogIndex(catalog);
      zip.stream().filter(e -> e.getName().endsWith(".mid")).forEach(e -> index.add(e.getName()));
      CatalogMatch match = index.match();
      assertThat(match.rows()).isEqualTo(1150);
      assertThat(match.matched()).isEqualTo(1150);
      assertThat(match.membersWithoutRow()).isZero();
    }
  }

  private static void assertBad(CsvCatalog catalog, int index, long line, Object... names) {
    CsvCatalog.BadRow row = catalog.badRows().get(index);
    assertThat(row).isEqualTo(new CsvCatalog.BadRow(line, CatalogFault.BAD_ROW, row.detail()));
    assertThatText(row.detail()).names(names);
  }

  private static CsvCatalog read(String text) throws IOException, MalformedInputException {
    return read(text, CsvCatalog.DEFAULT_PATH_COLUMN);
  }

  private static CsvCatalog read(String text, String pathColumn)
      throws IOException, MalformedInputException {
    return CsvCatalog.read(new ByteArrayInputStream(text.getBytes(UTF_8)), pathColumn);
  }
}
