package io.partita;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the docs of which a test makes a part, or all: with {@code -Dpartita.update.docs=true}
 * it is written, and held to what is made either way.
 *
 * @param name below the checkout, as {@code docs/reference/tables.md}
 * @param madeBy the test that says what belongs there
 */
public record GeneratedPage(String name, Class<?> madeBy) {
  /** Its one table with this head has these rows and no others; each ends with its line. */
  public void hasTable(String head, String rows) throws IOException {
    Pattern table = Pattern.compile(Pattern.quote(head) + "(\\|[^\n]*\n)*");
    String page = Files.readString(path());
    assertThat(table.matcher(page).results()).as("tables %s in %s", head, name).hasSize(1);
    is(table.matcher(page).replaceFirst(Matcher.quoteReplacement(head + rows)));
  }

  /** The whole page is this text. */
  public void is(String made) throws IOException {
    if (Boolean.getBoolean("partita.update.docs")) {
      Files.writeString(path(), made);
    }
    assertThat(path()).exists();
    assertThat(Files.readString(path()))
        .as(
            "%s is out of date. Write it again with: ./mvnw -pl pipeline-jobs -am test -Dtest=%s"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dpartita.update.docs=true",
            name, madeBy.getSimpleName())
        .isEqualTo(made);
  }

  private Path path() {
    return Path.of(System.getProperty("partita.home", "..")).resolve(name);
  }
}
