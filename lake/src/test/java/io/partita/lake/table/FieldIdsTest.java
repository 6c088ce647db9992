package io.partita.lake.table;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.Test;

/** The numbers that columns have in files; once there are files of a table, they never change. */
class FieldIdsTest {
  private static final String KNOWN = "field-ids.txt";

  @Test
  void columnsKeepTheirIds() throws IOException {
    List<String> known;
    try (InputStream text = FieldIdsTest.class.getResourceAsStream(KNOWN)) {
      known = new String(text.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }

    assertThat(Arrays.stream(LakeTable.values()).map(FieldIdsTest::line))
        .as("ids of columns; to %s only more are added, each at the end of a table", KNOWN)
        .containsExactlyInAnyOrderElementsOf(known);
  }

  @Test
  void noIdOfATableIsGivenTwice() {
    for (LakeTable table : LakeTable.values()) {
      List<Type> columns = numbered(ParquetSchema.of(table.schema()));

      assertThat(columns.stream().map(column -> column.getId().intValue()))
          .as("ids of %s", table.tableName())
          .doesNotHaveDuplicates()
          .hasSizeGreaterThanOrEqualTo(table.schema().size());
    }
  }

  /** Columns that readers join keep their ids, too. */
  @Test
  void filesHaveTheIdsOfTheTable() {
    for (LakeTable table : LakeTable.values()) {
      MessageType all = ParquetSchema.of(table.spec().columns());

      assertThat(ParquetSchema.of(table.schema()).getFields())
          .as("columns in files of %s", table.tableName())
          .isEqualTo(
              all.getFields().stream()
                  .filter(
                      column -> !column.getName().equals("split") || !table.spec().isSplitJoined())
                  .toList());
    }
  }

  private static String line(LakeTable table) {
    return numbered(ParquetSchema.of(table.spec().columns())).stream()
        .map(column -> column.getId().intValue() + " " + column.getName())
        .collect(joining(", ", table.tableName() + ": ", ""));
  }

  /** All columns and their parts but the repeated groups between them, which have no ids. */
  private static List<Type> numbered(GroupType group) {
    List<Type> numbered = new ArrayList<>();
    for (Type field : group.getFields()) {
      if (field.getId() != null) {
        numbered.add(field);
      }
      if (!field.isPrimitive()) {
        numbered.addAll(numbered(field.asGroupType()));
      }
    }
    return numbered;
  }
}
