package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of codes in {@code docs/operations.md} is what {@link Mistake} says. */
class MistakesDocTest {
  private static final Path PAGE =
      Path.of(System.getProperty("partita.home", "..")).resolve("docs/operations.md");

  private static final String HEAD = "| code | meaning | what to do |\n|---|---|---|\n";

  /** After the sentence before the table, to the table's end. */
  private static final Pattern PLACE =
      Pattern.compile("(?<=`code` is one of these:\n\n)(\\|[^\n]*\n)*");

  @Test
  void theTableSaysWhatTheCodesSay() throws IOException {
    String page = Files.readString(PAGE);
    Matcher place = PLACE.matcher(page);
    assertThat(place.find()).as("docs/operations.md has a place for the table").isTrue();
    String current = place.replaceFirst(Matcher.quoteReplacement(table()));
    if (Boolean.getBoolean("partita.update.docs")) {
      Files.writeString(PAGE, current);
    }

    assertThat(Files.readString(PAGE))
        .as(
            "docs/operations.md is out of date. Write it again with: ./mvnw -pl pipeline-jobs -am"
                + " test -Dtest=MistakesDocTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dpartita.update.docs=true")
        .isEqualTo(current);
  }

  private static String table() {
    StringBuilder table = new StringBuilder(HEAD);
    for (Mistake mistake : Mistake.values()) {
      table.append("| `").append(mistake.label()).append("` | ").append(mistake.meaning());
      table.append(" | ").append(mistake.cure()).append(" |\n");
    }
    return table.toString();
  }
}
