package io.partita.lake.table;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * One row of a table, its values by the columns' names. Names, types, and that no required value is
 * missing are checked; a column that is not set is null. To set columns in the table's order costs
 * no look-up.
 *
 * <p>A value of the wrong column or type is a bug: {@link IllegalArgumentException}.
 */
public final class RowBuilder {
  private static final Map<Class<?>, DataType> TYPES =
      Map.of(
          String.class, StringType,
          Integer.class, IntegerType,
          Long.class, LongType,
          Double.class, DoubleType,
          Instant.class, TimestampType);

  private final StructType schema;
  private final StructField[] fields;
  private final Object[] values;
  private int next;

  private RowBuilder(StructType schema) {
    this.schema = schema;
    this.fields = schema.fields();
    this.values = new Object[fields.length];
  }

  /** An empty row of a table. */
  public static RowBuilder of(LakeTable table) {
    return new RowBuilder(table.schema());
  }

  /** An empty row of columns that are on their way to a table. */
  public static RowBuilder of(StructType schema) {
    return new RowBuilder(schema);
  }

  public RowBuilder set(String column, String value) {
    return put(column, StringType, value);
  }

  public RowBuilder set(String column, int value) {
    return put(column, IntegerType, value);
  }

  public RowBuilder set(String column, Integer value) {
    return put(column, IntegerType, value);
  }

  public RowBuilder set(String column, long value) {
    return put(column, LongType, value);
  }

  public RowBuilder set(String column, Long value) {
    return put(column, LongType, value);
  }

  public RowBuilder set(String column, OptionalLong value) {
    return put(column, LongType, value.isPresent() ? (Object) value.getAsLong() : null);
  }

  public RowBuilder set(String column, double value) {
    return put(column, DoubleType, value);
  }

  public RowBuilder set(String column, Double value) {
    return put(column, DoubleType, value);
  }

  public RowBuilder set(String column, OptionalDouble value) {
    return put(column, DoubleType, value.isPresent() ? (Object) value.getAsDouble() : null);
  }

  public RowBuilder set(String column, boolean value) {
    return put(column, BooleanType, value);
  }

  public RowBuilder set(String column, byte[] value) {
    return put(column, BinaryType, value);
  }

  /** An array. */
  public RowBuilder set(String column, Object[] value) {
    int place = place(column);
    if (!(fields[place].dataType() instanceof ArrayType)) {
      throw wrongType(place, "array");
    }
    return put(place, value);
  }

  /** An array of integers. */
  public RowBuilder set(String column, int[] value) {
    int place = place(column);
    if (!(fields[place].dataType() instanceof ArrayType array)
        || !array.elementType().equals(IntegerType)) {
      throw wrongType(place, "int[]");
    }
    return put(place, value);
  }

  /** An array; its elements are as the column has them. */
  public RowBuilder set(String column, List<?> value) {
    int place = place(column);
    if (!(fields[place].dataType() instanceof ArrayType)) {
      throw wrongType(place, "list");
    }
    return put(place, value);
  }

  /** A map; its keys and values are as the column has them. */
  public RowBuilder set(String column, Map<?, ?> value) {
    int place = place(column);
    if (!(fields[place].dataType() instanceof MapType)) {
      throw wrongType(place, "map");
    }
    return put(place, value);
  }

  /** A value of any type that a column may have, for tables whose columns come from a list. */
  public RowBuilder setAny(String column, Object value) {
    int place = place(column);
    if (value != null && !fits(fields[place].dataType(), value)) {
      throw wrongType(place, value.getClass().getSimpleName());
    }
    return put(place, value);
  }

  private static boolean fits(DataType type, Object value) {
    if (type instanceof ArrayType) {
      return value instanceof List;
    }
    return type.equals(TYPES.get(value.getClass()));
  }

  /**
   * The row.
   *
   * @throws IllegalStateException where a column is null that must not be
   */
  public Row row() {
    for (int i = 0; i < fields.length; i++) {
      if (values[i] == null && !fields[i].nullable()) {
        throw new IllegalStateException("Column " + fields[i].name() + " must not be null");
      }
    }
    return RowFactory.create(values);
  }

  private RowBuilder put(String column, DataType type, Object value) {
    int place = place(column);
    if (!fields[place].dataType().equals(type)) {
      throw wrongType(place, type.simpleString());
    }
    return put(place, value);
  }

  private RowBuilder put(int place, Object value) {
    values[place] = value;
    next = place + 1;
    return this;
  }

  private int place(String column) {
    return next < fields.length && fields[next].name().equals(column)
        ? next
        : schema.fieldIndex(column);
  }

  private IllegalArgumentException wrongType(int place, String given) {
    return new IllegalArgumentException(
        "Column %s is of type %s and was given a value of type %s"
            .formatted(fields[place].name(), fields[place].dataType().simpleString(), given));
  }
}
