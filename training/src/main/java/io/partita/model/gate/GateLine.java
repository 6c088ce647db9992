package io.partita.model.gate;

import io.partita.lake.run.ExitCode;
import io.partita.statistics.Bootstrap;
import io.partita.statistics.ComparedFigure;
import io.partita.terminal.AlignedLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * A figure of a model that a release is held to.
 *
 * @param model its value; null where it is not measured
 * @param spread standard deviation of the value from seed to seed; null of what is not drawn
 * @param real that of played music; null without one
 * @param interval of that at 95 %, by {@link Bootstrap} over files; null without one
 * @param bound for a person, as {@code at most 50}
 * @param passes share of sets of draws, of the size that a release is tried with, that would be ok;
 *     null of what is not drawn, or not in sets
 */
public record GateLine(
    String figure,
    Double model,
    Double spread,
    Double real,
    Bootstrap.Interval interval,
    String bound,
    boolean ok,
    Double passes) {
  private static final int WIDEST = 40;

  /** A figure of which the model must not have more. */
  public static GateLine atMost(String figure, Double model, double most) {
    return bound(figure, model, "at most " + text(most), model != null && model <= most + 1e-9);
  }

  private static GateLine bound(String figure, Double model, String bound, boolean ok) {
    return new GateLine(figure, model, null, null, null, bound, ok, null);
  }

  /**
   * A figure of what is drawn of which it must not have more than real ones.
   *
   * @param spread from seed to seed; null where it is unknown
   * @param interval of real music; null where it is unknown
   */
  public static GateLine notMore(
      String figure, double drawn, Double spread, double real, Bootstrap.Interval interval) {
    double most = interval == null ? real : Math.max(real, interval.high());
    return new GateLine(
        figure, drawn, spread, real, interval, "at most " + text(most), drawn <= most + 1e-9, null);
  }

  /** A figure of which the model must not have less. */
  public static GateLine atLeast(String figure, Double model, double least) {
    return bound(figure, model, "at least " + text(least), model != null && model >= least - 1e-9);
  }

  /**
   * A figure of what is drawn that must be near that of real music: as near as may be, or anywhere
   * that the real ones themselves may be.
   *
   * @param spread from seed to seed; null where it is unknown
   * @param interval of real music; null where it is unknown
   */
  public static GateLine near(ComparedFigure compared, Double spread, Bootstrap.Interval interval) {
    double low = compared.real() - compared.apart();
    double high = compared.real() + compared.apart();
    boolean isWide = interval != null && (interval.low() < low || interval.high() > high);
    boolean isIn =
        interval != null
            && compared.drawn() >= interval.low() - 1e-9
            && compared.drawn() <= interval.high() + 1e-9;
    return new GateLine(
        compared.figure(),
        compared.drawn(),
        spread,
        compared.real(),
        interval,
        isWide
            ? text(Math.min(low, interval.low())) + " to " + text(Math.max(high, interval.high()))
            : "within " + text(compared.apart()),
        compared.isNear() || isIn,
        null);
  }

  /**
   * The same with the share of sets of draws that are ok.
   *
   * @param ofSets whether each is
   */
  public GateLine inSets(boolean... ofSets) {
    int count = 0;
    for (boolean isOk : ofSets) {
      count += isOk ? 1 : 0;
    }
    double share = (double) count / ofSets.length;
    return new GateLine(figure, model, spread, real, interval, bound, ok, share);
  }

  /** A line for each, and how many failed. */
  public static String text(List<GateLine> lines) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(List.of("", "figure", "model", "spread", "real", "95 % interval", "bound", "sets"));
    for (GateLine line : lines) {
      cells.add(
          List.of(
              line.ok ? "ok" : "FAILED",
              line.figure,
              line.model == null ? "not measured" : text(line.model),
              line.spread == null ? "" : "± " + text(line.spread),
              line.real == null ? "" : text(line.real),
              line.interval == null
                  ? ""
                  : "[%s, %s]".formatted(text(line.interval.low()), text(line.interval.high())),
              line.bound,
              line.passes == null ? "" : text(line.passes)));
    }
    StringJoiner text = new StringJoiner(System.lineSeparator());
    AlignedLines.of(cells, WIDEST).forEach(text::add);
    text.add("");
    text.add(String.format(Locale.ROOT, "%d of %d checks failed.", failed(lines), lines.size()));
    return text.toString();
  }

  public static long failed(List<GateLine> lines) {
    return lines.stream().filter(line -> !line.ok).count();
  }

  public static int exitCode(List<GateLine> lines) {
    return failed(lines) == 0 ? ExitCode.OK : ExitCode.NOT_GOOD_ENOUGH;
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
