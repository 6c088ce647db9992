package io.partita.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DuckScriptTest {
  @Test
  void aSemicolonEndsAStatementUnlessItIsQuotedOrCommented() {
    assertThat(
            DuckScript.statements(
                """
                -- first; of all
                SELECT ';' AS ";", 'it''s;' /* a; /* b; */ c; */ AS x;
                ;
                SELECT E'\\';' AS y, $$;$$, $tag$ ; $$ ; $tag$ -- last;
                """))
        .containsExactly(
            "SELECT ';' AS \";\", 'it''s;' /* a; /* b; */ c; */ AS x",
            "SELECT E'\\';' AS y, $$;$$, $tag$ ; $$ ; $tag$ -- last;");
  }

  @Test
  void whatIsOpenAtTheEndGoesOnToIt() {
    assertThat(DuckScript.statements("SELECT 'a; b")).containsExactly("SELECT 'a; b");
    assertThat(DuckScript.statements("SELECT 1 /* a; b")).containsExactly("SELECT 1 /* a; b");
    assertThat(DuckScript.statements("SELECT \"a; b")).containsExactly("SELECT \"a; b");
    assertThat(DuckScript.statements("SELECT $$a; b")).containsExactly("SELECT $$a; b");
  }

  @Test
  void commentsAreNoStatement() {
    assertThat(DuckScript.statements(" ; -- nothing\n /* at all */ ;")).isEmpty();
  }
}
