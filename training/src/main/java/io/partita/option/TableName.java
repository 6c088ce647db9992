package io.partita.option;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.table.LakeTable;
import io.partita.terminal.DidYouMean;
import java.util.Arrays;
import java.util.List;

/** A table's name on the command line. */
public final class TableName {
  private TableName() {}

  /**
   * The table of a name, in upper or lower case.
   *
   * @throws UserException if absent; it says which one may have been meant
   */
  public static LakeTable table(String name) {
    for (LakeTable table : LakeTable.values()) {
      if (table.tableName().equalsIgnoreCase(name.strip())) {
        return table;
      }
    }
    List<String> names = Arrays.stream(LakeTable.values()).map(LakeTable::tableName).toList();
    String question = DidYouMean.ask(name, names);
    throw new UserException(
        Mistake.NO_SUCH_TABLE,
        question.isEmpty()
            ? "There is no table " + name + "; there are " + String.join(", ", names) + "."
            : "There is no table " + name + "." + question);
  }
}
