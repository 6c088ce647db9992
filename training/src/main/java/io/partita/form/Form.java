package io.partita.form;

import io.partita.MalformedInputException;
import io.partita.lake.CommandName;
import io.partita.lake.table.LakeTable;
import io.partita.model.Augmentation;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What the examples of some models are: how a MIDI file is cut into them, in which tables of a lake
 * they are, and how a row becomes one. {@link Forms} lists the forms; nothing else asks which one a
 * model has. A form has no state, and travels to the workers.
 *
 * @param <E> an example
 */
public interface Form<E> extends Serializable {
  /**
   * What a form is called.
   *
   * @param name in hyper-parameters, as {@code drums}
   * @param title an example in a sentence, as {@code drum slice}
   * @param product what a model of it makes, as {@code drum loops}
   */
  record Names(String name, String title, String product) {}

  Names names();

  default String name() {
    return names().name();
  }

  default String title() {
    return names().title();
  }

  default String product() {
    return names().product();
  }

  /**
   * Where a lake has a form.
   *
   * @param slices each of which is an example
   * @param files what became of each of them
   */
  record Tables(LakeTable slices, LakeTable files) {}

  /** Not for a caller without Spark, as {@link LakeTable} needs it. */
  Tables tables();

  default LakeTable slices() {
    return tables().slices();
  }

  default LakeTable files() {
    return tables().files();
  }

  /** Whole bars that slices are cut in. */
  List<Integer> bars();

  /** {@link #bars()} in a sentence, as {@code 2 or 4 bars}. */
  default String length() {
    return joinedBars() + " bars";
  }

  /** {@link #bars()} as a choice, as {@code 2 or 4}. */
  default String joinedBars() {
    return bars().stream().map(String::valueOf).collect(Collectors.joining(" or "));
  }

  /** The options of the command that makes both tables: a new object at each call. */
  CutOptions options();

  /** The command that makes both tables, as {@code slice drums}. */
  default String command() {
    return CommandName.of(slices().spec().origin().commands().get(0));
  }

  /** The same for the slices of a length, in a message that says that they are missing. */
  default String command(String dataset, int bars) {
    return String.join(" ", command(), "--dataset", dataset, "--bars", String.valueOf(bars));
  }

  /** Whether slices are cut by one drum map or another, and have a column that says by which. */
  default boolean isMapped() {
    return false;
  }

  /** Whether slices are of one track or another, rather than of all. */
  default boolean isOfTracks() {
    return false;
  }

  /**
   * Cuts a MIDI file.
   *
   * @throws MalformedInputException with a {@link io.partita.midi.MidiFault} if the file cannot be
   *     used
   */
  CutFile<E> cut(byte[] midi, Cutting how) throws MalformedInputException;

  /** What the report of a run that cuts says of this form alone, between its other fields. */
  interface Counted {
    /** What follows the number of bars in the report's first line. */
    default String cut() {
      return "";
    }

    /** Whole lines. */
    String text();
  }

  /**
   * What a run counted, with fields in their order; null where nothing is the form's own.
   *
   * @param sums of columns of {@link #files}
   */
  default Counted counted(Cutting how, ToLongFunction<String> sums) {
    return null;
  }

  /** The columns that an example is made of. */
  List<String> columns();

  /**
   * The example that a row is.
   *
   * @param first place of the first of {@link #columns()} in the row; the others follow
   */
  E example(Row row, int first);

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

  /** An example by the {@link #columns()}. */
  Map<String, Object> labels(E example);

  /** A text that equal examples have in common, and no others. */
  String key(E example);

  /** The hash of an example by the column that tables have it in. */
  Map<String, Object> hash(E example);

  /** Where a slice is in its file, by the {@link #placeColumns()}. */
  default Map<String, Object> place(CutFile.Slice<E> slice) {
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("piece", slice.piece());
    for (int k = 0; k < instrumentColumns().size(); k++) {
      place.put(instrumentColumns().get(k), slice.instruments().get(k));
    }
    place.put(startColumn(), slice.start());
    return place;
  }

  /** The columns that say where in its file a slice is. */
  default List<String> placeColumns() {
    List<String> place = new ArrayList<>(List.of("piece"));
    place.addAll(instrumentColumns());
    place.add(startColumn());
    return place;
  }

  /** The columns that rows of slices, and of latents, are sorted by. */
  default String[] order() {
    return Stream.concat(Stream.of("source", "path", "midi_md5"), placeColumns().stream())
        .toArray(String[]::new);
  }

  /** Columns of these names. */
  static Column[] columns(List<String> names) {
    return names.stream().map(functions::col).toArray(Column[]::new);
  }

  /**
   * Changes to learn from, as the user names them; null where examples have none.
   *
   * @throws io.partita.UserException when a name is unknown
   */
  default Augmentation<E> augmentation(String names) {
    return null;
  }
}
