package io.partita.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;
import org.duckdb.DuckDBStruct;

/** Rows of DuckDB, written as Spark writes the same values. Times are in UTC. */
final class DuckRows implements QueryRows {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern NUMBERS =
      Pattern.compile("U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\\(.*");

  /** Seconds with the digits that they need. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .toFormatter(Locale.ROOT);

  private static final DateTimeFormatter JSON_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

  private final ResultSet rows;
  private final int first;
  private final boolean isCommand;
  private final List<String> names = new ArrayList<>();
  private final List<String> types = new ArrayList<>();

  /**
   * @param first column that is shown, from 1
   */
  DuckRows(ResultSet rows, int first, boolean isCommand) throws SQLException {
    this.rows = rows;
    this.first = first;
    this.isCommand = isCommand;
    ResultSetMetaData meta = rows.getMetaData();
    for (int column = first; column <= meta.getColumnCount(); column++) {
      names.add(meta.getColumnLabel(column));
      types.add(meta.getColumnTypeName(column));
    }
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public boolean isNumber(int column) {
    return NUMBERS.matcher(types.get(column)).matches();
  }

  @Override
  public boolean isCommand() {
    return isCommand;
  }

  @Override
  public Iterator<String[]> texts(int most) throws SQLException {
    return new Rows<>() {
      @Override
      String[] row() throws SQLException, IOException {
        String[] cells = new String[names.size()];
        for (int i = 0; i < cells.length; i++) {
          cells[i] = text(value(i));
        }
        return cells;
      }
    };
  }

  @Override
  public Iterator<String> objects() throws SQLException {
    return new Rows<>() {
      @Override
      String row() throws SQLException, IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
          json.writeStartObject();
          for (int i = 0; i < names.size(); i++) {
            json.writeFieldName(names.get(i));
            write(json, value(i), true);
          }
          json.writeEndObject();
        }
        return text.toString();
      }
    };
  }

  /** Each row once, as the result has it. */
  private abstract class Rows<T> implements Iterator<T> {
    private boolean has;

    Rows() throws SQLException {
      has = rows.next();
    }

    abstract T row() throws SQLException, IOException;

    @Override
    public boolean hasNext() {
      return has;
    }

    @Override
    public T next() {
      if (!has) {
        throw new NoSuchElementException();
      }
      try {
        T row = row();
        has = rows.next();
        return row;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (SQLException e) {
        throw new FailedRead(e);
      }
    }
  }

  /** A failure in the middle of the rows. */
  static final class FailedRead extends RuntimeException {
    private static final long serialVersionUID = 1;

    FailedRead(SQLException cause) {
      super(cause);
    }

    @Override
    public synchronized SQLException getCause() {
      return (SQLException) super.getCause();
    }
  }

  private Object value(int column) throws SQLException {
    return types.get(column).equals("JSON")
        ? rows.getString(column + first)
        : rows.getObject(column + first);
  }

  private static String text(Object value) throws SQLException, IOException {
    if (value == null) {
      return null;
    }
    if (value instanceof Array || value instanceof Map || value instanceof DuckDBStruct) {
      StringWriter text = new StringWriter();
      try (JsonGenerator json = JSON.createGenerator(text)) {
        write(json, value, false);
      }
      return text.toString();
    }
    if (value instanceof Blob blob) {
      // In lines of 76 characters, as Spark's function has them.
      return base64(blob, Base64.getMimeEncoder());
    }
    LocalDateTime time = time(value);
    if (time != null) {
      return TIME.format(time).replaceFirst("(\\.\\d*?)0+$", "$1");
    }
    return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
  }

  private static void write(JsonGenerator json, Object value, boolean withNulls)
      throws SQLException, IOException {
    LocalDateTime time = time(value);
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Float number) {
      json.writeNumber(number);
    } else if (value instanceof BigDecimal number) {
      json.writeNumber(number);
    } else if (value instanceof BigInteger number) {
      json.writeNumber(number);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof Blob blob) {
      json.writeString(base64(blob, Base64.getEncoder()));
    } else if (time != null) {
      json.writeString(JSON_TIME.format(time.atOffset(ZoneOffset.UTC)));
    } else if (value instanceof Array array) {
      json.writeStartArray();
      for (Object element : (Object[]) array.getArray()) {
        write(json, element, withNulls);
      }
      json.writeEndArray();
    } else if (value instanceof DuckDBStruct struct) {
      write(json, struct.getMap(), withNulls, withNulls);
    } else if (value instanceof Map<?, ?> map) {
      write(json, map, withNulls, true);
    } else {
      json.writeString(value.toString());
    }
  }

  /**
   * @param ownNulls whether it keeps its own nulls
   */
  private static void write(JsonGenerator json, Map<?, ?> map, boolean withNulls, boolean ownNulls)
      throws SQLException, IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (ownNulls || entry.getValue() != null) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        write(json, entry.getValue(), withNulls);
      }
    }
    json.writeEndObject();
  }

  /** In UTC; null of what is no point in time. */
  private static LocalDateTime time(Object value) {
    if (value instanceof Timestamp time) {
      return time.toLocalDateTime();
    }
    return value instanceof OffsetDateTime time
        ? time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
        : null;
  }

  private static String base64(Blob blob, Base64.Encoder encoder) throws SQLException {
    return encoder.encodeToString(blob.getBytes(1, (int) blob.length()));
  }
}
