package io.partita.command.compare;

import java.util.Locale;

/**
 * Numbers as their mean and their standard deviation.
 *
 * @param deviation with n − 1 below; null of less than two
 */
record Spread(double mean, Double deviation) {
  /** At least one number. */
  static Spread of(double... numbers) {
    double sum = 0;
    for (double number : numbers) {
      sum += number;
    }
    double mean = sum / numbers.length;
    double squares = 0;
    for (double number : numbers) {
      squares += (number - mean) * (number - mean);
    }
    return new Spread(mean, numbers.length < 2 ? null : Math.sqrt(squares / (numbers.length - 1)));
  }

  /**
   * As 1.234 ± 0.005.
   *
   * @param decimals of both
   */
  String text(int decimals) {
    String number = "%,." + decimals + "f";
    String text = String.format(Locale.ROOT, number, mean);
    return deviation == null ? text : text + " ± " + String.format(Locale.ROOT, number, deviation);
  }
}
