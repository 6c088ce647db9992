package io.partita.lake.export;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.TableShare;
import io.partita.numpy.NpyOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A split as arrays that can be mapped into memory: all values one after another, {@code
 * train.npy}; where each document begins and the last ends, {@code train-offsets.npy}; their names,
 * {@code train-documents.txt}; which of them are near-duplicates, {@code train-groups.npy}; and of
 * mel the labels, {@code train-labels.npy}.
 */
final class NpyFiles {
  private static final String UINT16 = "<u2";
  private static final String INT32 = "<i4";
  private static final String FLOAT32 = "<f4";
  private static final String INT64 = "<i8";

  /** Of a note: onset and duration in seconds, pitch, velocity, program or 128 for drums. */
  private static final int NOTE_VALUES = 5;

  private static final int DRUMS = 128;

  /** Of a step of a trio: melody, bass and drums. */
  private static final List<String> TRIO = List.of("melody", "bass", "drums");

  private final ExportTable what;
  private final String type;

  /** Values of each item, 0 where an item is one number. */
  private final int width;

  /** Names of labels, by their numbers. */
  private final List<String> labels;

  /** The number of each group, over all splits. */
  private final Map<String, Long> groups = new HashMap<>();

  private NpyFiles(ExportTable what, String type, int width, List<String> labels) {
    this.what = what;
    this.type = type;
    this.width = width;
    this.labels = labels;
  }

  /**
   * @param rows of all splits
   * @param vocabulary size of the scheme's; empty for other things
   * @throws UserException where mel is of several recipes
   */
  static NpyFiles of(ExportTable what, Dataset<Row> rows, OptionalInt vocabulary) {
    return switch (what) {
      case TOKENS ->
          new NpyFiles(
              what,
              vocabulary.isPresent() && vocabulary.getAsInt() <= 1 << 16 ? UINT16 : INT32,
              0,
              List.of());
      case NOTES -> new NpyFiles(what, FLOAT32, NOTE_VALUES, List.of());
      case DRUM_SLICES, MELODY_SLICES -> new NpyFiles(what, UINT16, 0, List.of());
      case TRIO_SLICES -> new NpyFiles(what, UINT16, TRIO.size(), List.of());
      case MEL -> ofMel(rows);
    };
  }

  private static NpyFiles ofMel(Dataset<Row> rows) {
    List<Row> shapes = rows.select("recipe", "dtype", "n_mels").distinct().collectAsList();
    if (shapes.size() > 1) {
      throw new UserException(
          Mistake.MISMATCH,
          "The data set's mel is of several recipes or types, which are no one array: export it as"
              + " parquet.");
    }
    List<String> labels =
        rows
            .select(ExportTable.LABEL)
            .distinct()
            .na()
            .drop()
            .sort(ExportTable.LABEL)
            .collectAsList()
            .stream()
            .map(row -> row.<String>getAs(ExportTable.LABEL))
            .toList();
    Row shape = shapes.get(0);
    String type = shape.getAs("dtype").equals("float16") ? "<f2" : FLOAT32;
    return new NpyFiles(ExportTable.MEL, type, shape.getAs("n_mels"), labels);
  }

  /** What the arrays hold, for the card. */
  String meaning() {
    String values =
        switch (what) {
          case TOKENS -> "tokens";
          case MEL -> "frames of " + width + " log-mel values";
          case NOTES ->
              "notes: onset and duration in seconds, pitch, velocity, program (128 for drums)";
          case DRUM_SLICES -> "steps of drums";
          case MELODY_SLICES -> "steps of melodies";
          case TRIO_SLICES -> "steps of melody, bass and drums";
        };
    return "`SPLIT.npy` holds "
        + values
        + ", as `"
        + type
        + "`; document i is the rows `offsets[i]` to `offsets[i + 1]`, with `offsets` from"
        + " `SPLIT-offsets.npy` and its name in line i of `SPLIT-documents.txt`; documents with one"
        + " number in `SPLIT-groups.npy` are near-duplicates"
        + (what == ExportTable.MEL
            ? "; `SPLIT-labels.npy` has its label's place in `labels.json`, -1 for none."
            : ".");
  }

  /** In alphabetic order; the number of a label is its place. */
  List<String> labels() {
    return labels;
  }

