package io.partita.lake.table;

import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * All that Partita knows of a table: how its files are written, what is checked and counted of it,
 * how it is drawn, and what the documents say of it are made from this.
 *
 * @param name folder and view name, as {@code midi_files}
 * @param description of a row, in one sentence
 * @param columns without partition columns, in the order of {@linkplain ParquetSchema their field
 *     ids}: a new one goes last
 * @param schema those that the files have: all but the splits that readers join
 * @param innerPartitions folder levels below {@code dataset=…}; empty for most tables
 * @param rows what they are of and how they belong to those of other tables
 * @param origin which commands make it, and from what
 * @param storage how its files are laid out
 * @param reported what a run's report must agree with
 * @param statistics what is counted of it
 * @param plots how that is drawn, in their order
 */
public record TableSpec(
    String name,
    String description,
    StructType columns,
    StructType schema,
    List<String> innerPartitions,
    Rows rows,
    Origin origin,
    Storage storage,
    Reported reported,
    StatisticsPlan statistics,
    List<Plot> plots) {

  /** The folder level that every table is partitioned by. */
  public static final String DATASET = "dataset";

  /**
   * What the rows are.
   *
   * @param key the columns that say what a row is of
   * @param references to rows of other tables
   * @param sums columns of other tables whose sum is the number of rows
   * @param areOfContents whether a row tells what is in one MIDI content, rather than where it was
   *     found: those of suspect contents can be left out
   * @param version raised whenever the same input gives other rows: what an earlier version of
   *     Partita made is then made again
   */
  public record Rows(
      Key key, List<Reference> references, List<Sum> sums, boolean areOfContents, int version) {}

  /**
   * The columns that say what a row is of.
   *
   * @param columns none of which is ever null
   * @param isUnique whether no two rows agree in all of them
   */
  public record Key(List<String> columns, boolean isUnique) {}

  /**
   * Values that another table has rows of.
   *
   * @param column of both tables; a null refers to nothing
   * @param table the other's name
   */
  public record Reference(String column, String table) {}

  /**
   * A column of another table that says how many rows of this one there are.
   *
   * @param table the other's name
   * @param column of it
   */
  public record Sum(String table, String column) {}

  /** Whether readers join the column {@code split}, which {@code midi_files} has. */
  public boolean isSplitJoined() {
    return schema.size() < columns.size();
  }

  /** The columns as a reader sees them: the table's own, then the partition columns. */
  public StructType readSchema() {
    List<StructField> fields = new ArrayList<>(List.of(columns.fields()));
    for (String inner : innerPartitions) {
      fields.add(Columns.required(inner, StringType, "partition: folder " + inner + "=…"));
    }
    fields.add(
        Columns.required(DATASET, StringType, "partition: folder dataset=…, the name given"));
    return new StructType(fields.toArray(StructField[]::new));
  }

  /** Begins the description of a table; all but its columns, key and origin may be left out. */
  static Builder table(String name, String description) {
    return new Builder(name, description);
  }

  /** Puts a description together. */
  static final class Builder {
    private final String name;
    private final String description;
    private final List<StructField> columns = new ArrayList<>();
    private final List<Reference> references = new ArrayList<>();
    private final List<Sum> sums = new ArrayList<>();
    private List<String> innerPartitions = List.of();
    private Key key;
    private Origin origin;
    private Storage storage = Storage.USUAL;
    private Reported reported = Reported.NOTHING;
    private StatisticsPlan statistics = StatisticsPlan.NONE;
    private List<Plot> plots = List.of();
    private boolean areOfContents;
    private int rowsVersion = 1;

    private Builder(String name, String description) {
      this.name = name;
      this.description = description;
    }

    Builder columns(StructField... more) {
      return columns(List.of(more));
    }

    Builder columns(List<StructField> more) {
      columns.addAll(more);
      return this;
    }

    Builder partitionedBy(String... levels) {
      innerPartitions = List.of(levels);
      return this;
    }

    /** No two rows agree in all of these columns. */
    Builder uniqueKey(String... keyColumns) {
      key = new Key(List.of(keyColumns), true);
      return this;
    }

    /** Rows may agree in all of these columns, as an archive may hold two members of one path. */
    Builder repeatedKey(String... keyColumns) {
      key = new Key(List.of(keyColumns), false);
      return this;
    }

    Builder references(String column, String table) {
      references.add(new Reference(column, table));
      return this;
    }

    Builder asManyRowsAs(String table, String column) {
      sums.add(new Sum(table, column));
      return this;
    }

    Builder origin(Origin value) {
      origin = value;
      return this;
    }

    Builder storage(Storage value) {
      storage = value;
      return this;
    }

    Builder reported(Reported value) {
      reported = value;
      return this;
    }

    Builder statistics(StatisticsPlan value) {
      statistics = value;
      return this;
    }

    Builder plots(Plot... value) {
      plots = List.of(value);
      return this;
    }

    Builder ofContents() {
      areOfContents = true;
      return this;
    }

    Builder rowsVersion(int value) {
      rowsVersion = value;
      return this;
    }

    TableSpec build() {
      StructType all = new StructType(columns.toArray(StructField[]::new));
      return new TableSpec(
          name,
          description,
          all,
          ParquetSchema.inFiles(all),
          innerPartitions,
          new Rows(key, List.copyOf(references), List.copyOf(sums), areOfContents, rowsVersion),
          origin,
          storage,
          reported,
          statistics,
          plots);
    }
  }
}
