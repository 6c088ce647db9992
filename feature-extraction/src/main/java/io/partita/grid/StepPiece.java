package io.partita.grid;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is between two changes of tempo or metre; a whole file where its notes tell the grid.
 *
 * @param startS from the file's start, seconds
 * @param endS start of the next piece, or end of the file's last note
 * @param qpm quarters per minute
 * @param numerator of the metre; 0 in free time
 * @param denominator of the metre
 * @param notes that begin in it
 * @param strokes of its drums, as they were played
 */
public record StepPiece(
    double startS,
    double endS,
    double qpm,
    int numerator,
    int denominator,
    StepNotes notes,
    DrumStrokes strokes) {
  private static final int MOST_METRES = 4;

  /** Whether a bar has {@link StepGrid#STEPS_PER_BAR} steps, as in 4/4, 2/2 and 8/8. */
  public boolean hasCommonBars() {
    return numerator == denominator;
  }

  /** As 3/4. */
  public String metre() {
    return metre(numerator, denominator);
  }

  /** A metre for a person, as 3/4. */
  public static String metre(int numerator, int denominator) {
    return numerator == 0 ? "free time" : numerator + "/" + denominator;
  }

  /** Some metres in a row, each once, the first four of them. */
  public static String list(Stream<String> metres) {
    return metres.distinct().limit(MOST_METRES).collect(Collectors.joining(", "));
  }
}