  /**
   * Writes a split.
   *
   * @return the files
   */
  List<String> write(Splits.Size size, Dataset<Row> rows, OutFolder out) throws IOException {
    String name = size.split();
    List<Long> offsets = new ArrayList<>();
    List<Long> grouped = new ArrayList<>();
    List<Long> labelled = new ArrayList<>();
    StringBuilder documents = new StringBuilder();
    long[] shape = width == 0 ? new long[] {size.items()} : new long[] {size.items(), width};
    try (NpyOutput values = new NpyOutput(out.create(name + ".npy"), type, shape)) {
      long itemBytes = (long) Math.max(1, width) * Integer.parseInt(type.substring(2));
      long at = 0;
      String last = null;
      Iterator<Row> sorted = rows.sort(TableShare.columns(what.order())).toLocalIterator();
      while (sorted.hasNext()) {
        Row row = sorted.next();
        String document = row.getAs(what.document());
        if (what.isOfSlices() || !document.equals(last)) {
          offsets.add(at);
          documents.append(document).append('\n');
          String group = row.getAs(ExportTable.GROUP);
          long next = groups.size();
          grouped.add(groups.computeIfAbsent(group == null ? document : group, of -> next));
          if (what == ExportTable.MEL) {
            labelled.add((long) labels.indexOf(row.<String>getAs(ExportTable.LABEL)));
          }
          last = document;
        }
        byte[] bytes = bytes(row);
        values.write(bytes);
        at += bytes.length / itemBytes;
      }
      offsets.add(at);
    }
    List<String> files = new ArrayList<>(List.of(name + ".npy"));
    files.add(writeLongs(name + "-offsets.npy", offsets, out));
    out.write(name + "-documents.txt", documents.toString());
    files.add(name + "-documents.txt");
    files.add(writeLongs(name + "-groups.npy", grouped, out));
    if (what == ExportTable.MEL) {
      files.add(writeLongs(name + "-labels.npy", labelled, out));
    }
    return files;
  }

  private byte[] bytes(Row row) {
    return switch (what) {
      case TOKENS -> tokens(row.getList(row.fieldIndex("tokens")));
      case MEL -> row.getAs("mel");
      case DRUM_SLICES -> steps(row, List.of("steps"));
      case MELODY_SLICES -> steps(row, List.of("labels"));
      case TRIO_SLICES -> steps(row, TRIO);
      case NOTES ->
          ByteBuffer.allocate(4 * NOTE_VALUES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putFloat((float) row.<Double>getAs("onset_s").doubleValue())
              .putFloat((float) row.<Double>getAs("duration_s").doubleValue())
              .putFloat(row.<Integer>getAs("pitch"))
              .putFloat(row.<Integer>getAs("velocity"))
              .putFloat(row.<Boolean>getAs("is_drum") ? DRUMS : row.<Integer>getAs("program"))
              .array();
    };
  }

  /** Step by step the values of some columns. */
  private static byte[] steps(Row row, List<String> columns) {
    List<List<Short>> values = new ArrayList<>();
    columns.forEach(column -> values.add(row.getList(row.fieldIndex(column))));
    int steps = values.get(0).size();
    ByteBuffer bytes =
        ByteBuffer.allocate(2 * steps * columns.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (int step = 0; step < steps; step++) {
      for (List<Short> of : values) {
        bytes.putShort(of.get(step));
      }
    }
    return bytes.array();
  }

  private byte[] tokens(List<Integer> tokens) {
    boolean isShort = type.equals(UINT16);
    ByteBuffer bytes =
        ByteBuffer.allocate(tokens.size() * (isShort ? 2 : 4)).order(ByteOrder.LITTLE_ENDIAN);
    for (int token : tokens) {
      if (isShort) {
        bytes.putShort((short) token);
      } else {
        bytes.putInt(token);
      }
    }
    return bytes.array();
  }

  private static String writeLongs(String name, List<Long> numbers, OutFolder out)
      throws IOException {
    try (OutputStream file = out.create(name);
        NpyOutput array = new NpyOutput(file, INT64, numbers.size())) {
      ByteBuffer bytes = ByteBuffer.allocate(8 * numbers.size()).order(ByteOrder.LITTLE_ENDIAN);
      numbers.forEach(bytes::putLong);
      array.write(bytes.array());
    }
    return name;
  }
}
