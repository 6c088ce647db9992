package io.partita.sql;

import static org.apache.spark.sql.functions.base64;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Rows of Spark. */
final class SparkRows implements QueryRows {
  private final Dataset<Row> rows;

  SparkRows(Dataset<Row> rows) {
    this.rows = rows;
  }

  @Override
  public List<String> names() {
    return List.of(rows.columns());
  }

  @Override
  public boolean isNumber(int column) {
    return rows.schema().fields()[column].dataType() instanceof NumericType;
  }

  @Override
  public boolean isCommand() {
    return rows.queryExecution().analyzed() instanceof Command;
  }

  @Override
  public Iterator<String[]> texts(int most) {
    Dataset<Row> texts = asText(rows);
    Iterator<Row> read =
        most == Integer.MAX_VALUE ? texts.toLocalIterator() : texts.takeAsList(most).iterator();
    Iterable<Row> all = () -> read;
    return StreamSupport.stream(all.spliterator(), false).map(SparkRows::cells).iterator();
  }

  @Override
  public Iterator<String> objects() {
    return asJson(rows).toLocalIterator();
  }

  private static String[] cells(Row row) {
    String[] cells = new String[row.size()];
    Arrays.setAll(cells, i -> row.isNullAt(i) ? null : row.getString(i));
    return cells;
  }

  private static Dataset<String> asJson(Dataset<Row> rows) {
    String[] names = rows.columns();
    Column[] columns = new Column[names.length];
    Arrays.setAll(columns, i -> col(position(i)).as(names[i]));
    return byPosition(rows)
        .select(to_json(struct(columns), Map.of("ignoreNullFields", "false")))
        .as(Encoders.STRING());
  }

  /** A query may give two columns the same name. */
  private static Dataset<Row> byPosition(Dataset<Row> rows) {
    String[] positions = new String[rows.columns().length];
    Arrays.setAll(positions, SparkRows::position);
    return rows.toDF(positions);
  }

  private static String position(int column) {
    return "c" + column;
  }

  private static Dataset<Row> asText(Dataset<Row> rows) {
    StructField[] fields = rows.schema().fields();
    Column[] columns = new Column[fields.length];
    for (int i = 0; i < fields.length; i++) {
      Column column = col(position(i));
      if (fields[i].dataType() instanceof ArrayType
          || fields[i].dataType() instanceof MapType
          || fields[i].dataType() instanceof StructType) {
        columns[i] = to_json(column).as(position(i));
      } else if (fields[i].dataType() instanceof BinaryType) {
        columns[i] = base64(column).as(position(i));
      } else {
        columns[i] = column.cast("string").as(position(i));
      }
    }
    return byPosition(rows).select(columns);
  }
}
