package io.partita.kind.note;

import static io.partita.model.HyperParameters.require;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.model.HyperParameters;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The hyper-parameters of a {@link NoteLstm} that are known before its data.
 *
 * @param config the name of the hyper-parameters, or of those that these began as
 * @param mode {@value #WINDOW} or {@value #SEQUENCE}, see {@link NoteLstm.Mode}
 * @param sequenceLength notes of a window
 * @param segmentLength notes of one update in a sequence
 * @param layers LSTMs, 1 or 2
 * @param units of each LSTM and of the dense layer
 * @param dropout the share of values dropped in training, 0 until 1
 * @param lstm {@value #OWN} or {@value #DL4J}, see {@link NoteLstm.Recurrent}
 * @param batch windows or pieces in an update, unless another number is asked for
 */
record NoteShape(
    String config,
    String mode,
    int sequenceLength,
    int segmentLength,
    int layers,
    int units,
    double dropout,
    String lstm,
    int batch) {
  static final String WINDOW = "window";
  private static final String SEQUENCE = "sequence";
  private static final String OWN = "own";
  private static final String DL4J = "dl4j";

  static final HyperParameters<NoteShape> KEPT =
      new HyperParameters<>(NoteShape.class, "note.json", NoteShape::config, true);

  NoteShape {
    Objects.requireNonNull(config, "config");
    mode = mode.toLowerCase(Locale.ROOT);
    lstm = lstm.toLowerCase(Locale.ROOT);
    require(List.of(WINDOW, SEQUENCE).contains(mode), "mode", mode, WINDOW + ", " + SEQUENCE);
    require(List.of(OWN, DL4J).contains(lstm), "lstm", lstm, OWN + ", " + DL4J);
    require(batch >= 1, "batch", batch, "1 or more");
  }

  /**
   * The network.
   *
   * @param vocabulary classes of notes
   * @throws UserException where there is no such network
   */
  NoteLstm model(int vocabulary) {
    try {
      return new NoteLstm(
          vocabulary,
          sequenceLength,
          layers,
          units,
          units,
          dropout,
          mode.equals(WINDOW) ? NoteLstm.Mode.WINDOW : NoteLstm.Mode.SEQUENCE,
          lstm.equals(OWN) ? NoteLstm.Recurrent.OWN : NoteLstm.Recurrent.DL4J,
          segmentLength);
    } catch (IllegalArgumentException e) {
      throw new UserException(Mistake.BAD_OPTION, "Not a network: " + e.getMessage(), e);
    }
  }
}
