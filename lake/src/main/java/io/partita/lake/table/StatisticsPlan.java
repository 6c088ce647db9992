package io.partita.lake.table;

import io.partita.statistics.Bins;
import java.util.ArrayList;
import java.util.List;

/** What {@code partita stats} counts in a table beside its rows. */
public record StatisticsPlan(
    List<Numbers> numbers, List<Identity> identities, List<Categories> categories) {

  /** Of a table whose rows alone are counted. */
  static final StatisticsPlan NONE = new StatisticsPlan(List.of(), List.of(), List.of());

  static final Bins SECONDS = Bins.linear(0, 1200, 240);

  /** Seconds of files, which may be a bar or an opera. */
  static final Bins LENGTHS = Bins.growing(-2, 13, 8);

  static final Bins TEMPO_BPM = Bins.linear(0, 300, 150);
  static final Bins MIDI_NUMBERS = Bins.integers(0, 127);
  private static final Bins YEARS = Bins.integers(1920, 2029);

  /** What numbers of a column say, which decides what can be made of them. */
  public enum Scale {
    /** So much of something: a mean is of use. */
    QUANTITY,
    /** Years: likewise, and written without commas. */
    YEAR,
    /** Names of things, as of keys and programs: a mean or a middle one says nothing. */
    CODE
  }

  /** Values that the column {@code split} puts in several splits. */
  public enum Leaks {
    /** Not looked for. */
    UNCOUNTED,
    /** Counted, and no fault of the splits. */
    HARMLESS,
    /** Counted, and a fault. */
    FAULT
  }

  /**
   * A column of numbers: its least and largest, histogram, and unless they are codes also mean,
   * standard deviation and median.
   *
   * @param sql the number; null for rows that do not take part
   */
  public record Numbers(String column, String sql, Bins bins, Scale scale) {}

  /**
   * What rows may share: how many distinct values there are; with {@code duplicates} how many rows
   * repeat one; with {@code leaks} how many values are in several splits.
   */
  public record Identity(String column, boolean duplicates, Leaks leaks) {}

  /**
   * How many rows there are of each category.
   *
   * @param sql the categories of a row, an array of texts; null for rows without
   */
  public record Categories(String column, String sql) {}

  /** What the numbers of a column say; quantities where it is none of numbers. */
  public Scale scale(String column) {
    return numbers.stream()
        .filter(candidate -> candidate.column().equals(column))
        .map(Numbers::scale)
        .findFirst()
        .orElse(Scale.QUANTITY);
  }

  /** Whether only the rows are counted. */
  public boolean isEmpty() {
    return numbers.isEmpty() && identities.isEmpty() && categories.isEmpty();
  }

  StatisticsPlan numbers(String column, Bins bins) {
    return numbers(column, column, bins);
  }

  StatisticsPlan numbers(String column, String sql, Bins bins) {
    return numbers(new Numbers(column, sql, bins, Scale.QUANTITY));
  }

  StatisticsPlan codes(String column, String sql, Bins bins) {
    return numbers(new Numbers(column, sql, bins, Scale.CODE));
  }

  StatisticsPlan years(String column, String sql) {
    return numbers(new Numbers(column, sql, YEARS, Scale.YEAR));
  }

  StatisticsPlan distinct(String column) {
    return identity(new Identity(column, false, Leaks.UNCOUNTED));
  }

  /** Of a thing whose rows must share a split. */
  StatisticsPlan leaks(String column) {
    return identity(new Identity(column, false, Leaks.FAULT));
  }

  /** Of a thing that each row should have for itself. */
  StatisticsPlan identity(String column) {
    return identity(new Identity(column, true, Leaks.FAULT));
  }

  /** The same of a thing that rows of different splits may well have in common. */
  StatisticsPlan sharedIdentity(String column) {
    return identity(new Identity(column, true, Leaks.HARMLESS));
  }

  StatisticsPlan category(String column) {
    return categories(column, "array(CAST(" + column + " AS string))");
  }

  StatisticsPlan categories(String column, String sql) {
    Categories added = new Categories(column, sql);
    return new StatisticsPlan(numbers, identities, plus(categories, added));
  }

  private StatisticsPlan numbers(Numbers added) {
    return new StatisticsPlan(plus(numbers, added), identities, categories);
  }

  private StatisticsPlan identity(Identity added) {
    return new StatisticsPlan(numbers, plus(identities, added), categories);
  }

  private static <T> List<T> plus(List<T> list, T added) {
    List<T> longer = new ArrayList<>(list);
    longer.add(added);
    return List.copyOf(longer);
  }
}
