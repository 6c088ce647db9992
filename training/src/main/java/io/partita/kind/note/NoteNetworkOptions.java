package io.partita.kind.note;

import io.partita.Mistake;
import io.partita.UserException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say which network a {@link NoteLstm} is. */
final class NoteNetworkOptions {
  private static final int WINDOWS_IN_A_BATCH = 64;
  private static final int PIECES_IN_A_BATCH = 4;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "Context of each prediction: window, or sequence, the piece so far (default: window).")
  private NoteLstm.Mode mode = NoteLstm.Mode.WINDOW;

  @Option(
      names = "--sequence-length",
      paramLabel = "N",
      description = "Notes in a window (default: ${DEFAULT-VALUE}).")
  private int sequenceLength = 20;

  @Option(
      names = "--segment-length",
      paramLabel = "N",
      description =
          "Notes per segment of truncated backpropagation in a sequence (default:"
              + " ${DEFAULT-VALUE}).")
  private int segmentLength = 50;

  @Option(
      names = "--layers",
      paramLabel = "N",
      description = "Stacked LSTM layers, 1 or 2 (default: ${DEFAULT-VALUE}).")
  private int layers = 1;

  @Option(
      names = "--units",
      paramLabel = "N",
      description = "Units of each LSTM and of the dense layer (default: ${DEFAULT-VALUE}).")
  private int units = 256;

  @Option(
      names = "--dropout",
      paramLabel = "SHARE",
      description = "Dropout rate in training (default: ${DEFAULT-VALUE}).")
  private double dropout = 0.3;

  @Option(
      names = "--lstm",
      paramLabel = "WHOSE",
      description =
          "LSTM implementation: own, or dl4j, slower and for windows only (default: own).")
  private NoteLstm.Recurrent recurrent = NoteLstm.Recurrent.OWN;

  /** Fails on what can be told without the data. */
  void check() {
    model(2); // ranges
  }

  /**
   * The network.
   *
   * @param vocabularySize classes of notes
   */
  NoteLstm model(int vocabularySize) {
    try {
      return new NoteLstm(
          vocabularySize,
          sequenceLength,
          layers,
          units,
          units,
          dropout,
          mode,
          recurrent,
          segmentLength);
    } catch (IllegalArgumentException e) {
      throw new UserException(Mistake.BAD_OPTION, "Not a network: " + e.getMessage(), e);
    }
  }

  /** Windows or pieces in one update, where the user does not say. */
  int usualBatch() {
    return mode == NoteLstm.Mode.WINDOW ? WINDOWS_IN_A_BATCH : PIECES_IN_A_BATCH;
  }

  /** The options by their names. */
  Map<String, Object> byName() {
    Map<String, Object> byName = new LinkedHashMap<>();
    byName.put("--mode", mode.name());
    byName.put("--sequence-length", sequenceLength);
    byName.put("--segment-length", segmentLength);
    byName.put("--layers", layers);
    byName.put("--units", units);
    byName.put("--dropout", dropout);
    byName.put("--lstm", recurrent.name());
    return byName;
  }
}
