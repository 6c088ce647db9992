package io.partita.lake.table;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Writes one row, column after column in the schema's order; the names say which is meant. The
 * primitive overloads box nothing: notes come by the ten million.
 */
public final class ColumnWriter {
  private final RecordConsumer consumer;
  private final StructField[] fields;
  private int column;

  ColumnWriter(RecordConsumer consumer, StructType schema) {
    this.consumer = consumer;
    this.fields = schema.fields();
  }

  public void add(String name, int value) {
    start(name);
    consumer.addInteger(value);
    end();
  }

  public void add(String name, long value) {
    start(name);
    consumer.addLong(value);
    end();
  }

  public void add(String name, double value) {
    start(name);
    consumer.addDouble(value);
    end();
  }

  public void add(String name, boolean value) {
    start(name);
    consumer.addBoolean(value);
    end();
  }

  public void add(String name, Binary value) {
    start(name);
    consumer.addBinary(value);
    end();
  }

  /** A column without a value; one that is declared never null would make the file unreadable. */
  public void addNull(String name) {
    requireNext(name);
    addNull();
  }

  private void addNull() {
    if (!fields[column].nullable()) {
      throw new IllegalStateException("Column " + fields[column].name() + " must not be null");
    }
    column++;
  }

  void addRow(Row row) {
    requireWidth(row.size());
    for (int i = 0; i < fields.length; i++) {
      if (row.isNullAt(i)) {
        addNull();
      } else {
        start();
        value(row.get(i), fields[column].dataType());
        end();
      }
    }
  }

  /** Writes a row as it was read. */
  void copyRow(Group row) {
    for (int i = 0; i < fields.length; i++) {
      if (row.getFieldRepetitionCount(i) == 0) {
        addNull();
      } else {
        start();
        copy(row, i, 0);
        end();
      }
    }
  }

  private void copy(Group from, int field, int index) {
    if (from.getType().getType(field).isPrimitive()) {
      from.writeValue(field, index, consumer);
    } else {
      consumer.startGroup();
      copyFields(from.getGroup(field, index));
      consumer.endGroup();
    }
  }

  private void copyFields(Group from) {
    for (int field = 0; field < from.getType().getFieldCount(); field++) {
      int values = from.getFieldRepetitionCount(field);
      if (values > 0) {
        String name = from.getType().getFieldName(field);
        consumer.startField(name, field);
        for (int index = 0; index < values; index++) {
          copy(from, field, index);
        }
        consumer.endField(name, field);
      }
    }
  }

  void beginRow() {
    column = 0;
    consumer.startMessage();
  }

  void endRow() {
    requireWidth(column);
    consumer.endMessage();
  }

  private void requireWidth(int values) {
    if (values != fields.length) {
      throw new IllegalStateException(
          "A row of " + fields.length + " columns was given " + values + " values");
    }
  }

  private void requireNext(String name) {
    if (column == fields.length || !fields[column].name().equals(name)) {
      throw new IllegalArgumentException(
          (column == fields.length ? "No column" : "Column " + fields[column].name())
              + " comes next, not "
              + name);
    }
  }

  private void start(String name) {
    requireNext(name);
    start();
  }

  private void start() {
    consumer.startField(fields[column].name(), column);
  }

  private void end() {
    consumer.endField(fields[column].name(), column);
    column++;
  }

  private void value(Object value, DataType type) {
    if (value instanceof String string) {
      consumer.addBinary(Binary.fromString(string));
    } else if (value instanceof Integer number) {
      consumer.addInteger(number);
    } else if (value instanceof Short number) {
      consumer.addInteger(number);
    } else if (value instanceof Long number) {
      consumer.addLong(number);
    } else if (value instanceof Double number) {
      consumer.addDouble(number);
    } else if (value instanceof Float number) {
      consumer.addFloat(number);
    } else if (value instanceof Boolean flag) {
      consumer.addBoolean(flag);
    } else if (value instanceof Instant time) {
      consumer.addLong(ChronoUnit.MICROS.between(Instant.EPOCH, time));
    } else if (value instanceof byte[] bytes) {
      consumer.addBinary(Binary.fromConstantByteArray(bytes));
    } else if (value instanceof int[] numbers) {
      integers(numbers);
    } else if (value instanceof Iterable<?> elements) {
      list(elements, ((ArrayType) type).elementType());
    } else if (value instanceof Map<?, ?> entries) {
      map(entries, (MapType) type);
    } else {
      throw new IllegalArgumentException(
          "Column " + fields[column].name() + " was given a " + value.getClass().getName());
    }
  }

  private void integers(int[] numbers) {
    consumer.startGroup();
    if (numbers.length > 0) {
      consumer.startField("list", 0);
      for (int number : numbers) {
        consumer.startGroup();
        consumer.startField("element", 0);
        consumer.addInteger(number);
        consumer.endField("element", 0);
        consumer.endGroup();
      }
      consumer.endField("list", 0);
    }
    consumer.endGroup();
  }

  private void list(Iterable<?> elements, DataType elementType) {
    consumer.startGroup();
    boolean first = true;
    for (Object element : elements) {
      if (first) {
        consumer.startField("list", 0);
        first = false;
      }
      consumer.startGroup();
      field("element", 0, element, elementType);
      consumer.endGroup();
    }
    if (!first) {
      consumer.endField("list", 0);
    }
    consumer.endGroup();
  }

  private void map(Map<?, ?> entries, MapType type) {
    consumer.startGroup();
    if (!entries.isEmpty()) {
      consumer.startField("key_value", 0);
      for (Map.Entry<?, ?> entry : entries.entrySet()) {
        consumer.startGroup();
        field("key", 0, entry.getKey(), type.keyType());
        field("value", 1, entry.getValue(), type.valueType());
        consumer.endGroup();
      }
      consumer.endField("key_value", 0);
    }
    consumer.endGroup();
  }

  private void field(String name, int index, Object value, DataType type) {
    if (value != null) {
      consumer.startField(name, index);
      value(value, type);
      consumer.endField(name, index);
    }
  }
}
