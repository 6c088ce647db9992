package io.partita.lake.bulk;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/** A batch of rows of every kind of column, as arrays. */
final class BulkRows {
  private static final double[] ODD_DOUBLES = {0.0, -0.0, Double.NaN, Double.MIN_VALUE, -1e300};

  final String[] text;
  final String[] maybeText;
  final int[] step;
  final int[] code;
  final Integer[] maybeCode;
  final long[] tick;
  final Long[] bar;
  double[] exact;
  Double[] maybeExact;
  final boolean[] flag;
  final Boolean[] maybeFlag;
  final int[][] list;
  final int[][] maybeList;

  /** Of zeros, empty texts, empty lists, and nulls. */
  BulkRows(int rows) {
    text = new String[rows];
    Arrays.fill(text, "");
    maybeText = new String[rows];
    step = new int[rows];
    code = new int[rows];
    maybeCode = new Integer[rows];
    tick = new long[rows];
    bar = new Long[rows];
    exact = new double[rows];
    maybeExact = new Double[rows];
    flag = new boolean[rows];
    maybeFlag = new Boolean[rows];
    list = new int[rows][0];
    maybeList = new int[rows][];
  }

  /** Of values that repeat seldom, often or always, column by column. */
  static BulkRows random(SplittableRandom random, int size) {
    BulkRows rows = new BulkRows(size);
    Draw draw = new Draw(random);
    rows.fill(rows.text, i -> "text é" + draw.number());
    draw.begin();
    rows.fill(rows.maybeText, i -> draw.isNull() ? null : "\uD834\uDD1E".repeat(draw.number() & 7));
    draw.begin();
    int[] ascending = random.ints(size, 0, 9).toArray();
    Arrays.parallelPrefix(ascending, Integer::sum);
    for (int i = 0; i < size; i++) {
      rows.step[i] = draw.isOdd() ? random.nextInt() : ascending[i];
      rows.tick[i] = draw.isOdd() ? random.nextLong() : 480L * ascending[i];
      rows.flag[i] = draw.number() > 0;
    }
    draw.begin();
    for (int i = 0; i < size; i++) {
      rows.code[i] = draw.number();
    }
    draw.begin();
    rows.fill(rows.maybeCode, i -> draw.isNull() ? null : draw.number());
    draw.begin();
    rows.fill(rows.bar, i -> draw.isNull() ? null : draw.number() * 0x1_0000_0001L);
    draw.begin();
    for (int i = 0; i < size; i++) {
      rows.exact[i] = draw.exact();
    }
    draw.begin();
    rows.fill(rows.maybeExact, i -> draw.isNull() ? null : draw.exact());
    draw.begin();
    rows.fill(rows.maybeFlag, i -> draw.isNull() ? null : draw.number() > 0);
    draw.begin();
    rows.fill(rows.list, i -> draw.list());
    draw.begin();
    rows.fill(rows.maybeList, i -> draw.isNull() ? null : draw.list());
    return rows;
  }

  /** How the values of one column are drawn. */
  private static final class Draw {
    private final SplittableRandom random;
    private int distinct;
    private int nulls;
    private int odds;

    Draw(SplittableRandom random) {
      this.random = random;
      begin();
    }

    void begin() {
      distinct = new int[] {1, 2, 100, 70_000, Integer.MAX_VALUE}[random.nextInt(5)];
      nulls = new int[] {0, 1, 2, 1000, Integer.MAX_VALUE}[random.nextInt(5)];
      odds = new int[] {2, 1000, Integer.MAX_VALUE, Integer.MAX_VALUE}[random.nextInt(4)];
    }

    int number() {
      return random.nextInt(distinct) * (distinct == 100 ? -1 : 1);
    }

    boolean isNull() {
      return nulls > 0 && random.nextInt(nulls) == 0;
    }

    boolean isOdd() {
      return random.nextInt(odds) == 0;
    }

    double exact() {
      return isOdd() ? ODD_DOUBLES[random.nextInt(ODD_DOUBLES.length)] : number() / 8.0;
    }

    int[] list() {
      int length = random.nextInt(isOdd() ? Math.min(odds, 3_000) : 3);
      return random.ints(length, 0, distinct).toArray();
    }
  }

  private <T> void fill(T[] column, IntFunction<T> value) {
    Arrays.setAll(column, value);
  }

  int size() {
    return text.length;
  }

  void addTo(BulkFile file) throws IOException {
    for (int i = 0; i < size(); i++) {
      file.column("text", TextColumn.class).add(Binary.fromString(text[i]));
      addText(file.column("maybe_text", TextColumn.class), maybeText[i]);
      file.column("step", IntegerColumn.class).add(step[i]);
      file.column("code", IntegerColumn.class).add(code[i]);
      addInteger(file.column("maybe_code", IntegerColumn.class), maybeCode[i]);
      file.column("tick", IntegerColumn.class).add(tick[i]);
      addInteger(file.column("bar", IntegerColumn.class), bar[i]);
      file.column("exact", DoubleColumn.class).add(exact[i]);
      addDouble(file.column("maybe_exact", DoubleColumn.class), maybeExact[i]);
      file.column("flag", FlagColumn.class).add(flag[i]);
      addFlag(file.column("maybe_flag", FlagColumn.class), maybeFlag[i]);
      file.column("list", IntListColumn.class).add(list[i]);
      addList(file.column("maybe_list", IntListColumn.class), maybeList[i]);
    }
    file.endBatch(size());
  }

  private static void addText(TextColumn column, String value) throws IOException {
    if (value == null) {
      column.addNull();
    } else {
      column.add(Binary.fromString(value));
    }
  }

  private static void addInteger(IntegerColumn column, Number value) throws IOException {
    if (value == null) {
      column.addNull();
    } else {
      column.add(value.longValue());
    }
  }

  private static void addDouble(DoubleColumn column, Double value) throws IOException {
    if (value == null) {
      column.addNull();
    } else {
      column.add(value);
    }
  }

  private static void addFlag(FlagColumn column, Boolean value) throws IOException {
    if (value == null) {
      column.addNull();
    } else {
      column.add(value);
    }
  }

  private static void addList(IntListColumn column, int[] value) throws IOException {
    if (value == null) {
      column.addNull();
    } else {
      column.add(value);
    }
  }

  /** A row as parquet-mr's example model has it. */
  Group group(MessageType schema, int row) {
    Group group = new SimpleGroup(schema);
    group.append("text", text[row]).append("step", step[row]).append("code", code[row]);
    group.append("tick", tick[row]).append("exact", exact[row]).append("flag", flag[row]);
    if (maybeText[row] != null) {
      group.append("maybe_text", maybeText[row]);
    }
    if (maybeCode[row] != null) {
      group.append("maybe_code", maybeCode[row]);
    }
    if (bar[row] != null) {
      group.append("bar", bar[row]);
    }
    if (maybeExact[row] != null) {
      group.append("maybe_exact", maybeExact[row]);
    }
    if (maybeFlag[row] != null) {
      group.append("maybe_flag", maybeFlag[row]);
    }
    addList(group, "list", list[row]);
    if (maybeList[row] != null) {
      addList(group, "maybe_list", maybeList[row]);
    }
    return group;
  }

  private static void addList(Group group, String column, int[] values) {
    Group list = group.addGroup(column);
    for (int value : values) {
      list.addGroup("list").append("element", value);
    }
  }
}
