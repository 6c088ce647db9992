package io.partita.form;

import io.partita.MalformedInputException;
import io.partita.drum.DrumMap;
import io.partita.grid.SliceHash;
import io.partita.model.Augmentation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/** Slices that a network may learn: what they are called, and where a lake has them. */
public interface Form {
  /** What hyper-parameters and workers call them, as {@code drums}. */
  String name();

  /** One of them in a sentence, as {@code drum slice}. */
  String title();

  /** The table of slices. */
  String table();

  /** The table of what became of each file. */
  String filesTable();

  /** The command that makes both tables. */
  String command();

  /** Whole bars that slices are cut in. */
  List<Integer> bars();

  /** {@link #bars()} in a sentence, as {@code 2 or 4 bars}. */
  default String length() {
    return bars().stream().map(String::valueOf).collect(Collectors.joining(" or ")) + " bars";
  }

  /** The columns that an example is made of. */
  List<String> columns();

  /**
   * The example that a row is.
   *
   * @param first place of the first of {@link #columns()} in the row; the others follow
   */
  int[] example(Row row, int first);

  /** The columns of the table of slices that tell instruments apart; none where it has none. */
  default List<String> instrumentColumns() {
    return List.of();
  }

  /** The column that says where in its piece a slice starts. */
  default String startColumn() {
    return "start_step";
  }

  /** Steps that one of {@link #startColumn} is. */
  default int startSteps() {
    return 1;
  }

  /** What the notes of a file are called that no slice can have. */
  default String dropped() {
    return "dropped_notes";
  }

  /**
   * Cuts a MIDI file as the table of slices is cut.
   *
   * @param bars of {@link #bars()}
   * @param map of drum slices; trios are always by General MIDI
   * @throws MalformedInputException with a {@link io.partita.midi.MidiFault} if the file cannot be
   *     used
   */
  CutFile cut(byte[] midi, int bars, DrumMap map) throws MalformedInputException;

  /** The labels of a slice by the columns that tables have them in. */
  Map<String, Object> labels(int[] slice);

  /** The hash of a slice by the column that tables have it in. */
  default Map<String, Object> hash(int[] slice) {
    return Map.of("slice_hash", SliceHash.of(slice));
  }

  /** Where a slice is in its file, by the columns that tables have it in. */
  default Map<String, Object> place(CutFile.Slice slice) {
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("piece", slice.piece());
    for (int k = 0; k < instrumentColumns().size(); k++) {
      place.put(instrumentColumns().get(k), slice.instruments().get(k));
    }
    place.put(startColumn(), slice.start());
    return place;
  }

  /**
   * Changes to learn from, as the user names them; null where these slices have none.
   *
   * @throws io.partita.UserException when a name is unknown
   */
  default Augmentation augmentation(String names) {
    return null;
  }
}
