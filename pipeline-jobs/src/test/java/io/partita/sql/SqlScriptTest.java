package io.partita.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlScriptTest {
  @Test
  void semicolonsPartStatements() {
    assertThat(SqlScript.of("SELECT 1; SELECT 2 ;\n;; SELECT 3").all())
        .containsExactly("SELECT 1", "SELECT 2", "SELECT 3");
  }

  @Test
  void aSemicolonInAStringAQuotedNameOrACommentPartsNothing() {
    String text =
        "SELECT ';', \";\", 'it\\'s;', 'a''b;' AS `;` -- no; end\n /* nor; /* here; */ */ FROM t";

    assertThat(SqlScript.of(text + "; SELECT '\uD834\uDD1E;'").all())
        .containsExactly(text, "SELECT '\uD834\uDD1E;'");
  }

  @Test
  void commentsAloneAreNoStatement() {
    assertThat(SqlScript.of("-- nothing\n; /* still */ ;").all()).isEmpty();
    assertThat(SqlScript.of("SELECT 1; -- the end").all()).containsExactly("SELECT 1");
  }

  @Test
  void whatNothingEndsIsTheRest() {
    assertThat(SqlScript.of("SELECT 1; SELECT 'a;").rest()).isEqualTo("SELECT 'a;");
    assertThat(SqlScript.of("SELECT 'a;").isOpen()).isTrue();
    assertThat(SqlScript.of("SELECT 1 /* a;").isOpen()).isTrue();
    assertThat(SqlScript.of("SELECT 1;").rest()).isEmpty();
    assertThat(SqlScript.of("SELECT 1").isOpen()).isFalse();
  }
}
