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

/** Writes rows, each column after column in the schema's order. */
final class RowWriter {
  private final RecordConsumer consumer;
  private final StructField[] fields;
  private int column;

  RowWriter(RecordConsumer consumer, StructType schema) {
    this.consumer = consumer;
    this.fields = schema.fields();
  }

  /** A column without a value; one that is declared never null would make the file unreadable. */
  private void addNull() {
    if (!fields[column].nullable()) {
      throw new IllegalStateException("Column " + fields[column].name() + " must not be null");
    }
    column++;
  }

  /** Writes a row of ready values. */
  void add(Row row) {
    if (row.size() != fields.length) {
      throw new IllegalStateException(
          "A row of " + fields.length + " columns was given " + row.size() + " values");
    }
    begin();
    for (int i = 0; i < fields.length; i++) {
      if (row.isNullAt(i)) {
        addNull();
      } else {
        start();
        value(row.get(i), fields[column].dataType());
        end();
      }
    }
    consumer.endMessage();
  }

  /**
   * Writes a row as it was read.
   *
   * @param replaced values by column in the place of the row's own; null of none
   */
  void copy(Group row, Map<String, ?> replaced) {
    begin();
    for (StructField field : fields) {
      String name = field.name();
      Object value = replaced.get(name);
      boolean isOwn = !replaced.containsKey(name) && row.getType().containsField(name);
      if (isOwn ? row.getFieldRepetitionCount(name) == 0 : value == null) {
        addNull();
        continue;
      }
      start();
      if (isOwn) {
        copy(row, row.getType().getFieldIndex(name), 0);
      } else {
        value(value, field.dataType());
      }
      end();
    }
    consumer.endMessage();
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

  private void begin() {
    column = 0;
    consumer.startMessage();
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
