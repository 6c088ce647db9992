package io.partita.cli;

import io.partita.GeneratedPage;
import io.partita.Mistake;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The table of codes in {@code docs/reference/mistakes.md} is what {@link Mistake} says. */
class MistakesDocTest {
  @Test
  void theTableSaysWhatTheCodesSay() throws IOException {
    new GeneratedPage("docs/reference/mistakes.md", MistakesDocTest.class)
        .hasTable("| code | meaning | what to do |\n|---|---|---|\n", rows());
  }

  private static String rows() {
    StringBuilder rows = new StringBuilder();
    for (Mistake mistake : Mistake.values()) {
      rows.append("| `").append(mistake.label()).append("` | ").append(mistake.meaning());
      rows.append(" | ").append(mistake.cure()).append(" |\n");
    }
    return rows.toString();
  }
}
