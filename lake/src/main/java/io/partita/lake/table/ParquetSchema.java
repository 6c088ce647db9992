package io.partita.lake.table;

import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MICROS;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.listType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.mapType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.apache.parquet.schema.Type.Repetition.OPTIONAL;
import static org.apache.parquet.schema.Type.Repetition.REPEATED;
import static org.apache.parquet.schema.Type.Repetition.REQUIRED;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A Spark schema as the Parquet schema that Spark itself would write: three-level lists, key_value
 * maps (Parquet format, LogicalTypes.md). Covers the types the lake's tables use.
 *
 * <p>It also numbers the columns, for readers that go by field ids, as Iceberg's do; Spark, DuckDB
 * and Partita go by names. A column's id is its place in the table, from 1; its elements, keys and
 * values have 1,000 times that and 1, 2, … more. An id is never given to another column: a new one
 * goes last, and one that is dropped leaves its place empty.
 */
public final class ParquetSchema {
  private static final int IDS_OF_PARTS = 1000;
  private static final String PLACE = "place";

  private ParquetSchema() {}

  /** The columns that files have, of which each keeps its place in the table. */
  static StructType inFiles(StructType columns) {
    StructType schema = new StructType();
    for (int i = 0; i < columns.size(); i++) {
      StructField column = columns.apply(i);
      Metadata placed =
          new MetadataBuilder().withMetadata(column.metadata()).putLong(PLACE, i + 1).build();
      if (!Columns.isJoined(column)) {
        schema =
            schema.add(
                i == schema.size()
                    ? column
                    : new StructField(column.name(), column.dataType(), column.nullable(), placed));
      }
    }
    return schema;
  }

  public static MessageType of(StructType schema) {
    Types.MessageTypeBuilder message = Types.buildMessage();
    int id = 0;
    for (StructField field : schema.fields()) {
      id = field.metadata().contains(PLACE) ? (int) field.metadata().getLong(PLACE) : id + 1;
      AtomicInteger part = new AtomicInteger(IDS_OF_PARTS * id);
      message.addField(type(field.name(), field.dataType(), field.nullable(), id, part));
    }
    return message.named("spark_schema");
  }

  /**
   * @param part the last id of a part of the column
   */
  private static Type type(
      String name, DataType type, boolean nullable, int id, AtomicInteger part) {
    Repetition repetition = nullable ? OPTIONAL : REQUIRED;
    if (type instanceof ArrayType array) {
      Type element =
          type("element", array.elementType(), array.containsNull(), part.incrementAndGet(), part);
      GroupType list = Types.buildGroup(REPEATED).addField(element).named("list");
      return Types.buildGroup(repetition).as(listType()).addField(list).id(id).named(name);
    }
    if (type instanceof MapType map) {
      Type key = type("key", map.keyType(), false, part.incrementAndGet(), part);
      Type value =
          type("value", map.valueType(), map.valueContainsNull(), part.incrementAndGet(), part);
      GroupType entry = Types.buildGroup(REPEATED).addField(key).addField(value).named("key_value");
      return Types.buildGroup(repetition).as(mapType()).addField(entry).id(id).named(name);
    }
    if (type.equals(DataTypes.StringType)) {
      return Types.primitive(BINARY, repetition).as(stringType()).id(id).named(name);
    }
    if (type.equals(DataTypes.TimestampType)) {
      return Types.primitive(INT64, repetition).as(timestampType(true, MICROS)).id(id).named(name);
    }
    if (type.equals(DataTypes.ShortType)) {
      return Types.primitive(INT32, repetition).as(intType(16, true)).id(id).named(name);
    }
    return Types.primitive(primitive(name, type), repetition).id(id).named(name);
  }

  private static PrimitiveTypeName primitive(String name, DataType type) {
    if (type.equals(DataTypes.IntegerType)) {
      return INT32;
    } else if (type.equals(DataTypes.LongType)) {
      return INT64;
    } else if (type.equals(DataTypes.DoubleType)) {
      return DOUBLE;
    } else if (type.equals(DataTypes.FloatType)) {
      return FLOAT;
    } else if (type.equals(DataTypes.BooleanType)) {
      return BOOLEAN;
    } else if (type.equals(DataTypes.BinaryType)) {
      return BINARY;
    }
    throw new IllegalArgumentException("Column " + name + " has no Parquet type for " + type);
  }
}
