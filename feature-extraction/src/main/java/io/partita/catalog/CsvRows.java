package io.partita.catalog;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a CSV file of any length, read forward with one row in memory: cells in double quotes
 * may hold commas, line breaks and doubled quotes (RFC 4180). The text may begin with UTF-8's byte
 * order mark. Rows end in LF, CR LF or CR; empty lines are no rows.
 *
 * <p>A row that is no CSV costs its first line: reading goes on at the next.
 */
public final class CsvRows implements Closeable {
  /** A quote that nobody closes must not swallow the rest of the file. */
  static final int MAX_ROW_BYTES = 4 << 20;

  /** Each broken row may cost a look at so many bytes behind it, so they are not without end. */
  private static final int MAX_BROKEN = 100;

  private static final String TOO_MANY_BROKEN =
      MAX_BROKEN + " rows before this one are no CSV: the rest is not read";

  private static final int FIRST_BYTES = 64 << 10;
  private static final int END = -1;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final InputStream in;
  private final Charset charset;
  private byte[] buffer = new byte[FIRST_BYTES];

  /** The row at hand is {@code buffer[start, start + at)} as far as it was looked at. */
  private int start;

  private int at;
  private int filled;
  private boolean isWhole;
  private long startOffset;
  private long line = 1;
  private int broken;

  /** Text of a quoted cell, which is shorter than what is in the file. */
  private byte[] unquoted = new byte[1 << 10];

  /**
   * One row.
   *
   * @param line the line it starts on, from 1
   * @param byteOffset of its start, in bytes from the start of the file
   * @param cells its cells, at least one; none if there is a problem
   * @param problem that makes it no CSV, empty if it is
   */
  public record Row(long line, long byteOffset, List<String> cells, String problem) {}

  /**
   * @param in closed with this
   * @param charset of the text: US-ASCII, or one that has its commas, quotes and line ends in the
   *     same bytes, as UTF-8 and ISO-8859-1 have
   */
  public CsvRows(InputStream in, Charset charset) throws IOException {
    this.in = in;
    this.charset = charset;
    if (byteAt(0) == (BYTE_ORDER_MARK[0] & 0xff)
        && byteAt(1) == (BYTE_ORDER_MARK[1] & 0xff)
        && byteAt(2) == (BYTE_ORDER_MARK[2] & 0xff)) {
      consume(BYTE_ORDER_MARK.length);
    }
  }

  /**
   * The next row; empty at the end. Behind too many that are no CSV there is one more, whose
   * problem says so.
   */
  public Optional<Row> next() throws IOException {
    while (isLineEnd(byteAt(0))) {
      passLineEnds(lineEnd(0));
    }
    if (byteAt(0) == END) {
      return Optional.empty();
    }
    if (broken == MAX_BROKEN) {
      Row last = new Row(line, startOffset, List.of(), TOO_MANY_BROKEN);
      passAll();
      return Optional.of(last);
    }
    List<String> cells = new ArrayList<>();
    String problem = readCells(cells);
    Row row = new Row(line, startOffset, problem.isEmpty() ? cells : List.of(), problem);
    if (problem.isEmpty()) {
      passLineEnds(at);
    } else {
      broken++;
      passFirstLine();
    }
    return Optional.of(row);
  }

  /** Reads up to and with the row's end; returns the problem, or an empty text. */
  private String readCells(List<String> cells) throws IOException {
    at = 0;
    boolean isSuspect = false;
    while (true) {
      String cell;
      if (byteAt(at) == '"') {
        int length = readQuoted();
        if (length < 0) {
          return at >= MAX_ROW_BYTES
              ? "A quoted cell does not end within " + MAX_ROW_BYTES + " bytes"
              : "A quoted cell is not closed before the file ends";
        }
        cell = new String(unquoted, 0, length, charset);
      } else {
        int from = at;
        while (at < MAX_ROW_BYTES && !isCellEnd(byteAt(at))) {
          at++;
        }
        cell = new String(buffer, start + from, at - from, charset);
      }
      if (at >= MAX_ROW_BYTES) {
        return "The row has more than " + MAX_ROW_BYTES + " bytes";
      }
      int end = byteAt(at);
      if (!isCellEnd(end)) {
        return "A closing quote is followed by more text than a comma";
      }
      isSuspect |= cell.indexOf('\ufffd') >= 0;
      cells.add(cell);
      if (end != ',') {
        String problem = isSuspect && !isText(at) ? "The row is no " + charset + " text" : "";
        at = end == END ? at : lineEnd(at);
        return problem;
      }
      at++;
    }
  }

  /** Reads a cell from its opening to behind its closing quote; −1 if absent. */
  private int readQuoted() throws IOException {
    at++;
    int length = 0;
    while (at < MAX_ROW_BYTES) {
      int next = byteAt(at++);
      if (next == END) {
        at--;
        return -1;
      }
      if (next == '"') {
        if (byteAt(at) != '"') {
          return length;
        }
        at++;
      }
      if (length == unquoted.length) {
        unquoted = Arrays.copyOf(unquoted, 2 * length);
      }
      unquoted[length++] = (byte) next;
    }
    return -1;
  }

  private static boolean isCellEnd(int value) {
    return value == ',' || value == END || isLineEnd(value);
  }

  private static boolean isLineEnd(int value) {
    return value == '\n' || value == '\r';
  }

  /** What is behind the line end at a position of the row. */
  private int lineEnd(int position) throws IOException {
    boolean isPair = byteAt(position) == '\r' && byteAt(position + 1) == '\n';
    return position + (isPair ? 2 : 1);
  }

  private boolean isText(int length) {
    try {
      charset.newDecoder().decode(ByteBuffer.wrap(buffer, start, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private void passFirstLine() throws IOException {
    while (byteAt(0) != END && !isLineEnd(byteAt(0))) {
      consume(1);
    }
    if (byteAt(0) != END) {
      passLineEnds(lineEnd(0));
    }
  }

  private void passAll() throws IOException {
    while (byteAt(0) != END) {
      consume(filled - start);
    }
  }

  /** Passes over bytes that were looked at, and counts the lines that end in them. */
  private void passLineEnds(int count) {
    for (int i = 0; i < count; i++) {
      byte value = buffer[start + i];
      boolean isPairsFirst = value == '\r' && i + 1 < count && buffer[start + i + 1] == '\n';
      line += isLineEnd(value) && !isPairsFirst ? 1 : 0;
    }
    consume(count);
  }

  private void consume(int count) {
    start += count;
    startOffset += count;
  }

  /** The byte at a position of the row, or {@link #END}. */
  private int byteAt(int position) throws IOException {
    while (start + position >= filled) {
      if (isWhole) {
        return END;
      }
      fill();
    }
    return buffer[start + position] & 0xff;
  }

  private void fill() throws IOException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, filled - start);
      filled -= start;
      start = 0;
    }
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int count = in.read(buffer, filled, buffer.length - filled);
    isWhole = count < 0;
    filled += Math.max(0, count);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
