package io.partita.sql;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.option.LakeOption;
import java.util.List;

/** What answers queries. */
enum SqlEngine {
  /** Any lake, all of SQL that docs/sql.md tells of. */
  spark {
    @Override
    List<String> statements(String text) {
      return SqlScript.of(text).all();
    }

    @Override
    SqlSession open(LakeOption at, AsOf asOf, LakeSql.Reach reach) throws Exception {
      return LakeSql.open("sql", at.open(), asOf, reach);
    }
  },

  /**
   * Lakes on a disk of this machine, without Spark and Hadoop: it has answered before they start.
   */
  duckdb {
    @Override
    List<String> statements(String text) {
      return DuckScript.statements(text);
    }

    @Override
    SqlSession open(LakeOption at, AsOf asOf, LakeSql.Reach reach) throws Exception {
      if (reach != LakeSql.Reach.LAKE) {
        throw new UserException(
            Mistake.OPTIONS_EXCLUDE,
            "--engine duckdb reads the lake only: leave out "
                + (reach == LakeSql.Reach.WRITES ? "--allow-writes" : "--other-sources")
                + ", or use --engine spark.");
      }
      return DuckSql.open(at.folder, asOf);
    }
  };

  /** The statements of a text, by its own rules of quotes and comments. */
  abstract List<String> statements(String text);

  /**
   * Opens a lake as of the versions that were asked for.
   *
   * @throws UserException if absent, or if this engine does not do that
   */
  abstract SqlSession open(LakeOption at, AsOf asOf, LakeSql.Reach reach) throws Exception;
}
