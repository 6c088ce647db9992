package io.partita.catalog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The records of a CSV text; a record that is no CSV costs its first line, and reading goes on
 * there.
 */
final class CsvRecords {
  private static final CSVFormat FORMAT = CSVFormat.RFC4180;

  /**
   * Each broken record may cost a look at the whole rest of the file, so they are not without end.
   */
  private static final int MAX_BROKEN = 100;

  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final List<Cells> records;

  /**
   * One record.
   *
   * @param line the line it starts on, from 1
   * @param cells its cells; none if there is a problem
   * @param problem why it is no CSV, empty if it is
   */
  record Cells(long line, List<String> cells, String problem) {}

  private CsvRecords(List<Cells> records) {
    this.records = records;
  }

  static CsvRecords of(byte[] bytes) {
    String text = decode(bytes);
    List<Cells> records = new ArrayList<>();
    Place place = new Place(text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length() : 0, 1);
    for (int broken = 0; broken < MAX_BROKEN; broken++) {
      Optional<Place> next = parse(text, place, records);
      if (next.isEmpty()) {
        return new CsvRecords(records);
      }
      place = next.get();
    }
    String problem = MAX_BROKEN + " rows before this one are no CSV: the rest is not read";
    records.add(new Cells(place.line(), List.of(), problem));
    return new CsvRecords(records);
  }

  /** The beginning of a line: its first character, and its number from 1. */
  private record Place(int at, long line) {
    /**
     * The line that lies {@code count} lines on; as the parser does, CR, LF and CR LF each end one.
     */
    Place plus(long count, String text) {
      int end = at;
      for (long i = 0; i < count; i++) {
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
          end++;
        }
        boolean isPair = text.startsWith("\r\n", end);
        end = Math.min(text.length(), end + (isPair ? 2 : 1));
      }
      return new Place(end, line + count);
    }
  }

  /** Adds the records from a place on; where one is broken, returns the place to go on at. */
  private static Optional<Place> parse(String text, Place place, List<Cells> records) {
    long linesRead = 0;
    try (CSVParser parser = CSVParser.parse(readerAt(place, text), FORMAT)) {
      Iterator<CSVRecord> iterator = parser.iterator();
      while (iterator.hasNext()) {
        CSVRecord record = iterator.next();
        boolean isEmptyLine = record.size() == 1 && record.get(0).isEmpty();
        if (!isEmptyLine) {
          records.add(new Cells(place.line() + linesRead, record.toList(), ""));
        }
        linesRead = parser.getCurrentLineNumber();
      }
      return Optional.empty();
    } catch (IOException | UncheckedIOException e) {
      records.add(new Cells(place.line() + linesRead, List.of(), "The row's quotes do not match"));
      return Optional.of(place.plus(linesRead + 1, text));
    }
  }

  private static Reader readerAt(Place place, String text) throws IOException {
    Reader reader = new StringReader(text);
    reader.skip(place.at());
    return reader;
  }

  private static String decode(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, ISO_8859_1);
    }
  }

  Optional<Cells> first() {
    return records.stream().findFirst();
  }

  List<Cells> rest() {
    return records.subList(Math.min(1, records.size()), records.size());
  }
}
