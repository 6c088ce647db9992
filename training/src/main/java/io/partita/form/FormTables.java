package io.partita.form;

import io.partita.drum.DrumLoop;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.SliceColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The tables of a lake that slices of a form are read from, and what their rows have. */
public final class FormTables {
  private FormTables() {}

  public static LakeTable slices(Form form) {
    return table(form.table());
  }

  public static LakeTable files(Form form) {
    return table(form.filesTable());
  }

  public static LakeTable latents(SliceForm form) {
    return table(form.latents());
  }

  private static LakeTable table(String name) {
    return LakeTable.named(name).orElseThrow();
  }

  /** The columns that say where in its file a slice stands. */
  public static List<String> place(Form form) {
    List<String> place = new ArrayList<>(List.of("piece"));
    place.addAll(form.instrumentColumns());
    place.add(form.startColumn());
    return place;
  }

  /** The columns that rows of slices, and of latents, are sorted by. */
  public static String[] order(SliceForm form) {
    return Stream.concat(Stream.of("source", "path", "midi_md5"), place(form).stream())
        .toArray(String[]::new);
  }

  /** Columns of these names. */
  public static Column[] columns(List<String> names) {
    return names.stream().map(functions::col).toArray(Column[]::new);
  }

  /**
   * The labels of a slice.
   *
   * @param first place of the first of the form's columns in the row; the others follow
   */
  public static int[] labels(SliceForm form, Row row, int first) {
    List<int[]> voices = new ArrayList<>();
    for (int voice = 0; voice < form.columns().size(); voice++) {
      voices.add(SliceColumns.steps(row.getList(first + voice)));
    }
    return DrumLoop.joined(voices);
  }

  /** What has to be run where slices of a length are missing. */
  public static String command(Form form, String dataset, int bars) {
    return String.join(
        " ", Arrays.asList(form.command(), "--dataset", dataset, "--bars", String.valueOf(bars)));
  }
}
