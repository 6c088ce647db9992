package io.partita.model.slices;

import io.partita.model.Augmentation;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/** Slices that a network may learn: what they are called, and where a lake has them. */
public interface SliceSource {
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

  /**
   * Changes to learn from, as the user names them; null where these slices have none.
   *
   * @throws io.partita.UserException when a name is unknown
   */
  default Augmentation augmentation(String names) {
    return null;
  }
}
