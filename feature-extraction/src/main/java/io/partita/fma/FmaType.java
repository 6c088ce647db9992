package io.partita.fma;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.function.Function;

/** What the cells of a column of the Free Music Archive's metadata hold. */
public enum FmaType {
  /** A {@link String} as it stands: {@code NA} may be an artist's name. */
  TEXT(cell -> cell),
  /** An {@link Integer}. */
  INTEGER(FmaType::integer),
  /** A {@link Long}. */
  LONG(FmaType::wholeNumber),
  /** A {@link Double}. */
  NUMBER(FmaType::number),
  /** An {@link Instant}; the files name no time zone, so it is the one of UTC. */
  TIMESTAMP(FmaType::timestamp),
  /** A {@link List} of {@link String} out of a Python list. */
  TEXTS(PythonList::texts),
  /** A {@link List} of {@link Integer} out of a Python list. */
  INTEGERS(PythonList::integers);

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd[[' ']['T']HH:mm:ss]")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT);

  @SuppressWarnings("ImmutableEnumChecker") // the functions keep no state
  private final Function<String, Object> reading;

  FmaType(Function<String, Object> reading) {
    this.reading = reading;
  }

  /**
   * The value of a cell; null of an empty one.
   *
   * @throws IllegalArgumentException when it is none of this type; the message says why
   */
  Object parse(String cell) {
    return cell.isEmpty() ? null : reading.apply(cell);
  }

  private static Object integer(String cell) {
    long value = wholeNumber(cell);
    if (value != (int) value) {
      throw new IllegalArgumentException("it has more than 32 bits");
    }
    return (int) value;
  }

  /** Also {@code 17.0}, as a column with gaps is written by tools that know no gaps in integers. */
  private static long wholeNumber(String cell) {
    String digits = cell.endsWith(".0") ? cell.substring(0, cell.length() - 2) : cell;
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("it is no whole number", e);
    }
  }

  private static double number(String cell) {
    return switch (cell) {
      case "nan", "NaN" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> finite(cell);
    };
  }

  private static double finite(String cell) {
    char last = cell.charAt(cell.length() - 1);
    boolean isDecimal = (last == '.' || (last >= '0' && last <= '9')) && cell.indexOf('x') < 0;
    try {
      if (isDecimal) { // Java would take 1d and 0x1p3
        return Double.parseDouble(cell);
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException("it is no number");
  }

  private static Instant timestamp(String cell) {
    try {
      return TIME.parseBest(cell, LocalDateTime::from, LocalDate::from)
              instanceof LocalDateTime time
          ? time.toInstant(ZoneOffset.UTC)
          : LocalDate.parse(cell).atStartOfDay().toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("it is no date as 2008-11-26 01:48:12", e);
    }
  }
}
