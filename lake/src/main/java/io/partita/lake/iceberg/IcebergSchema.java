package io.partita.lake.iceberg;

import io.partita.lake.table.LakeTable;
import io.partita.lake.table.ParquetSchema;
import io.partita.lake.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.Type.Repetition;

/**
 * A table's columns as Iceberg has them: with the ids that {@linkplain ParquetSchema its files
 * have}, by which Iceberg's readers find them, and the folder levels as identity partitions.
 */
final class IcebergSchema {
  /** Ids of folder levels, which no column of a file ever gets. */
  private static final int IDS_OF_LEVELS = 1_000_000;

  private IcebergSchema() {}

  /** Folder levels, the outer one first, as {@code dataset, scheme}. */
  static List<String> levels(LakeTable table) {
    List<String> levels = new ArrayList<>(List.of(TableSpec.DATASET));
    levels.addAll(table.spec().innerPartitions());
    return levels;
  }

  static Schema of(LakeTable table) {
    List<NestedField> fields = new ArrayList<>();
    for (org.apache.parquet.schema.Type column : ParquetSchema.of(table.schema()).getFields()) {
      String doc = table.schema().apply(column.getName()).getComment().getOrElse(() -> null);
      fields.add(field(column, doc));
    }
    for (String level : levels(table)) {
      int id = IDS_OF_LEVELS + fields.size() - table.schema().size();
      fields.add(NestedField.required(id, level, Types.StringType.get()));
    }
    return new Schema(fields);
  }

  static PartitionSpec partitions(LakeTable table, Schema schema) {
    PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
    levels(table).forEach(spec::identity);
    return spec.build();
  }

  private static NestedField field(org.apache.parquet.schema.Type column, String doc) {
    int id = column.getId().intValue();
    return isOptional(column)
        ? NestedField.optional(id, column.getName(), type(column), doc)
        : NestedField.required(id, column.getName(), type(column), doc);
  }

  private static boolean isOptional(org.apache.parquet.schema.Type column) {
    return column.getRepetition() == Repetition.OPTIONAL;
  }

  private static Type type(org.apache.parquet.schema.Type column) {
    if (!column.isPrimitive()) {
      GroupType entries = column.asGroupType().getType(0).asGroupType();
      org.apache.parquet.schema.Type first = entries.getType(0);
      int id = first.getId().intValue();
      if (column.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation) {
        return isOptional(first)
            ? Types.ListType.ofOptional(id, type(first))
            : Types.ListType.ofRequired(id, type(first));
      }
      org.apache.parquet.schema.Type value = entries.getType(1);
      int valueId = value.getId().intValue();
      return isOptional(value)
          ? Types.MapType.ofOptional(id, valueId, type(first), type(value))
          : Types.MapType.ofRequired(id, valueId, type(first), type(value));
    }
    return switch (column.asPrimitiveType().getPrimitiveTypeName()) {
      case INT32 -> Types.IntegerType.get();
      case INT64 ->
          column.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation
              ? Types.TimestampType.withZone()
              : Types.LongType.get();
      case FLOAT -> Types.FloatType.get();
      case DOUBLE -> Types.DoubleType.get();
      case BOOLEAN -> Types.BooleanType.get();
      case BINARY ->
          column.getLogicalTypeAnnotation() instanceof StringLogicalTypeAnnotation
              ? Types.StringType.get()
              : Types.BinaryType.get();
      default -> throw new IllegalArgumentException("Iceberg has no type for " + column);
    };
  }
}
