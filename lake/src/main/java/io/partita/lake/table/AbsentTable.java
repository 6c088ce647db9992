package io.partita.lake.table;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.terminal.DidYouMean;
import java.util.Collection;

/** What to say of a name that no table has. */
public final class AbsentTable {
  private AbsentTable() {}

  /**
   * A {@code NO_SUCH_TABLE} that says which table may have been meant.
   *
   * @param names those that exist
   */
  public static UserException of(String name, Collection<String> names) {
    String question = DidYouMean.ask(name, names);
    return new UserException(
        Mistake.NO_SUCH_TABLE,
        question.isEmpty()
            ? "There is no table " + name + "; there are " + String.join(", ", names) + "."
            : "There is no table " + name + "." + question);
  }
}
